import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenario, type Scenario, scenarioSchema, worldOf } from '../../../model/scenarios/scenario.ts';
import { type ScenarioConstraints, scenarios } from '../../../properties/aio/scenario-arbitrary.ts';
import { arbitraryLaws } from '../arbitrary-laws.ts';

const SAMPLES = 1000;
const samples = (constraints?: ScenarioConstraints, numRuns = SAMPLES): Scenario[] =>
  fc.sample(scenarios(constraints), { seed: 2007, numRuns });

const calls = (scenario: Scenario) => scenario.tasks.flatMap((task) => task.calls);
const reads = (scenario: Scenario) =>
  calls(scenario).flatMap((call) => ('io_getevents' in call ? [call.io_getevents] : []));
const submits = (scenario: Scenario) =>
  calls(scenario).flatMap((call) => ('io_submit' in call ? [call.io_submit] : []));
const readers = (scenario: Scenario) => scenario.tasks.filter(({ name }) => name.startsWith('reader'));
const errors = (scenario: Scenario) => Object.values(scenario.faults);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** What shrinking makes smaller, in the order in which it counts. */
const measure = (scenario: Scenario): number[] => [
  scenario.tasks.length + scenario.iocbs.length,
  calls(scenario).length +
    sum(reads(scenario).map(({ min_nr, nr }) => min_nr + nr)) +
    sum(scenario.iocbs.map((iocb) => (iocb.op === 'buffered' ? 0 : iocb.bios))) +
    scenario.iocbs.filter((iocb) => iocb.op === 'direct_write' && iocb.o_sync).length,
  sum(errors(scenario).map((names) => 1 + names.length)),
  scenario.ring_nr,
];

function isSmaller(scenario: Scenario, than: Scenario): boolean {
  const [mine, others] = [measure(scenario), measure(than)];
  const at = mine.findIndex((part, i) => part !== others[i]);
  return at >= 0 && (mine[at] ?? 0) < (others[at] ?? 0);
}

function isValid(scenario: Scenario): boolean {
  const read = scenarioSchema.safeParse(scenario);
  return read.success && isDeepStrictEqual(read.data, scenario);
}

const small: Scenario = {
  version: 1,
  name: 'small',
  ring_nr: 4,
  iocbs: [{ op: 'direct_write', bios: 1, o_sync: false, append: false }],
  tasks: [
    { name: 'submitter', calls: [{ io_submit: [0] }] },
    { name: 'reader', calls: [{ io_getevents: { min_nr: 1, nr: 1 } }] },
  ],
  faults: {},
};

const usual = scenarios();
arbitraryLaws('random scenarios', {
  arbitrary: usual,
  isValid: (scenario) => isValid(scenario) && usual.canShrinkWithoutContext(scenario),
  isSmaller,
  foreign: [
    {},
    [],
    { ...small, version: 2 },
    { ...small, iocbs: [{ op: 'direct_write' }] },
    { ...small, iocbs: [] },
    { ...small, tasks: [] },
    { ...small, ring_nr: 6 },
    { ...small, faults: { bio: ['EWHAT'] } },
    { ...small, iocbs: [{ op: 'direct_read', bios: 3 }] },
    { ...small, other: 1 },
  ],
});

const narrow: ScenarioConstraints = {
  tasks: { min: 2, max: 2 },
  requests: { min: 2, max: 3 },
  bios: { min: 2, max: 3 },
  ring_nr: { min: 3, max: 3 },
  faults: ['bio'],
};
arbitraryLaws('random scenarios within constraints', {
  arbitrary: scenarios(narrow),
  isValid: ({ tasks, iocbs, ring_nr, faults }) =>
    tasks.length === 2 &&
    iocbs.length >= 2 &&
    iocbs.length <= 3 &&
    iocbs.every((iocb) => iocb.op === 'buffered' || iocb.bios === 2 || iocb.bios === 3) &&
    ring_nr === 3 &&
    Object.keys(faults).every((kind) => kind === 'bio'),
  isSmaller,
  foreign: [small],
});

