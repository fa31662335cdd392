import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { readScenario } from '../../../model/scenarios/format/scenario-schema.ts';
import { type ScenarioConstraints, scenarios } from '../../../properties/aio/scenario-arbitrary.ts';
import { arbitraryLaws } from '../arbitrary-laws.ts';
import {
  SAMPLES,
  samples,
  calls,
  reads,
  submits,
  synced,
  cancels,
  destroys,
  errors,
  isSmaller,
  isValid,
  small,
} from './drawn-scenarios.ts';

const called = (scenario: Scenario, name: string) => scenario.tasks.filter((task) => task.name.startsWith(name));
const isCancellable = ({ iocbs }: Scenario): boolean => iocbs.some((iocb) => iocb.op === 'queued' && iocb.cancellable);
const readers = (scenario: Scenario) => called(scenario, 'reader');

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
    { ...small, iocbs: [{ op: 'retry', kicks: 3 }] },
    { ...small, iocbs: [{ op: 'retry' }] },
    { ...small, tasks: [{ name: 'canceller', calls: [{ io_cancel: 1 }] }] },
    { ...small, other: 1 },
  ],
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
      'several bios': ({ iocbs }) => iocbs.some((iocb) => 'bios' in iocb && iocb.bios > 1),
      'a retry': ({ iocbs }) => iocbs.some(({ op }) => op === 'retry'),
      'several kicks': ({ iocbs }) => iocbs.some((iocb) => 'kicks' in iocb && iocb.kicks > 1),
      'a queued request that can be cancelled': isCancellable,
      'a queued request that cannot': ({ iocbs }) => iocbs.some((iocb) => iocb.op === 'queued' && !iocb.cancellable),
      'the last reference to a file': ({ iocbs }) => iocbs.some(({ file }) => file === 'last'),
      'an error of the invalidation': ({ faults }) => faults.invalidate !== undefined,
      'an error of the flush': ({ faults }) => faults.osync !== undefined,
      'an error of a bio': ({ faults }) => faults.bio !== undefined,
      'all kinds of error': ({ faults }) => Object.keys(faults).length === 3,
      'two errors of one kind': (s) => errors(s).some((names) => names.length === 2),
      'no errors': ({ faults }) => Object.keys(faults).length === 0,
      'no other task than a submitter': (s) => s.tasks.length === 1,
      'a reader': (s) => readers(s).length === 1,
      'several readers': (s) => readers(s).length > 1,
      'several submitters': (s) => called(s, 'submitter').length > 1,
      'a canceller': (s) => called(s, 'canceller').length === 1,
      'a submitter that cancels': (s) => cancels(s).length > 0 && called(s, 'canceller').length === 0,
      'several io_cancels': (s) => cancels(s).length > 1,
      'a destroyer': (s) => called(s, 'destroyer').length === 1,
      'a submitter that destroys': (s) => destroys(s) && called(s, 'destroyer').length === 0,
      signals: (s) => reads(s).some(({ signals }) => signals === 'may'),
      'a call that is repeated': (s) => reads(s).some(({ until }) => until !== undefined),
      'a reaper': (s) => called(s, 'reaper').length === 1,
      'a context that a task makes': (s) => calls(s).some((call) => 'io_setup' in call),
      'a request that is done synchronously': (s) => calls(s).some((call) => 'sync_io' in call),
      'tasks that exit': (s) => calls(s).some((call) => 'exit' in call),
      'a timeout': (s) => reads(s).some(({ timeout }) => timeout === 'may'),
      'a submitter that reads': (s) => reads({ ...s, tasks: called(s, 'submitter') }).length > 0,
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

  it('submit every request or do it synchronously, each from one task, and have no idle task', () => {
    for (const scenario of all) {
      const ids = [...submits(scenario).flat(), ...synced(scenario)];
      expect(ids.toSorted((a, b) => a - b)).toEqual(scenario.iocbs.map((_, id) => id));
      expect(scenario.tasks.filter((task) => task.calls.length === 0)).toEqual([]);
      expect(submits(scenario).filter((batch) => batch.length === 0)).toEqual([]);
    }
  });

  it('mostly ask for events that may come', () => {
    const asked = all.flatMap((s) => reads(s).map(({ min_nr, nr }) => min_nr <= nr && nr <= s.iocbs.length));
    expect(asked.filter(Boolean).length / asked.length).toBeGreaterThan(0.9);
  });

  it('cancel only where a driver can, and then mostly', () => {
    const [can, cannot] = [all.filter(isCancellable), all.filter((s) => !isCancellable(s))];
    expect(cannot.filter((s) => cancels(s).length > 0)).toEqual([]);
    expect(can.filter((s) => cancels(s).length > 0).length / can.length).toBeGreaterThan(0.6);
  });

  it('seldom destroy the context, and once at most', () => {
    const often = all.filter(destroys).length;
    expect(often).toBeGreaterThan(SAMPLES / 20);
    expect(often).toBeLessThan(SAMPLES / 6);
    expect(all.filter((s) => calls(s).filter((call) => 'io_destroy' in call).length > 1)).toEqual([]);
  });

  it('list errors only where some request can meet them', () => {
    const unmet = all.filter(({ faults, iocbs }) => {
      const writes = iocbs.filter((iocb) => iocb.op === 'direct_write');
      return (
        (faults.invalidate && writes.length === 0) ||
        (faults.osync && !writes.some((write) => write.o_sync)) ||
        (faults.bio && iocbs.every(({ op }) => op !== 'direct_write' && op !== 'direct_read'))
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
