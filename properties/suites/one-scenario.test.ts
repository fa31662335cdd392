/**
 * One scenario under each strategy, and a check of one's own on the state in which a schedule ends: no property is needed
 * for that. Copy it for what you want to know about a scenario.
 */
import fc from 'fast-check';
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { base } from '../../model/patches/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { KernelView } from '../aio/index.ts';
import { runs } from '../aio/runs.ts';
import { noLostWakeup } from '../aio/no-lost-wakeup.ts';
import { pct, pos, uniform } from '../search/strategies.ts';

const scenario: Scenario = {
  version: 1,
  name: 'a write and a reader',
  ring_nr: 4,
  iocbs: [{ op: 'direct_write', bios: 2, o_sync: false, append: false }],
  tasks: [
    { name: 'submitter', calls: [{ io_submit: [0] }] },
    { name: 'reader', calls: [{ io_getevents: { min_nr: 1, nr: 1 } }] },
  ],
  faults: { bio: ['EIO'] },
};

describe.each([
  ['uniform', uniform],
  ['pct', pct(3)],
  ['pos', pos],
] as const)('2.6.20 with %s schedules', (_name, strategy) => {
  const anyRun = runs({ patch: base, scenarios: fc.constant(scenario), strategy });

  test.prop([anyRun], { seed: 2007, numRuns: 300 })('wakes the reader', (run) => {
    expect(run.violation(noLostWakeup)?.message).toBeUndefined();
  });

  test.prop([anyRun], { seed: 2007, numRuns: 300 })('has no request active in the end', (run) => {
    const k = run.end().inspect as KernelView;
    expect(k.kioctx(0).reqs_active).toBe(0);
  });
});
