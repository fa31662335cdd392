/** The two machines side by side, for suites that hold of both, and a short way to close a small model. */
import {
  type AnyProc,
  type Context,
  link,
  type Machine,
  type Model,
  PackedMachine,
  type Patch,
  ReferenceMachine,
  type Services,
  type Struct,
} from '../../model/core/index.ts';

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

export const unpatched: Patch = { name: 'unpatched', summary: 'the base as it is', hunks: [] };

export const context = (
  name: string,
  entry: AnyProc,
  args: Readonly<Record<string, number>> = {},
  idles = false,
): Context => ({ name, entry, args, idles });

export interface Parts<W> {
  readonly structs: Readonly<Record<string, Struct>>;
  readonly contexts: readonly Context[];
  /** Objects per pool; 1 where nothing is said. */
  readonly sizes?: Readonly<Record<string, number>>;
  readonly domains?: Readonly<Record<string, readonly number[]>>;
  readonly patch?: Patch;
  readonly world?: W;
  readonly init?: (k: Services<W>) => void;
}

export function close<W = null>({ structs, contexts, sizes, domains = {}, patch = unpatched, world, init }: Parts<W>) {
  const ones = Object.fromEntries(Object.keys(structs).map((name) => [name, 1]));
  const entries = contexts.map(({ entry }) => entry);
  const model: Model<W> = {
    world: (world ?? null) as W,
    shape: { structs, sizes: { ...ones, ...sizes }, domains, contexts: contexts.map(({ name }) => name) },
    program: link(entries, patch),
    contexts,
    init: init ?? (() => undefined),
  };
  return model as Model;
}

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
