import { describe, expect, it } from 'vitest';
import { callNames } from '../../../model/calls.ts';
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import { type ScenarioConstraints, scenarios } from '../../../properties/aio/scenario-arbitrary.ts';
import { isOptional } from '../../../properties/aio/scenario-constraints.ts';
import { arbitraryLaws } from '../arbitrary-laws.ts';
import { calls, samples, reads, submits, destroys, isSmaller, isValid, small } from './drawn-scenarios.ts';

const narrow: ScenarioConstraints = {
  tasks: { min: 2, max: 2 },
  requests: { min: 2, max: 3 },
  bios: { min: 2, max: 3 },
  kicks: { min: 2, max: 4 },
  ring_nr: { min: 3, max: 3 },
  ops: ['direct_read', 'retry', 'queued'],
  calls: ['io_cancel'],
  timeouts: false,
  lastFiles: false,
  faults: ['bio'],
};
/** Within the narrow constraints. */
const narrowed: Scenario = {
  ...small,
  ring_nr: 3,
  iocbs: [
    { op: 'direct_read', bios: 2 },
    { op: 'retry', kicks: 2 },
  ],
};
arbitraryLaws('random scenarios within constraints', {
  arbitrary: scenarios(narrow),
  isValid: (scenario) => isNarrow(scenario) && scenarios(narrow).canShrinkWithoutContext(scenario),
  isSmaller,
  foreign: [
    small,
    { ...narrowed, iocbs: [...narrowed.iocbs, { op: 'buffered' }] },
    { ...narrowed, iocbs: [...narrowed.iocbs, { op: 'queued', cancellable: true, file: 'last' }] },
    { ...narrowed, iocbs: [...narrowed.iocbs, { op: 'retry', kicks: 1 }] },
    { ...narrowed, iocbs: [...narrowed.iocbs, { op: 'direct_read', bios: 1 }] },
    { ...narrowed, tasks: [...narrowed.tasks.slice(1), { name: 'destroyer', calls: [{ io_destroy: true }] }] },
    {
      ...narrowed,
      tasks: [
        ...narrowed.tasks.slice(1),
        { name: 'other', calls: [{ io_getevents: { min_nr: 1, nr: 1, timeout: 'may' } }] },
      ],
    },
  ],
});

function isNarrow(scenario: Scenario): boolean {
  const { tasks, iocbs, ring_nr, faults } = scenario;
  return (
    tasks.length === 2 &&
    iocbs.length >= 2 &&
    iocbs.length <= 3 &&
    iocbs.every(
      (iocb) =>
        iocb.file === undefined &&
        ((iocb.op === 'direct_read' && iocb.bios >= 2 && iocb.bios <= 3) ||
          (iocb.op === 'retry' && iocb.kicks >= 2 && iocb.kicks <= 4) ||
          iocb.op === 'queued'),
    ) &&
    reads(scenario).every(({ timeout }) => timeout === undefined) &&
    !destroys(scenario) &&
    ring_nr === 3 &&
    Object.keys(faults).every((kind) => kind === 'bio')
  );
}

describe('constraints', () => {
  it('take what is within them for their own', () => {
    expect(scenarios(narrow).canShrinkWithoutContext(narrowed)).toBe(true);
  });

  it.each<[ScenarioConstraints, string]>([
    [{ tasks: { min: 3, max: 2 } }, 'no scenario has 3 to 2 as its tasks'],
    [{ tasks: { min: 4 } }, 'no scenario has 4 to 3 as its tasks'],
    [{ tasks: { min: 0 } }, 'no scenario has 0 to 3 as its tasks'],
    [{ tasks: { max: 17 } }, 'no scenario has 1 to 17 as its tasks'],
    [{ requests: { max: 17 } }, 'no scenario has 1 to 17 as its requests'],
    [{ bios: { max: 5 } }, 'no scenario has 1 to 5 as its bios'],
    [{ bios: { min: 1.5 } }, 'no scenario has 1.5 to 2 as its bios'],
    [{ kicks: { max: 5 } }, 'no scenario has 1 to 5 as its kicks'],
    [{ kicks: { min: 0 } }, 'no scenario has 0 to 2 as its kicks'],
    [{ ring_nr: { min: 1 } }, 'no scenario has 1 to 5 as its ring_nr'],
    [{ ops: [] }, 'no scenario has requests of no op'],
  ])('that no scenario meets are refused: %j', (constraints, message) => {
    expect(() => scenarios(constraints)).toThrow(message);
  });

  it('leave out what a user does not want', () => {
    const optional = callNames.filter(isOptional);
    for (const unwanted of optional) {
      const makes = (scenario: Scenario) => calls(scenario).some((call) => unwanted in call);
      expect(samples({ calls: optional.filter((name) => name !== unwanted) }).filter(makes)).toEqual([]);
      const made = samples({ calls: [unwanted] }).find(makes);
      expect(scenarios({ calls: [unwanted] }).canShrinkWithoutContext(made)).toBe(true);
      expect(scenarios({ calls: [] }).canShrinkWithoutContext(made)).toBe(false);
    }
    const plain = samples({ ops: ['direct_read', 'buffered'], timeouts: false, lastFiles: false });
    const ops = new Set(plain.flatMap(({ iocbs }) => iocbs.map(({ op }) => op)));
    expect([...ops].toSorted()).toEqual(['buffered', 'direct_read']);
    expect(plain.flatMap(reads).filter(({ timeout }) => timeout !== undefined)).toEqual([]);
    expect(plain.flatMap(({ iocbs }) => iocbs).filter(({ file }) => file !== undefined)).toEqual([]);
  });

  it('reach as far as the format does', () => {
    const most = {
      tasks: { max: 16 },
      requests: { min: 0, max: 16 },
      bios: { max: 4 },
      kicks: { max: 4 },
      ring_nr: { max: 1024 },
    };
    expect(samples(most).filter((scenario) => !isValid(scenario))).toEqual([]);
    const exactly = (n: number) => ({ min: n, max: n });
    const largest = { tasks: exactly(16), requests: exactly(16), bios: exactly(4), ring_nr: exactly(1024) };
    expect(samples(largest, 20).filter((scenario) => !isValid(scenario))).toEqual([]);
    const none = samples({ requests: { min: 0, max: 0 } }, 20);
    expect(none.filter((scenario) => !isValid(scenario) || submits(scenario).length > 0)).toEqual([]);
  });
});
