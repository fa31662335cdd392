/** Symmetry together with stubborn sets: what contexts may do is learnt from the steps of others. */
import { describe, expect, it } from 'vitest';
import { type Canonical, Images, Knowledge, PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { canonical as textOf } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { kernel } from '../aio/decide.ts';
import { statesOf } from './quotient.ts';
import { accepted } from './trying.ts';
import { symmetricWorlds } from './worlds.ts';

function open(name: string, patch: string) {
  const world = symmetricWorlds[name]?.[0];
  if (world === undefined) throw new Error(`there is no world ${name}`);
  const machine = new PackedMachine(closeWorld(world, kernel(patch)));
  return { machine, canonical: accepted(machine) };
}

/** Everything known of steps, as texts. */
function known(machine: PackedMachine, canonical: Canonical | undefined): string[] {
  const observation = machine.observe();
  statesOf(machine, canonical);
  if (observation === null) throw new Error('there is no memo');
  const { layout, questions, acquires, journal } = observation;
  const knowledge = new Knowledge(layout, acquires);
  const to = canonical === undefined ? knowledge : new Images(canonical, questions, knowledge);
  for (const step of journal.steps) to.step(step);
  for (const condition of journal.conditions) to.condition(condition);
  const { locksMisused, privacyBroken, unpinned } = knowledge;
  const broken = JSON.stringify([locksMisused, privacyBroken, [...unpinned].toSorted((a, b) => a - b)]);
  const texts = [...knowledge.localStates()]
    .flatMap(({ context, stack, transitions, awaits, chooses }) =>
      transitions.map(({ asked, answers, written, contents, next }) => {
        const sorted = (cells: readonly number[], held: readonly number[]) =>
          cells.map((cell, i) => [cell, held[i] as number] as const).toSorted(([a], [b]) => a - b);
        const told = [sorted(asked, answers), sorted(written, contents), next];
        return JSON.stringify([context, stack, told, [...awaits].toSorted((a, b) => a - b), chooses]);
      }),
    )
    .toSorted();
  return [broken, ...texts];
}

describe.each([
  ['two tasks, a buffered write each', '2.6.20'],
  ['two who cancel one request', 'post-eiocbqueued'],
  ['two tasks, the last reference of a file each', '2.6.20'],
  ['two who destroy the context', '2.6.20+put-context-twice'],
  ['three tasks, a buffered write each', 'post-eiocbqueued+wake'],
] as const)('%s under %s', (name, patch) => {
  it('is known as well from canonical states as from all', () => {
    const { machine, canonical } = open(name, patch);
    const all = known(machine, undefined);
    expect(known(machine, canonical)).toEqual(all);
  });

  it('has the same outcomes with stubborn sets in canonical states', () => {
    const { machine, canonical } = open(name, patch);
    const all = outcomeSet(machine).outcomes.map(textOf);
    const { outcomes, exploration } = outcomeSet(machine, { reductions: { from: 0 } });
    expect(exploration.renamings).toEqual(canonical.permutations);
    expect(outcomes.map(textOf)).toEqual(all);
  });
});
