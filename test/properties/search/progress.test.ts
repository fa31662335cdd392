/** What a search tells of the way it went: its rounds, what it merged, and the steps that it took. */
import { describe, expect, it } from 'vitest';
import { actionsOf, PackedMachine } from '../../../model/core/index.ts';
import { type Exploration, explore, exploring } from '../../../properties/search/explore.ts';
import { peterson } from '../../../docs/examples/peterson.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';

const reductions = { watches: [], from: 0 };

describe('a search', () => {
  it('that leaves nothing out has a turn for each transition', () => {
    const found = explore(new PackedMachine(twoPhaseCommit(3)), {});
    expect(found).toMatchObject({ reduced: false, rounds: 0, before: null, queue: 0, turns: found.transitions });
  });

  it('that is reduced tells what was before, and merges steps', () => {
    const model = philosophers(4, 'the last right-handed');
    const full = explore(new PackedMachine(model), {});
    const found = explore(new PackedMachine(model), {}, { reductions });
    expect(found).toMatchObject({ clipped: null, reduced: true, queue: 0 });
    expect(found.before).toMatchObject({ states: 1, transitions: 0, reduced: false, rounds: 0 });
    expect(found.rounds).toBeGreaterThan(0);
    expect(found.states).toBeLessThan(full.states);
    expect(found.turns).toBeLessThanOrEqual(found.transitions);
  });

  it('that is reduced stops when it is told to', () => {
    const slices = exploring(new PackedMachine(twoPhaseCommit(5)), {}, { reductions });
    let next = slices.next();
    while (!next.done) next = slices.next(next.value.reduced ? 'stop' : undefined);
    const { clipped, reduced, states }: Exploration = next.value;
    expect({ clipped, reduced, states }).toEqual({ clipped: 'interrupted', reduced: true, states: 1 });
  });
});

describe('the steps that were taken', () => {
  const taken = (machine: PackedMachine) => [...(machine.stepsTaken() ?? [])].toSorted();

  it('are all there are where every one can be, whether or not the search is reduced', () => {
    for (const options of [{}, { reductions }]) {
      const model = peterson(2);
      const machine = new PackedMachine(model);
      explore(machine, {}, options);
      expect(taken(machine)).toEqual(actionsOf(model.program).toSorted());
    }
  });

  it('are those on the way, and are not forgotten when what steps do is observed', () => {
    const machine = new PackedMachine(peterson(2));
    expect(taken(machine)).toEqual([]);
    machine.reset();
    const { step } = machine.fire(0);
    expect(taken(machine)).toEqual([step]);
    machine.observe();
    expect(taken(machine)).toEqual([step]);
    const other = machine.fire(1).step;
    expect(taken(machine)).toEqual([...new Set([step, other])].toSorted());
  });

  it('are not known without a memo, or when it is full', () => {
    for (const memoWords of [0, 8]) {
      const machine = new PackedMachine(peterson(2), { memoWords });
      explore(machine, {});
      expect(machine.stepsTaken()).toBeNull();
    }
  });
});