describe('a thousand random scenarios', () => {
  const all = samples();

  it('have every kind of request, call, task and fault among them', () => {
    const kinds: Record<string, (scenario: Scenario) => boolean> = {
      'a direct write': ({ iocbs }) => iocbs.some(({ op }) => op === 'direct_write'),
      'a direct read': ({ iocbs }) => iocbs.some(({ op }) => op === 'direct_read'),
      'a buffered write': ({ iocbs }) => iocbs.some(({ op }) => op === 'buffered'),
      'an O_SYNC write': ({ iocbs }) => iocbs.some((iocb) => iocb.op === 'direct_write' && iocb.o_sync),
      'an extending write': ({ iocbs }) => iocbs.some((iocb) => iocb.op === 'direct_write' && iocb.append),
      'several bios': ({ iocbs }) => iocbs.some((iocb) => iocb.op !== 'buffered' && iocb.bios > 1),
      'an error of the invalidation': ({ faults }) => faults.invalidate !== undefined,
      'an error of the flush': ({ faults }) => faults.osync !== undefined,
      'an error of a bio': ({ faults }) => faults.bio !== undefined,
      'all kinds of error': ({ faults }) => Object.keys(faults).length === 3,
      'two errors of one kind': (s) => errors(s).some((names) => names.length === 2),
      'no errors': ({ faults }) => Object.keys(faults).length === 0,
      'no other task than a submitter': (s) => s.tasks.length === 1,
      'a reader': (s) => readers(s).length === 1,
      'several readers': (s) => readers(s).length > 1,
      'several submitters': (s) => s.tasks.length - readers(s).length > 1,
      'a submitter that reads': (s) =>
        reads({ ...s, tasks: s.tasks.filter(({ name }) => name.startsWith('submitter')) }).length > 0,
      'several calls in a reader': (s) => readers(s).some((task) => task.calls.length > 1),
      'several io_submits in a task': (s) => s.tasks.some((task) => submits({ ...s, tasks: [task] }).length > 1),
      'several requests in an io_submit': (s) => submits(s).some((ids) => ids.length > 1),
      'a poll': (s) => reads(s).some(({ min_nr }) => min_nr === 0),
      'a wait for several events': (s) => reads(s).some(({ min_nr }) => min_nr > 1),
      'more events asked than requests': (s) => reads(s).some(({ nr }) => nr > s.iocbs.length),
      'a call that is refused': (s) => reads(s).some(({ min_nr, nr }) => min_nr > nr),
      'more requests than the ring holds': (s) => s.iocbs.length > s.ring_nr - 1,
    };
    const counts = Object.entries(kinds).map(([kind, is]) => ({ kind, scenarios: all.filter(is).length }));
    console.log(
      counts.map(({ kind, scenarios: n }) => `${String(n).padStart(5)} of ${SAMPLES} with ${kind}`).join('\n'),
    );
    expect(counts.filter(({ scenarios: n }) => n < SAMPLES / 50)).toEqual([]);
  });

  it('submit every request, each from one task, and have no idle task', () => {
    for (const scenario of all) {
      const ids = submits(scenario).flat();
      expect(ids.toSorted((a, b) => a - b)).toEqual(scenario.iocbs.map((_, id) => id));
      expect(scenario.tasks.filter((task) => task.calls.length === 0)).toEqual([]);
      expect(submits(scenario).filter((batch) => batch.length === 0)).toEqual([]);
    }
  });

  it('mostly ask for events that may come', () => {
    const asked = all.flatMap((s) => reads(s).map(({ min_nr, nr }) => min_nr <= nr && nr <= s.iocbs.length));
    expect(asked.filter(Boolean).length / asked.length).toBeGreaterThan(0.9);
  });

  it('list errors only where some request can meet them', () => {
    const unmet = all.filter(({ faults, iocbs }) => {
      const writes = iocbs.filter((iocb) => iocb.op === 'direct_write');
      return (
        (faults.invalidate && writes.length === 0) ||
        (faults.osync && !writes.some((write) => write.o_sync)) ||
        (faults.bio && iocbs.every(({ op }) => op === 'buffered'))
      );
    });
    expect(unmet).toEqual([]);
  });

  it('survive being written to a file and read again', () => {
    for (const scenario of all) {
      expect(readScenario(JSON.stringify(scenario), 'random.json')).toEqual({ ok: true, scenario });
      expect(worldOf(scenario).tasks).toHaveLength(scenario.tasks.length);
    }
  });
});

