import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames, shippedScenarioPath } from '../../../cli/shipped-scenarios.ts';
import type { Scenario, ScenarioCall, ScenarioIocb } from '../../../model/scenarios/format/scenario.ts';
import { scenarioSchema } from '../../../model/scenarios/format/scenario-schema.ts';
import { sizeOf, subScenarios, withOnlyFaults } from '../../../model/scenarios/shrinking/sub-scenarios.ts';
import { scenarios } from '../../../properties/aio/scenario-arbitrary.ts';
import { scenariosInside, upToNames } from './naive-deletions.ts';
import { assertLaw } from '../../law.ts';

const RUNS = 150;

const shipped = shippedScenarioNames().map((name) =>
  scenarioSchema.parse(JSON.parse(readFileSync(shippedScenarioPath(name), 'utf8'))),
);

const write: ScenarioIocb = { op: 'direct_write', bios: 1, o_sync: false, append: false };
const retry = (kicks: number): ScenarioIocb => ({ op: 'retry', kicks });
const queued: ScenarioIocb = { op: 'queued', cancellable: true };
const read = (min_nr: number, nr: number): ScenarioCall => ({ io_getevents: { min_nr, nr } });
const within = (min_nr: number, nr: number): ScenarioCall => ({ io_getevents: { min_nr, nr, timeout: 'may' } });

/** Tasks are named a, b, c. */
function scenarioOf(iocbs: readonly ScenarioIocb[], ...tasks: (readonly ScenarioCall[])[]): Scenario {
  const named = tasks.map((calls, i) => ({ name: 'abcdef'.charAt(i), calls }));
  return { version: 1, name: 'odd', ring_nr: 3, iocbs, tasks: named, faults: { bio: ['EIO', 'ENOSPC'] } };
}

/** What the format allows and no shipped scenario has. */
const odd: readonly Scenario[] = [
  scenarioOf([], []),
  scenarioOf([], [], [read(0, 0)], [read(0, 3)]),
  scenarioOf([write], [{ io_submit: [] }, { io_submit: [0] }], [{ io_submit: [] }]),
  scenarioOf([write, { op: 'buffered' }, write], [{ io_submit: [2] }, read(2, 1)]),
  scenarioOf([write, write], [read(3, 0)]),
  scenarioOf(
    [{ op: 'buffered' }, { op: 'direct_read', bios: 3 }, write],
    [{ io_submit: [2, 0] }],
    [{ io_submit: [1] }],
  ),
  scenarioOf([write], [{ io_submit: [0] }], [read(1, 1)], [read(1, 1)], [read(2, 2)]),
  scenarioOf([write, write], [{ io_submit: [0, 1] }, read(3, 64)], [read(5, 9)]),
  scenarioOf([{ ...queued, file: 'last' }, retry(3)], [{ io_submit: [1, 0] }, { io_cancel: 0 }], [{ io_cancel: 1 }]),
  scenarioOf([write, queued, queued], [{ io_cancel: 2 }, { io_submit: [2] }, { io_cancel: 1 }], [{ io_cancel: 0 }]),
  scenarioOf([queued], [{ io_cancel: 0 }], [{ io_destroy: true }, { io_cancel: 0 }]),
  scenarioOf([queued], [{ io_cancel: 0 }]),
  scenarioOf([queued, queued], [{ io_cancel: 1 }], [{ io_cancel: 0 }, { io_cancel: 1 }], [{ io_submit: [0, 1] }]),
  scenarioOf(
    [{ op: 'queued', cancellable: false }],
    [{ io_submit: [0] }, { io_destroy: true }],
    [{ io_destroy: true }],
  ),
  scenarioOf([retry(4), { ...retry(2), file: 'last' }], [{ io_submit: [0, 1] }], [within(2, 2), within(0, 0)]),
  scenarioOf([{ op: 'direct_write', bios: 2, o_sync: true, append: true, file: 'last' }], [{ io_submit: [0] }]),
  scenarioOf([], [within(3, 1)], [{ io_destroy: true }, within(1, 2)], []),
];

/** Calls, bios, kicks, O_SYNCs, last references, events, timeouts, signals and repetitions. */
function detailOf({ tasks, iocbs }: Scenario): number {
  let detail = 0;
  for (const call of tasks.flatMap(({ calls }) => calls)) {
    detail += 1;
    if ('reap' in call) detail += call.reap;
    if (!('io_getevents' in call)) continue;
    const { min_nr, nr, timeout, signals, until = 0 } = call.io_getevents;
    detail += min_nr + nr + until + Number(timeout === 'may') + Number(signals === 'may');
  }
  for (const iocb of iocbs) {
    if ('bios' in iocb) detail += iocb.bios;
    if ('kicks' in iocb) detail += iocb.kicks;
    if (iocb.op === 'direct_write' && iocb.o_sync) detail += 1;
    if (iocb.file === 'last') detail += 1;
  }
  return detail;
}

