/**
 * One scenario under each strategy, and a check of one's own on the state in which a schedule ends: no property is needed
 * for that. Copy it for what you want to know about a scenario.
 */
import fc from 'fast-check';
import { test } from '@fast-check/vitest';
import { describe, expect, vi } from 'vitest';
import { parseScenario, unpatched } from 'kioctx/model';
import { type KernelView, pct, pos, type AioProperty, properties, runs, uniform } from 'kioctx/properties';

/** Milliseconds: the first runs make the model ready, and a failure is shrunk. */
vi.setConfig({ testTimeout: 300_000 });

const noLostWakeup = properties.find(({ name }) => name === 'no-lost-wakeup') as AioProperty;

const scenario = parseScenario({
  version: 1,
  name: 'a write and a reader',
  ring_nr: 4,
  iocbs: [{ op: 'direct_write', bios: 2 }],
  tasks: [
    { name: 'submitter', calls: [{ io_submit: [0] }] },
    { name: 'reader', calls: [{ io_getevents: { min_nr: 1, nr: 1 } }] },
  ],
  faults: { bio: ['EIO'] },
});

describe.each([
  ['uniform', uniform],
  ['pct', pct(3)],
  ['pos', pos],
] as const)('2.6.20 with %s schedules', (_name, strategy) => {
  const anyRun = runs({ patch: unpatched, scenarios: fc.constant(scenario), strategy });

  test.prop([anyRun], { seed: 2007, numRuns: 300 })('wakes the reader', (run) => {
    expect(run.violation(noLostWakeup)?.message).toBeUndefined();
  });

  test.prop([anyRun], { seed: 2007, numRuns: 300 })('has no request active in the end', (run) => {
    const k = run.end().inspect as KernelView;
    expect(k.kioctx(0).reqs_active).toBe(0);
  });
});
