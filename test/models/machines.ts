/** The two machines side by side, for suites that hold of both, and short ways to look at where contexts stand. */
import { type Machine, type Model, PackedMachine, ReferenceMachine } from '../../model/core/index.ts';

/** For `describe.each(bothMachines)('the %s machine', (_, make) => ...)`. */
export const bothMachines: readonly [name: string, make: (model: Model) => Machine][] = [
  ['packed', (model) => new PackedMachine(model)],
  ['reference', (model) => new ReferenceMachine(model)],
];

/** Both, and the packed machine in the other ways that it can go about its steps. 4000 is a third of what the kernel needs. */
export const everyMachine: typeof bothMachines = [
  ...bothMachines,
  ['packed (memo soon full)', (model) => new PackedMachine(model, { memoWords: 4000 })],
  ['packed (no memo)', (model) => new PackedMachine(model, { memoWords: 0 })],
];

/** The number of the context called `name`. */
export const numberOf = (machine: Machine, name: string): number => machine.contexts.indexOf(name);

/** The label at which a context's innermost function stands; undefined once it has finished. */
export const labelOf = (machine: Machine, number: number): string | undefined => machine.stack(number).at(-1)?.label;

/** Lets the first context run until it has finished or cannot go on; the steps it took. */
export function stepsOf(machine: Machine): string[] {
  const steps: string[] = [];
  while (machine.enabled(0) && steps.length < 1000) steps.push(machine.fire(0).step);
  return steps;
}
