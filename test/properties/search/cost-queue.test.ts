/** Costs of schedules as numbers, and the queue against a sorted array. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCost, type Cost, costOf, CostQueue, stepCost } from '../../../properties/search/cost-queue.ts';
import type { Turn } from '../../../properties/search/turn.ts';

/** What a cost must be as a number. */
const asNumber = ({ faults, switches, steps }: Cost): number => faults * 2 ** 32 + switches * 2 ** 16 + steps;

const cost: fc.Arbitrary<Cost> = fc.record(
  { faults: fc.nat(40), switches: fc.nat(10_000), steps: fc.nat(10_000) },
  { noNullPrototype: true },
);
const seed = 2007;
const turn: fc.Arbitrary<Turn> = fc.record({ context: fc.nat(2), script: fc.array(fc.nat(2), { maxLength: 3 }) });
const inOrder = ({ faults, switches, steps }: Cost) => [faults, switches, steps];

/** The parts of a schedule's cost, one by one. */
function counted(turns: readonly Turn[]): Cost {
  let [faults, switches] = [0, 0];
  for (const { script } of turns) for (const option of script) if (option > 0) faults++;
  for (let i = 1; i < turns.length; i++) if (turns[i]?.context !== turns[i - 1]?.context) switches++;
  return { faults, switches, steps: turns.length };
}

describe('a cost', () => {
  it('is a number and comes back from it', () => {
    fc.assert(
      fc.property(cost, (one) => deepStrictEqual(asCost(asNumber(one)), one)),
      { seed },
    );
  });

  it('is less by faults first, then by switches, then by steps', () => {
    const schedule = fc.array(turn, { maxLength: 8 });
    const ordered = fc.property(schedule, schedule, (some, others) => {
      const [one, other] = [inOrder(counted(some)), inOrder(counted(others))];
      const at = one.findIndex((part, i) => part !== other[i]);
      const sign = at < 0 ? 0 : Math.sign((one[at] as number) - (other[at] as number));
      expect(Math.sign(costOf(some) - costOf(others))).toBe(sign);
    });
    fc.assert(ordered, { seed });
  });

  it('of a schedule counts options other than the first, changes of context but not the beginning, and steps', () => {
    const told = fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
      expect(asCost(costOf(turns))).toEqual(counted(turns));
    });
    fc.assert(told, { seed });
  });

  it('of a step more adds up', () => {
    expect(asCost(stepCost([], false))).toEqual({ faults: 0, switches: 0, steps: 1 });
    expect(asCost(stepCost([0, 2, 0, 1], true))).toEqual({ faults: 2, switches: 1, steps: 1 });
  });
});

/** A push of a cost, or a pop. */
const moves = (costs: fc.Arbitrary<number>) =>
  fc.array(fc.oneof({ weight: 3, arbitrary: costs }, { weight: 2, arbitrary: fc.constant('pop' as const) }), {
    maxLength: 200,
  });

function expectSameAsSorted(made: readonly (number | 'pop')[]): void {
  const queue = new CostQueue<number>();
  let sorted: { cost: number; item: number }[] = [];
  const popBoth = () => deepStrictEqual(queue.pop(), sorted.shift()?.item);
  for (const [item, move] of made.entries()) {
    if (move !== 'pop') {
      queue.push(move, item);
      sorted = [...sorted, { cost: move, item }].toSorted((a, b) => a.cost - b.cost || a.item - b.item);
    } else if (sorted.length > 0) popBoth();
    deepStrictEqual(queue.least, sorted[0]?.cost ?? Number.POSITIVE_INFINITY);
  }
  while (sorted.length > 0) popBoth();
  deepStrictEqual(queue.least, Number.POSITIVE_INFINITY);
}

describe('the queue', () => {
  it('gives the cheapest first, and equals in the order in which they came, as a sorted array does', () => {
    fc.assert(fc.property(moves(fc.nat(10)), expectSameAsSorted), { seed, numRuns: 500 });
  });
  it('does so for costs that are all different', () => {
    fc.assert(fc.property(moves(cost.map(asNumber)), expectSameAsSorted), { seed, numRuns: 500 });
  });
  it('takes in what is cheaper than all that it gave', () => {
    expectSameAsSorted([5, 'pop', 3, 4, 'pop', 1, 'pop', 'pop', 'pop', 2]);
  });
  it('has nothing less than infinity, and nothing to give, when it is empty', () => {
    const queue = new CostQueue<string>();
    expect(queue.least).toBe(Number.POSITIVE_INFINITY);
    expect(() => queue.pop()).toThrow('nothing is queued');
    queue.push(1, 'a');
    expect(queue.pop()).toBe('a');
    expect(() => queue.pop()).toThrow('nothing is queued');
  });
});
