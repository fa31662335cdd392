/** Reachable states the plain way, all or one of each orbit, to hold the two against each other. */
import type { Canonical, PackedMachine } from '../../../model/core/index.ts';
import { Expansion } from '../../../properties/search/expansion.ts';
import { endOf } from '../../../properties/search/explore.ts';
import { StateTable } from '../../../properties/search/state-table.ts';

/** Every state that the machine reaches; with `canonical`, of each orbit the least. */
export function statesOf(machine: PackedMachine, canonical?: Canonical): StateTable {
  const table = new StateTable(machine.width);
  const words = new Uint32Array(machine.width);
  const onSuccessor = () => {
    canonical?.canonicalise();
    machine.save(words, 0);
    table.add(words);
  };
  const expansion = new Expansion(machine, { onSuccessor, onIntermediate: () => {}, onFinding: () => {} }, null);
  machine.reset();
  onSuccessor();
  for (let at = 0; at < table.size; at++) {
    machine.restore(table.goTo(at), 0);
    expansion.expand();
  }
  return table;
}

/** The least states of the orbits that these are of. */
export function folded(machine: PackedMachine, states: StateTable, canonical: Canonical): StateTable {
  const table = new StateTable(machine.width);
  const words = new Uint32Array(machine.width);
  for (let at = 0; at < states.size; at++) {
    machine.restore(states.goTo(at), 0);
    canonical.canonicalise();
    machine.save(words, 0);
    table.add(words);
  }
  return table;
}

/** How many of these are not among those. */
export function missing(these: StateTable, those: StateTable): number {
  let count = 0;
  for (let at = 0; at < these.size; at++) {
    if (those.find(Uint32Array.from(these.goTo(at))) < 0) count++;
  }
  return count;
}

/** How often the schedule ends in which way, by states. */
export function endsOf(machine: PackedMachine, states: StateTable): Record<string, number> {
  const ends: Record<string, number> = {};
  for (let at = 0; at < states.size; at++) {
    machine.restore(states.goTo(at), 0);
    if (machine.enabledContexts().length > 0) continue;
    const end = endOf(machine);
    ends[end] = (ends[end] ?? 0) + 1;
  }
  return ends;
}