describe('a scenario in which nothing but one thing matters', () => {
  const shrunk = (fails: (scenario: Scenario) => boolean, constraints?: ScenarioConstraints) =>
    fc.check(
      fc.property(scenarios(constraints), (scenario) => !fails(scenario)),
      { seed: 2007, numRuns: SAMPLES },
    ).counterexample?.[0];

  it('shrinks to that thing, the least task and the least ring', () => {
    expect(shrunk(({ faults }) => faults.osync?.includes('ENOSPC') ?? false)).toEqual({
      version: 1,
      name: 'random',
      ring_nr: 2,
      iocbs: [expect.anything()],
      tasks: [{ name: expect.stringMatching(/^submitter/), calls: [{ io_submit: [0] }] }],
      faults: { osync: ['ENOSPC'] },
    });
  });

  it('shrinks to a reader of one event beside the request that there must be', () => {
    const twoReads = shrunk((s) =>
      readers(s).some((task) => task.calls.length > 1 && reads(s).some((r) => r.min_nr > 0)),
    );
    expect(twoReads?.tasks.map((task) => task.calls.length)).toEqual([1, 2]);
    expect(twoReads?.iocbs).toHaveLength(1);
    expect(twoReads).toHaveProperty('ring_nr', 2);
    expect(twoReads).toHaveProperty('faults', {});
  });
});

describe('constraints', () => {
  it.each<[ScenarioConstraints, string]>([
    [{ tasks: { min: 3, max: 2 } }, 'no scenario has 3 to 2 as its tasks'],
    [{ tasks: { min: 4 } }, 'no scenario has 4 to 3 as its tasks'],
    [{ tasks: { min: 0 } }, 'no scenario has 0 to 3 as its tasks'],
    [{ tasks: { max: 17 } }, 'no scenario has 1 to 17 as its tasks'],
    [{ requests: { max: 17 } }, 'no scenario has 1 to 17 as its requests'],
    [{ bios: { max: 5 } }, 'no scenario has 1 to 5 as its bios'],
    [{ bios: { min: 1.5 } }, 'no scenario has 1.5 to 2 as its bios'],
    [{ ring_nr: { min: 1 } }, 'no scenario has 1 to 5 as its ring_nr'],
  ])('that no scenario meets are refused: %j', (constraints, message) => {
    expect(() => scenarios(constraints)).toThrow(message);
  });

  it('reach as far as the format does', () => {
    const most = { tasks: { max: 16 }, requests: { min: 0, max: 16 }, bios: { max: 4 }, ring_nr: { max: 1024 } };
    expect(samples(most).filter((scenario) => !isValid(scenario))).toEqual([]);
    const exactly = (n: number) => ({ min: n, max: n });
    const largest = { tasks: exactly(16), requests: exactly(16), bios: exactly(4), ring_nr: exactly(1024) };
    expect(samples(largest, 20).filter((scenario) => !isValid(scenario))).toEqual([]);
    const none = samples({ requests: { min: 0, max: 0 } }, 20);
    expect(none.filter((scenario) => !isValid(scenario) || submits(scenario).length > 0)).toEqual([]);
  });
});
