/** What a permutation does to states, and the least state of an orbit, on models small enough to look at every state. */
import { describe, expect, it } from 'vitest';
import { contextsUnder, NoSymmetry, PackedMachine, type Permutation, renameText } from '../../../model/core/index.ts';
import { after, generatorsOf, isIdentity } from '../../../model/core/symmetry/permutations.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { everyOrder, pairs } from '../../models/pairs.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { statesOf } from '../../properties/symmetry/quotient.ts';

const order = (...contexts: number[]): Permutation => ({ pools: { node: contexts }, contexts });
const wordsOf = (machine: PackedMachine): string => {
  const words = new Uint32Array(machine.width);
  machine.save(words, 0);
  return words.join();
};

describe('permutations', () => {
  it('are done one after the other', () => {
    const turned = order(1, 2, 0);
    const swapped = order(1, 0, 2);
    expect(after(swapped, turned)).toEqual(order(0, 2, 1));
    expect(after(turned, swapped)).toEqual(order(2, 1, 0));
    expect(isIdentity(after(turned, after(turned, turned)))).toBe(true);
  });
  it('are made of a few: all orders of four of at most three', () => {
    const all = everyOrder(4).map((contexts) => order(...contexts));
    const generators = generatorsOf(all.slice(1));
    expect(all).toHaveLength(24);
    expect(generators.length).toBeLessThanOrEqual(3);
  });
  it('that do not belong together are refused', () => {
    expect(() => generatorsOf([order(1, 2, 0)])).toThrow(NoSymmetry);
    expect(() => generatorsOf([order(1, 0, 2), order(0, 2, 1)])).toThrow(NoSymmetry);
  });
  it('rename what a text calls by pool and number, and nothing else', () => {
    const swapped = order(1, 0);
    expect(renameText('range:node[0] is before node[1]', swapped)).toBe('range:node[1] is before node[0]');
    expect(renameText('root[0].node[1] and knode[1] and node', swapped)).toBe('root[0].node[1] and knode[1] and node');
  });
  it('of the forks at a table make philosophers change places, where all are alike', () => {
    expect(contextsUnder(philosophers(3, 'all left-handed'), { fork: [1, 2, 0] }, {})).toEqual([1, 2, 0]);
    expect(contextsUnder(philosophers(3, 'all left-handed'), { fork: [1, 0, 2] }, {})).toBeNull();
    expect(contextsUnder(philosophers(3, 'the last right-handed'), { fork: [1, 2, 0] }, {})).toBeNull();
  });
});

/** What a permutation makes of a state written out, the long way. */
function renamed(state: ReturnType<PackedMachine['plain']>, ids: readonly number[]): unknown {
  type Node = { life: string; lock: number | null; owner: unknown; next: unknown };
  const id = (of: unknown) => (typeof of === 'number' && of >= 0 ? ids[of] : of);
  const under = <T>(all: readonly T[]): T[] => ids.map((_, i) => all[ids.indexOf(i)] as T);
  const nodes = state.pools['node'] as unknown as Node[];
  const [root] = state.pools['root'] as unknown as { lock: unknown; queue: number[]; first: unknown }[];
  return {
    halted: state.halted?.replace(/\d/, (digit) => String(ids[Number(digit)])) ?? null,
    pools: {
      node: under(nodes).map(({ life, lock, owner, next }) => ({
        life: life.replace(/\d/, (digit) => String(ids[Number(digit)])),
        lock: id(lock),
        owner: id(owner),
        next: id(next),
      })),
      root: [{ lock: id(root?.lock), queue: root?.queue.map(id), first: id(root?.first) }],
    },
    stacks: Object.fromEntries(
      under(Object.values(state.stacks)).map((stack, i) => [
        `user${i}`,
        stack.map(({ proc, label, locals }) => ({
          proc,
          label,
          locals: Object.fromEntries(Object.entries(locals).map(([name, value]) => [name, id(value)])),
        })),
      ]),
    ),
  };
}