function expectAllInside(scenario: Scenario, most = 5000): number {
  const inside = scenariosInside(scenario, most);
  if (inside === undefined) return 0;
  const wanted = new Set(inside.keys());
  const subs = [...subScenarios(scenario)];
  const names = subs.map(upToNames);
  expect(new Set(names)).toEqual(wanted);
  expect(names).toHaveLength(wanted.size);
  const order = subs.map((sub) => sizeOf(sub) * 1000 + detailOf(sub));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(subs.at(-1)).toEqual(scenario);
  for (const sub of subs) {
    expect(scenarioSchema.parse(sub)).toEqual(sub);
    expect(sub).toMatchObject({ name: scenario.name, ring_nr: scenario.ring_nr, faults: scenario.faults });
  }
  return subs.length;
}

/** So many of them soon, of that size at most. */
/** Whoever makes all of them before the first does not come to an end. */
function expectAtOnce(some: number, large: Scenario, largest: number): void {
  let count = 0;
  for (const sub of subScenarios(large)) {
    count += 1;
    expect(sizeOf(sub)).toBeLessThanOrEqual(largest);
    if (count === some) break;
  }
  expect(count).toBe(some);
}

describe('the scenarios inside a scenario', () => {
  it.each(shipped)('$name are those that single deletions lead to, ascending, valid, each once', (scenario) => {
    expect(expectAllInside(scenario)).toBeGreaterThan(0);
  });

  it.each(odd.map((scenario, i) => ({ scenario, i })))('are the same for odd scenario $i', ({ scenario }) => {
    expect(expectAllInside(scenario)).toBeGreaterThan(0);
  });

  it('are the same for random ones', () => {
    let counted = 0;
    const agree = fc.property(scenarios({ tasks: { max: 4 } }), (scenario) => {
      if (expectAllInside(scenario, 400) > 0) counted += 1;
    });
    assertLaw(agree, RUNS);
    expect(counted).toBeGreaterThan(RUNS / 2);
  });

  it.each([
    ['dw1-nowait', 1],
    ['dw1-reader', 3],
    ['dw2-osync', 9],
    ['three-buf-min2-two-readers', 27],
    ['queued-cancel', 2],
    ['queued-self-cancel', 2],
    ['retry2', 5],
    ['dw1-last-reader', 5],
    ['retry1-reader-destroy', 11],
  ])('%s are %i', (name, count) => {
    expect([...subScenarios(shipped.find((scenario) => scenario.name === name) as Scenario)]).toHaveLength(count);
  });

  it('of one size come in the order of what else could be deleted', () => {
    const scenario = scenarioOf(
      [{ op: 'direct_write', bios: 2, o_sync: true, append: true }],
      [{ io_submit: [0] }, read(1, 2)],
    );
    const told = [...subScenarios(scenario)].map(({ tasks, iocbs }) => {
      const requests = iocbs.map((iocb) => (iocb.op === 'direct_write' ? `${iocb.bios}${iocb.o_sync ? 's' : ''}` : ''));
      const calls = tasks.flatMap((task) =>
        task.calls.map((c) => ('io_getevents' in c ? `r${c.io_getevents.nr}` : 'w')),
      );
      return [...calls, ...requests].join(' ');
    });
    expect(told).toEqual([
      'r1',
      'r2',
      'w 1',
      'w 2',
      'w 1s',
      'w 2s',
      'w r1 1',
      'w r1 2',
      'w r1 1s',
      'w r2 1',
      'w r1 2s',
      'w r2 2',
      'w r2 1s',
      'w r2 2s',
    ]);
  });

  it('keep the first of several tasks that are alike', () => {
    const twoReaders = shipped.find(({ name }) => name === 'one-sub-two-readers') as Scenario;
    const names = [...subScenarios(twoReaders)].map(({ tasks }) => tasks.map(({ name }) => name).join(' '));
    expect(names).toEqual([
      'readerA',
      'submitter',
      'readerA readerB',
      'submitter',
      'submitter readerA',
      'submitter readerA',
      'submitter readerA readerB',
      'submitter readerA readerB',
    ]);
  });

  it('have no io_cancel of a request that is gone, and number it as the request', () => {
    const scenario = scenarioOf([write, queued], [{ io_submit: [0, 1] }], [{ io_cancel: 1 }, { io_cancel: 0 }]);
    const told = [...subScenarios(scenario)].map(({ tasks, iocbs }) => {
      const calls = tasks.flatMap((task) =>
        task.calls.map((c) => ('io_cancel' in c ? `cancel ${c.io_cancel}` : 'submit')),
      );
      return [...iocbs.map(({ op }) => op), ...calls].join(', ');
    });
    expect(told).toEqual([
      'queued, submit',
      'direct_write, submit',
      'direct_write, queued, submit',
      'queued, submit, cancel 0',
      'direct_write, submit, cancel 0',
      'direct_write, queued, submit, cancel 1',
      'direct_write, queued, submit, cancel 0',
      'direct_write, queued, submit, cancel 1, cancel 0',
    ]);
  });

  it('keep a request that is only cancelled in no scenario but the whole', () => {
    const scenario = scenarioOf([queued, write], [{ io_submit: [1] }], [{ io_cancel: 0 }], [{ io_destroy: true }]);
    const subs = [...subScenarios(scenario)];
    expect(subs.map(({ iocbs }) => iocbs.length)).toEqual([0, 1, 1, 2]);
    expect(subs.slice(0, -1).flatMap(({ tasks }) => tasks.map(({ name }) => name))).not.toContain('b');
  });

  it('come in the same order each time', () => {
    for (const scenario of shipped) expect([...subScenarios(scenario)]).toEqual([...subScenarios(scenario)]);
  });

  it('are the first few of each size where no more are wanted', () => {
    const scenario = scenarioOf([queued, write, write], [{ io_submit: [0, 1] }], [{ io_submit: [2] }], [read(1, 2)]);
    const seen = new Map<number, number>();
    const few = [...subScenarios(scenario)].filter((sub) => {
      const before = seen.get(sizeOf(sub)) ?? 0;
      seen.set(sizeOf(sub), before + 1);
      return before < 3;
    });
    expect([...subScenarios(scenario, 3)]).toEqual(few);
    expect(few.length).toBeGreaterThan(8);
  });

  it('come at once, however many there are', () => {
    const heavy: ScenarioIocb = { op: 'direct_write', bios: 4, o_sync: true, append: false };
    const iocbs = Array.from({ length: 6 }, () => heavy);
    const waits = [read(0, 1024), read(600, 1024)];
    const large = scenarioOf(iocbs, [{ io_submit: [0, 1, 2] }, read(2, 6)], [{ io_submit: [3, 4, 5] }], waits, [
      read(1, 6),
    ]);
    expectAtOnce(1000, large, 2);
  });

  it('come at once, however many of them would cancel what is gone', () => {
    const iocbs = Array.from({ length: 16 }, (_, id): ScenarioIocb => ({ op: 'retry', kicks: 1 + (id % 4) }));
    const cancels = iocbs.map((_, id): ScenarioCall => ({ io_cancel: id }));
    const submitter = [{ io_submit: iocbs.map((_, id) => id) }, read(1, 16)];
    expectAtOnce(200, scenarioOf(iocbs, submitter, cancels, cancels), 3);
  });
});

