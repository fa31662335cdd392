/** Probabilistic concurrency testing: where priorities change, and that mistakes are found as often as is promised. */
import { describe, expect, it } from 'vitest';
import { type Machine, PackedMachine } from '../../../model/core/index.ts';
import { pct, type Strategy, uniform } from '../../../properties/search/strategies.ts';
import { walk } from '../../../properties/search/walk.ts';
import { act, nothing, tinyModel, when } from '../../models/tiny-kernel.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { chain, overheard } from './schedules-by-hand.ts';

/** Contexts that never wait and never touch anything. */
const idlers = (contexts: number, length: number): Machine =>
  new PackedMachine(tinyModel(Array.from({ length: contexts }, (_, i) => chain(`idler${i}`, length, nothing))));

describe('PCT', () => {
  it.each([1, 2, 3, 4])('of depth %i changes priorities at its random places and nowhere else', (depth) => {
    const length = 10;
    for (let seed = 0; seed < 200; seed++) {
      const machine = idlers(6, length);
      const random = overheard(seededRandom(seed));
      const picker = pct(depth)(machine, random);
      const all = machine.contexts.map((_, context) => context);
      // As if nobody ever finished: whoever goes is changed by a loss of priority alone.
      const picked = Array.from({ length: 6 * length + 1 }, () => {
        const context = picker.pick(all);
        picker.took?.(context);
        return context;
      });
      const changes = picked.flatMap((context, i) => (i > 0 && context !== picked[i - 1] ? [i] : []));
      const places = random.draws.filter(({ min, max }) => min === 1 && max === 6 * length).map(({ drawn }) => drawn);
      expect(places).toHaveLength(depth - 1);
      expect(changes).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      // Whoever fell behind comes no more while there are others.
      expect(new Set(picked).size).toBe(new Set(places).size + 1);
    }
  });

  it.each([1, 2, 3, 4])('of depth %i takes the step from nobody who can go more than depth - 1 times', (depth) => {
    const machine = idlers(3, 6);
    let most = 0;
    for (let seed = 0; seed < 500; seed++) {
      let preemptions = 0;
      let last: number | null = null;
      let lastCanGo = false;
      walk(machine, pct(depth), seededRandom(seed), (context) => {
        if (lastCanGo && context !== last) preemptions++;
        last = context;
        lastCanGo = machine.enabled(context);
      });
      most = Math.max(most, preemptions);
    }
    expect(most).toBe(depth - 1);
  });

  it('begins with every order of priorities as often', () => {
    const machine = idlers(3, 2);
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order: number[] = [];
      walk(machine, pct(1), seededRandom(seed), (context) => order.push(context));
      counts.set(order.join(''), (counts.get(order.join('')) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(['001122', '002211', '110022', '112200', '220011', '221100']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(100);
  });

  it('lets whoever has the highest priority of those that can go take the step', () => {
    // The one waits for the other's last step, so their order does not depend on priorities.
    const waits = chain('waits', 2, nothing, { 1: when((k) => k.root(0).flag) });
    const sets = chain('sets', 3, nothing, { 3: act((k) => void (k.root(0).flag = true)) });
    const machine = new PackedMachine(tinyModel([waits, sets]));
    for (let seed = 0; seed < 50; seed++) {
      const order: number[] = [];
      walk(machine, pct(1), seededRandom(seed), (context) => order.push(context));
      expect(order.join('')).toBe('11100');
    }
  });
});

const PAD = 12;
const set = (flag: boolean) => act((k) => void (k.root(0).flag = flag));

/** Mistakes by the number of ordered pairs of steps that bring them about; the rest of the steps only take time. */
const mistakes = {
  /** The check comes late in its context, the store first in the other: store < check is usual, check < store rare. */
  1: () => [
    chain('stores', PAD, nothing, { 1: set(true) }),
    chain('checks', PAD, nothing, { [PAD]: act((k) => k.BUG_ON(!k.root(0).flag)) }),
  ],
  /** The check, which is the first step, between two steps late in the other: set < check < clear. */
  2: () => [
    chain('stores', PAD + 1, nothing, { [PAD]: set(true), [PAD + 1]: set(false) }),
    chain('checks', PAD, nothing, { 1: act((k) => k.BUG_ON(k.root(0).flag)) }),
  ],
  /** As before, and the next step after the other's last: set < look < clear, latch < check. */
  3: () => [
    chain('stores', PAD + 3, nothing, {
      [PAD - 3]: set(true),
      [PAD - 2]: set(false),
      [PAD + 3]: act((k) => void (k.root(0).latch = true)),
    }),
    chain('checks', PAD, nothing, {
      1: act((k, f) => void (f.a = Number(k.root(0).flag))),
      2: act((k, f) => k.BUG_ON(f.a === 1 && k.root(0).latch)),
    }),
  ],
} as const;

const found = (machine: Machine, strategy: Strategy, tries: number): number => {
  const random = seededRandom(2007);
  let count = 0;
  for (let i = 0; i < tries; i++) {
    walk(machine, strategy, random, () => undefined);
    if (machine.halted() !== null) count++;
  }
  return count;
};

const among = [
  { depth: 1, bystanders: 0, tries: 2000 },
  { depth: 1, bystanders: 2, tries: 2000 },
  { depth: 2, bystanders: 0, tries: 4000 },
  { depth: 2, bystanders: 1, tries: 8000 },
  { depth: 3, bystanders: 0, tries: 100_000 },
] as const;

function machineOf({ depth, bystanders }: (typeof among)[number]): Machine {
  const others = Array.from({ length: bystanders }, (_, i) => chain(`other${i}`, 4, nothing));
  return new PackedMachine(tinyModel([...mistakes[depth](), ...others]));
}

describe.each(among)('a mistake of depth $depth with $bystanders others about', (of) => {
  const { depth, bystanders, tries } = of;
  const machine = machineOf(of);
  // All of its schedules have as many steps, but for those that the mistake ends.
  let steps = 0;
  const n = 2 + bystanders;
  const k = (() => {
    walk(machine, pct(1), { nextInt: (_, max) => max }, () => void steps++);
    return depth === 1 ? 2 * PAD + 4 * bystanders : steps;
  })();
  const promised = tries / (n * k ** (depth - 1));

  it('is found by PCT of that depth at least as often as is promised, and more often than by even picks', () => {
    const [byPct, byUniform] = [found(machine, pct(depth), tries), found(machine, uniform, tries)];
    console.log(
      `depth ${depth}, ${n} contexts, ${k} steps: PCT ${byPct}, uniform ${byUniform} of ${tries}; promised ${promised.toFixed(1)}`,
    );
    // Three standard deviations of a count.
    expect(byPct).toBeGreaterThan(promised - 3 * Math.sqrt(promised));
    expect(byPct).toBeGreaterThan(10 * byUniform);
  });
});

it.each(among.filter(({ depth }) => depth > 1))(
  'a mistake of depth $depth with $bystanders others about is never found by PCT of less depth',
  (of) => {
    expect(found(machineOf(of), pct(of.depth - 1), 4000)).toBe(0);
  },
);