describe.each(['clean', 'allocates twice'] as const)('states of three users, each of whom %s', (behaviour) => {
  const model = pairs(3, 'struct node *', behaviour);
  const machine = new PackedMachine(model);
  const canonical = machine.canonical(model.symmetry?.() ?? { permutations: [] });
  const states = statesOf(machine);
  const visit = (seen: () => void): void => {
    for (let at = 0; at < states.size; at++) {
      machine.restore(states.goTo(at), 0);
      seen();
    }
  };

  it('are permuted with all the names in them', () => {
    expect(states.size).toBeGreaterThan(500);
    visit(() => {
      const before = machine.plain();
      canonical.permutations.forEach((permutation, number) => {
        machine.rewind();
        canonical.apply(number);
        expect(machine.plain()).toEqual(renamed(before, permutation.contexts));
      });
    });
  });
  it('are taken back by rewinding', () => {
    visit(() => {
      const before = wordsOf(machine);
      canonical.canonicalise();
      machine.rewind();
      expect(wordsOf(machine)).toBe(before);
    });
  });
  it('have one canonical state for all of an orbit, which the permutation told of makes, and the orbit has its size', () => {
    visit(() => {
      const images = new Set<string>();
      const least = new Set<string>();
      const sizes = new Set<number>();
      for (const number of canonical.permutations.keys()) {
        machine.rewind();
        canonical.apply(number);
        images.add(wordsOf(machine));
        canonical.canonicalise();
        least.add(wordsOf(machine));
        sizes.add(canonical.orbit);
      }
      machine.rewind();
      const used = canonical.canonicalise();
      machine.rewind();
      canonical.apply(used);
      least.add(wordsOf(machine));
      expect(least.size).toBe(1);
      expect([...sizes]).toEqual([images.size]);
      expect(images.has([...least][0] ?? '')).toBe(true);
    });
  });
});

it('the same state is canonical whatever the machine did before', () => {
  const model = pairs(3);
  const symmetry = model.symmetry?.() ?? { permutations: [] };
  const fresh = new PackedMachine(model);
  const used = new PackedMachine(model);
  // Gives other numbers to the same stacks.
  for (const seed of [5, 6, 7]) walk(used, seed, () => {});
  const canonicals = [fresh.canonical(symmetry), used.canonical(symmetry)];
  for (let seed = 10; seed < 60; seed++) {
    const [one, other] = [fresh, used].map((machine, i) => {
      const plain: unknown[] = [];
      walk(machine, seed, () => {
        const words = new Uint32Array(machine.width);
        machine.save(words, 0);
        canonicals[i]?.canonicalise();
        plain.push(machine.plain());
        machine.restore(words, 0);
      });
      return plain;
    });
    expect(one).toEqual(other);
  }
});

/** A random schedule, the same of every machine. */
function walk(machine: PackedMachine, seed: number, visit: () => void): void {
  const random = seededRandom(seed);
  machine.reset();
  for (let able = machine.enabledContexts(); able.length > 0; able = machine.enabledContexts()) {
    machine.script.length = 0;
    machine.drawWith((n) => random.nextInt(0, n - 1));
    machine.fire(able[random.nextInt(0, able.length - 1)] as number);
    machine.drawWith(null);
    visit();
  }
}

describe('a symmetry is refused', () => {
  const machine = new PackedMachine(pairs(3));
  it('if it permutes what is not there, or not all of it', () => {
    const bad: Permutation[] = [
      { pools: { node: [1, 0] }, contexts: [1, 0, 2] },
      { pools: { fork: [1, 0] }, contexts: [1, 0, 2] },
      { pools: { node: [1, 0, 2] }, contexts: [1, 0] },
    ];
    for (const permutation of bad) expect(() => machine.canonical({ permutations: [permutation] })).toThrow(NoSymmetry);
  });
  it('if nobody says what a local refers to', () => {
    const unknown = pairs(2, 'struct page *');
    const symmetry = unknown.symmetry?.() ?? { permutations: [] };
    expect(() => new PackedMachine(unknown).canonical(symmetry)).toThrow('nobody says what a struct page * refers to');
    const told = { ...symmetry, types: { 'struct page *': 'node' } };
    expect(new PackedMachine(unknown).canonical(told).permutations).toHaveLength(2);
  });
});
