/** Models whose answers are known from elsewhere, or from a few lines of plain TypeScript, searched on both machines. */
import { describe, expect, it } from 'vitest';
import { type Machine, PackedMachine } from '../../../model/core/index.ts';
import { type End, endOf, explore, type Visitor } from '../../../properties/search/explore.ts';
import { countSchedules } from '../../../properties/search/schedules.ts';
import { bothMachines } from '../../models/machines.ts';
import { naivePeterson, naivePhilosophers, naiveTwoPhaseCommit } from '../../models/naive-models.ts';
import { type Naive, shortestTo, tally } from '../../models/naive-search.ts';
import { inCriticalSection, peterson, storesSwapped } from '../../../docs/examples/peterson.ts';
import { philosophers, type Table } from '../../../docs/examples/philosophers.ts';
import { commitsEarly, isConsistent, type Kernel, twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';

/** Explores and counts everything that there is to count. */
function survey(machine: Machine, visitor: Visitor = {}) {
  const { states, transitions, depth, ends, clipped, graph } = explore(machine, visitor, { keepGraph: true });
  return { states, transitions, depth, ends, clipped, schedules: graph && countSchedules(graph) };
}

/** What `survey` must say when the naive search says this. */
function surveyOf({ depths, transitions, ends, schedules }: Naive) {
  const byEnd = (end: End) => schedules?.get(end) ?? 0n;
  const counts = { done: byEnd('done'), stuck: byEnd('stuck'), oops: byEnd('oops') };
  return {
    states: depths.size,
    transitions,
    depth: Math.max(...depths.values()),
    ends: tally(ends.values()),
    clipped: null,
    schedules: schedules && { all: counts.done + counts.stuck + counts.oops, byEnd: counts },
  };
}

describe.each(bothMachines)('the %s machine', (_, make) => {
  describe("on Peterson's lock", () => {
    it('finds the 42 states, 76 transitions and depth 11 that TLC finds, and no end and a cycle', () => {
      const ends = { done: 0, stuck: 0, oops: 0 };
      const counted = { states: 42, transitions: 76, depth: 10, ends, clipped: null, schedules: null };
      expect(survey(make(peterson(null)))).toEqual(counted);
    });
    it.each([1, 2, 3])('agrees with a few lines of TypeScript when each process enters %i times', (rounds) => {
      expect(survey(make(peterson(rounds)))).toEqual(surveyOf(naivePeterson(rounds)));
    });
    it('never finds two processes in the critical section, and finds one there', () => {
      const machine = make(peterson(null));
      const crowds = new Set<number>();
      survey(machine, { state: () => crowds.add(inCriticalSection(machine.situation)) });
      expect(crowds).toEqual(new Set([0, 1]));
    });
    it('finds both in the critical section after 8 steps once the two stores have changed places', () => {
      const path = shortestTo(
        make(peterson(null, storesSwapped)),
        (machine) => inCriticalSection(machine.situation) === 2,
      );
      expect(path).toHaveLength(8);
    });
  });

  describe('on two-phase commit', () => {
    it('finds the 288 states, 1145 transitions and depth 11 that TLC finds for 3 managers, and a cycle', () => {
      const { states, transitions, depth, schedules } = survey(make(twoPhaseCommit(3)));
      expect({ states, transitions, depth, schedules }).toEqual({
        states: 288,
        transitions: 1145,
        depth: 10,
        schedules: null,
      });
    });
    it('finds the 8832 states that TLC finds for 5 managers', () => {
      expect(explore(make(twoPhaseCommit(5)), {}).states).toBe(8832);
    });
    it('agrees with a few lines of TypeScript when the turns that change nothing are left out', () => {
      const found = survey(make(twoPhaseCommit(3, { onlyChanges: true })));
      expect(found).toEqual(surveyOf(naiveTwoPhaseCommit(3)));
      // All committed, or all aborted: each of the three then has prepared and been heard, prepared only, or neither.
      expect({ states: found.states, ends: found.ends.done }).toEqual({ states: 288, ends: 1 + 3 ** 3 });
    });
    it('never finds one manager committed and another aborted', () => {
      const machine = make(twoPhaseCommit(3));
      const verdicts = new Set<boolean>();
      survey(machine, { state: () => verdicts.add(isConsistent(machine.inspect as Kernel)) });
      expect(verdicts).toEqual(new Set([true]));
    });
    it('finds them so once the transaction manager commits on the first vote', () => {
      const path = shortestTo(
        make(twoPhaseCommit(3, { patch: commitsEarly })),
        (machine) => !isConsistent(machine.inspect as Kernel),
      );
      // One prepares and is received, another aborts, the transaction commits, the first is told.
      expect(path).toHaveLength(5);
    });
  });

  describe('on the dining philosophers', () => {
    const tables: [number, Table, number][] = [
      [2, 'all left-handed', 2],
      [3, 'all left-handed', 6],
      [4, 'all left-handed', 24],
      [2, 'the last right-handed', 0],
      [3, 'the last right-handed', 0],
      [4, 'the last right-handed', 0],
    ];
    it.each(tables)(
      'finds of %i, %s, the %i schedules that deadlock, as a few lines of TypeScript do',
      (n, table, stuck) => {
        const found = survey(make(philosophers(n, table)));
        expect(found).toEqual(surveyOf(naivePhilosophers(n, table)));
        expect(found.schedules?.byEnd.stuck).toBe(BigInt(stuck));
        expect(found.ends.stuck).toBe(stuck === 0 ? 0 : 1);
      },
    );
    it('leads to the deadlock by the shortest way: each takes the fork on his left', () => {
      const isStuck = (machine: Machine) =>
        machine.contexts.every((__, i) => !machine.enabled(i)) && endOf(machine) === 'stuck';
      const path = shortestTo(make(philosophers(4, 'all left-handed')), isStuck);
      expect(path?.map(({ context }) => context)).toEqual([0, 1, 2, 3]);
    });
  });
});

it('the packed machine finds the 50816 states that the specification of two-phase commit tells of for 6 managers', () => {
  expect(explore(new PackedMachine(twoPhaseCommit(6)), {}).states).toBe(50816);
});
