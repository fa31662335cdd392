/** Counting schedules against walking every one of them, and against plain BigInt arithmetic where they are too many. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndCounts } from '../../../properties/search/ends.ts';
import type { Graph } from '../../../properties/search/explore.ts';
import { Edges } from '../../../properties/search/edges.ts';
import { MemoryBudget } from '../../../properties/search/memory.ts';
import { countSchedules, type Schedules } from '../../../properties/search/schedules.ts';

type PlannedEnd = 'done' | 'stuck' | 'oops';

/** Targets by state; a state without any is terminal, with the end given for its number. */
interface Plan {
  readonly edges: readonly (readonly number[])[];
  readonly ends: readonly PlannedEnd[];
}

const endOf = ({ ends }: Plan, state: number): PlannedEnd => ends[state % ends.length] as PlannedEnd;

/** Expanded in their order, or backwards. */
function graphOf(plan: Plan, backwards = false): Graph {
  const graph = new Edges(new MemoryBudget());
  const states = [...plan.edges.keys()];
  for (const state of backwards ? states.toReversed() : states) {
    const next = plan.edges[state] as readonly number[];
    graph.expanded(state, next.length);
    for (const target of next) graph.targets.push(target);
    if (next.length === 0) graph.ends.set(state, endOf(plan, state));
  }
  return graph;
}

const summed = (byEnd: EndCounts<bigint>): Schedules => ({ all: byEnd.done + byEnd.stuck + byEnd.oops, byEnd });

/** Every path, one by one. */
function walk(plan: Plan, state = 0, byEnd: EndCounts<bigint> = { done: 0n, stuck: 0n, oops: 0n }): Schedules {
  const next = plan.edges[state] as readonly number[];
  if (next.length === 0) byEnd[endOf(plan, state)] += 1n;
  for (const target of next) walk(plan, target, byEnd);
  return summed(byEnd);
}

/** Paths counted in BigInt; `order` lists the states so that edges go forward. */
function count(plan: Plan, order: readonly number[]): Schedules {
  const paths: bigint[] = plan.edges.map((_, state) => (state === 0 ? 1n : 0n));
  const byEnd: EndCounts<bigint> = { done: 0n, stuck: 0n, oops: 0n };
  for (const state of order) {
    const here = paths[state] as bigint;
    const next = plan.edges[state] as readonly number[];
    if (next.length === 0) byEnd[endOf(plan, state)] += here;
    for (const target of next) paths[target] = (paths[target] as bigint) + here;
  }
  return summed(byEnd);
}

const ends = fc.array(fc.constantFrom<PlannedEnd>('done', 'stuck', 'oops'), { minLength: 1, maxLength: 4 });

/**
 * Acyclic graphs whose states are all reachable from state 0, numbered in any order, with edges that occur more than
 * once. `order` lists the states so that edges go forward.
 */
const acyclic = (maxStates: number, maxEdges: number): fc.Arbitrary<Plan & { readonly order: readonly number[] }> =>
  fc.integer({ min: 1, max: maxStates }).chain((states) =>
    fc
      .record({
        parents: fc.array(fc.nat(), { minLength: states - 1, maxLength: states - 1 }),
        more: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: maxEdges }),
        keys: fc.array(fc.nat(), { minLength: states, maxLength: states }),
        ends,
      })
      .map(({ parents, more, keys, ends: kinds }) => {
        const pairs: [number, number][] = parents.map((parent, i) => [parent % (i + 1), i + 1]);
        for (const [a, b] of more) {
          const [from, to] = [a % states, b % states];
          if (from !== to) pairs.push([Math.min(from, to), Math.max(from, to)]);
        }
        // A random renumbering that leaves state 0 where it is.
        const order = [0, ...keys.slice(1).map((_, i) => i + 1)];
        const others = order.slice(1).toSorted((a, b) => (keys[a] as number) - (keys[b] as number));
        const renamed = [0, ...others];
        const edges: number[][] = Array.from({ length: states }, () => []);
        for (const [from, to] of pairs) edges[renamed[from] as number]?.push(renamed[to] as number);
        return { edges, ends: kinds, order: renamed };
      }),
  );

/** A chain of `n` states with two ways from each to the next. */
const doubling = (n: number): Plan => ({
  edges: Array.from({ length: n + 1 }, (_, i) => (i === n ? [] : [i + 1, i + 1])),
  ends: ['done'],
});

describe('the count of schedules', () => {
  it('is that of walking every one of them, end by end', () => {
    fc.assert(
      fc.property(acyclic(9, 12), fc.boolean(), (plan, backwards) =>
        deepStrictEqual(countSchedules(graphOf(plan, backwards)), walk(plan)),
      ),
    );
  });
  it('is exact where they are too many to walk', () => {
    fc.assert(
      fc.property(acyclic(120, 900), (plan) => deepStrictEqual(countSchedules(graphOf(plan)), count(plan, plan.order))),
      { numRuns: 60 },
    );
  });
  it('is 1 for a single state', () => {
    const plan: Plan = { edges: [[]], ends: ['stuck'] };
    expect(countSchedules(graphOf(plan))).toEqual({ all: 1n, byEnd: { done: 0n, stuck: 1n, oops: 0n } });
  });
  it.each([31, 32, 33, 53, 63, 64, 65, 200, 1000])('is 2^%i after as many steps with two choices', (n) => {
    expect(countSchedules(graphOf(doubling(n)))?.all).toBe(2n ** BigInt(n));
  });
  it('carries from limb to limb', () => {
    // One path leaves at each of the 2^0 + ... + 2^63 ways into the states of a doubling chain, and 2^64 at its end.
    const edges = Array.from({ length: 64 }, (_, i) => [i + 1, i + 1, 65]);
    const plan: Plan = { edges: [...edges, [65], []], ends: ['done'] };
    expect(countSchedules(graphOf(plan))?.all).toBe(2n ** 65n - 1n);
  });
  it('is exact even where it is greater than any double', () => {
    expect(countSchedules(graphOf(doubling(1100)))?.all).toBe(2n ** 1100n);
  });

  it('is null when one edge leads back', () => {
    const looping = fc.tuple(acyclic(9, 12), fc.nat(), fc.nat()).map(([{ edges, ends: kinds, order }, a, b]): Plan => {
      const [i, j] = [a % order.length, b % order.length];
      const [early, late] = [order[Math.min(i, j)] as number, order[Math.max(i, j)] as number];
      // On a path from `early` to `late`, if need be made here, and back.
      const more = edges.map((next) => [...next]);
      if (early !== late) more[early]?.push(late);
      more[late]?.push(early);
      return { edges: more, ends: kinds };
    });
    fc.assert(fc.property(looping, (plan) => deepStrictEqual(countSchedules(graphOf(plan)), null)));
  });
});