describe('the size of a scenario', () => {
  it('is how many tasks and requests it has', () => {
    expect(sizeOf(scenarioOf([write, write], [{ io_submit: [0, 1] }], [read(1, 1)], []))).toBe(5);
  });
});

describe('a scenario with the errors that came', () => {
  const scenario: Scenario = {
    ...scenarioOf([write], [{ io_submit: [0] }]),
    faults: { invalidate: ['EIO', 'ENOSPC'], osync: ['EIO'], bio: [] },
  };

  it('lists those alone, by name or by number, in the old order', () => {
    expect(withOnlyFaults(scenario, { invalidate: ['ENOSPC'], osync: [-5] }).faults).toEqual({
      invalidate: ['ENOSPC'],
      osync: ['EIO'],
    });
    const both = withOnlyFaults(scenario, { invalidate: [-28, 0, 'EIO', -28] });
    expect(JSON.stringify(both.faults)).toBe('{"invalidate":["EIO","ENOSPC"]}');
  });

  it('lists no kind of which none came, and no error that it did not list', () => {
    expect(withOnlyFaults(scenario, { osync: [0], bio: ['EIO'], invalidate: ['EPERM'] })).toEqual({
      ...scenario,
      faults: {},
    });
    expect(scenario.faults).toHaveProperty('bio');
  });
});
