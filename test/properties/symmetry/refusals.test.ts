/** Symmetries that are none: trying them out must tell, and a search that believed them would go wrong. */
import { describe, expect, it } from 'vitest';
import { type Model, PackedMachine, type Permutation } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { symmetryOf } from '../../../model/symmetries.ts';
import { canonical as textOf } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import type { Reductions } from '../../../properties/search/reduction.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { pairs } from '../../models/pairs.ts';
import { peterson } from '../../../docs/examples/peterson.ts';
import { kernel } from '../aio/decide.ts';
import { folded, missing, statesOf } from './quotient.ts';
import { orderOf, tried } from './trying.ts';
import { dw, scenarioOf } from './worlds.ts';

/** How many of the permutations are left when they were tried, with the identity. */
const left = (model: Model): number => orderOf(tried(new PackedMachine(model)).canonical);
const claiming = (model: Model, ...permutations: Permutation[]): Model => ({
  ...model,
  symmetry: () => ({ permutations }),
});

/** Two direct writes, of which only the second is flushed; with the symmetry of two that are the same. */
function mistaken() {
  const twoOf = (o_sync: boolean) =>
    worldOf(
      scenarioOf({
        iocbs: [dw(), dw({ o_sync })],
        calls: [[{ io_submit: [0] }], [{ io_submit: [1] }]],
        faults: { osync: ['EIO'] },
        ring_nr: 3,
      }),
    );
  const model = closeWorld(twoOf(true), kernel('post-eiocbqueued'));
  return { ...model, symmetry: () => symmetryOf(twoOf(false), model) };
}

describe('trying a symmetry out', () => {
  it('finds nothing wrong with one that is there', () => {
    expect(left(pairs(3))).toBe(6);
    expect(left(pairs(3, 'struct node *', 'allocates twice'))).toBe(6);
  });
  it('refuses requests of different kinds', () => {
    expect(left(mistaken())).toBe(1);
  });
  it('refuses where a local holds an id and does not say so', () => {
    expect(left(pairs(2, 'int'))).toBe(1);
  });
  it('refuses where a field holds an id and does not say so', () => {
    expect(left(claiming(peterson(1), { pools: { process: [1, 0] }, contexts: [1, 0] }))).toBe(1);
  });
  it('refuses where objects change places and contexts do not', () => {
    expect(left(claiming(pairs(2), { pools: { node: [1, 0] }, contexts: [0, 1] }))).toBe(1);
    expect(left(claiming(pairs(2), { pools: {}, contexts: [1, 0] }))).toBe(1);
  });
  it('refuses what is no group, and what cannot be told', () => {
    const turn: Permutation = { pools: { node: [1, 2, 0] }, contexts: [1, 2, 0] };
    expect(left(claiming(pairs(3), turn))).toBe(1);
    expect(left(pairs(2, 'struct page *'))).toBe(1);
  });
  it('keeps of a group what is one, where one that holds is mixed with one that does not', () => {
    // Of all orders of three nodes only the first two may change places, if the third user is another.
    const three = pairs(3);
    const [first, second, third] = three.contexts;
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    const other: Model = { ...three, contexts: [first, second, { ...third, atomic: true }] };
    expect(left(other)).toBe(2);
  });
  it('says so where there is none', () => {
    const { symmetry: _, ...without } = pairs(2);
    expect(left(without)).toBe(1);
    expect(left(closeWorld(worldOf(shippedScenario('dw1')), kernel('2.6.20')))).toBe(1);
  });
  it('leaves the machine in the initial state', () => {
    const model = mistaken();
    const machine = new PackedMachine(model);
    tried(machine);
    const [words, start] = [new Uint32Array(machine.width), new Uint32Array(machine.width)];
    machine.save(words, 0);
    machine.reset();
    machine.save(start, 0);
    expect(words).toEqual(start);
  });
});

describe('believed without being tried, a symmetry that is none', () => {
  it('makes a search miss outcomes or invent them, and reach states that are not there', () => {
    const model = mistaken();
    const machine = new PackedMachine(model);
    const canonical = machine.canonical(model.symmetry());
    const outcomes = (reductions?: Reductions) => outcomeSet(machine, { reductions }).outcomes.map(textOf);
    const all = outcomes();
    expect(outcomes({ from: 0, canonicalOf: () => canonical })).not.toEqual(all);
    expect(outcomes({ from: 0 })).toEqual(all);
  });
  it('shows in the states', () => {
    const model = pairs(2, 'int');
    const machine = new PackedMachine(model);
    const canonical = machine.canonical(model.symmetry?.() ?? { permutations: [] });
    const quotient = statesOf(machine, canonical);
    const orbits = folded(machine, statesOf(machine), canonical);
    expect(missing(quotient, orbits) + missing(orbits, quotient)).toBeGreaterThan(0);
  });
});
