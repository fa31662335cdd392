/** Partial order sampling: whose priorities stay, and whose are drawn anew. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, PackedMachine } from '../../../model/core/index.ts';
import { pos, type Strategy, uniform } from '../../../properties/search/strategies.ts';
import { randomTurns, walk } from '../../../properties/search/walk.ts';
import { act, nothing, tinyModel } from '../../models/tiny-kernel.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { chain, overheard, wordsOf } from './schedules-by-hand.ts';

const machineOf = (...entries: AnyProc[]) => new PackedMachine(tinyModel(entries));

const readsFlag = act((k, f) => void (f.a = Number(k.root(0).flag)));
const writesFlag = act((k) => void (k.root(0).flag = true));
const writesLatch = act((k) => void (k.root(0).latch = true));
const LENGTH = 10;

/** How many priorities were drawn on the way, and how many contexts could have gone, summed over all steps. */
function drawsOf(one: ReturnType<typeof act>, other: ReturnType<typeof act>) {
  const machine = machineOf(chain('one', LENGTH, one), chain('other', LENGTH, other));
  return Array.from({ length: 50 }, (_, seed) => {
    const random = overheard(seededRandom(seed));
    const left = [LENGTH, LENGTH];
    let able = 0;
    walk(machine, pos, random, (context) => {
      able += left.filter((steps) => steps > 0).length;
      left[context] = (left[context] as number) - 1;
    });
    return { draws: random.draws.length, able };
  });
}

describe('POS', () => {
  it.each([
    ['touch nothing', nothing, nothing],
    ['touch different cells', writesFlag, writesLatch],
    ['read the same cell', readsFlag, readsFlag],
  ])('draws one priority for each step where steps %s', (_, one, other) => {
    for (const { draws } of drawsOf(one, other)) expect(draws).toBe(2 * LENGTH);
  });

  it.each([
    ['write the same cell', writesFlag, writesFlag],
    ['write what others read', writesFlag, readsFlag],
    ['read what others write', readsFlag, writesFlag],
  ])('draws all priorities anew after each step where steps %s', (_, one, other) => {
    for (const { draws, able } of drawsOf(one, other)) expect(draws).toBe(able);
  });

  it('keeps the priorities of those that do not race with the step that was taken', () => {
    // Only the first two race.
    const machine = machineOf(chain('a', 1, writesFlag), chain('b', 1, writesFlag), chain('c', 1, writesLatch));
    for (let seed = 0; seed < 100; seed++) {
      const random = overheard(seededRandom(seed));
      const order = randomTurns(machine, pos, random).map(({ context }) => context);
      // One for each at the start, and one more for whichever of the first two did not go first.
      expect(random.draws).toHaveLength(4);
      const [a = 0, b = 0, c = 0, again = 0] = random.draws.map(({ drawn }) => drawn);
      const [first, second] = a > b ? [0, 1] : [1, 0];
      const afterFirst = again > c ? [first, second, 2] : [first, 2, second];
      expect(order).toEqual(c > Math.max(a, b) ? [2, first, second] : afterFirst);
    }
  });

  /** How often whoever takes the first step takes the next `more` steps, too. */
  const goesOn = (strategy: Strategy, step: ReturnType<typeof act>, more: number): number => {
    const machine = machineOf(chain('one', LENGTH, step), chain('other', LENGTH, step));
    const tries = 10_000;
    const random = seededRandom(2007);
    let count = 0;
    for (let i = 0; i < tries; i++) {
      const turns = randomTurns(machine, strategy, random).slice(0, 1 + more);
      if (turns.every(({ context }) => context === turns[0]?.context)) count++;
    }
    return count / tries;
  };

  it('lets contexts that do not race go on for longer than even picks do', () => {
    // A priority that lost once is likely to be low: of n drawn, the kept one is least with probability 2 / n.
    for (const more of [1, 2, 4]) {
      expect(goesOn(pos, nothing, more)).toBeCloseTo(2 / (2 + more), 1.5);
      expect(goesOn(uniform, nothing, more)).toBeCloseTo(1 / 2 ** more, 1.5);
    }
  });

  it('is as even as even picks where all steps race', () => {
    for (const more of [1, 2, 4]) expect(goesOn(pos, writesFlag, more)).toBeCloseTo(1 / 2 ** more, 1.5);
  });

  it('looks at what a step would do and leaves the machine where it was', () => {
    const machine = machineOf(chain('one', LENGTH, writesFlag), chain('other', LENGTH, readsFlag));
    machine.reset();
    const picker = pos(machine, seededRandom(1));
    for (let step = 0; step < LENGTH; step++) {
      const before = wordsOf(machine);
      const context = picker.pick([0, 1].filter((one) => machine.enabled(one)));
      expect(wordsOf(machine)).toBe(before);
      expect(machine.recorded()).toBeNull();
      machine.script.length = 0;
      machine.fire(context);
      picker.took?.(context);
    }
  });
});
