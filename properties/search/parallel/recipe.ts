/** How every thread of a parallel search comes to the same machine: functions cannot be sent, so each thread imports them. */
import type { Finding, PackedMachine } from '../../../model/core/index.ts';
import type { End } from '../ends.ts';
import type { Turn } from '../turn.ts';

/**
 * Judges what its worker comes upon, which is a part of all that there is, and reports that part in the end. It is called with the
 * machine in the state spoken of, and must leave it there. `steps` are those of the schedule that led there, a shortest one.
 */
export interface Judge<R = unknown> {
  /** A state is reached for the first time. */
  state?(row: number, steps: number): void;
  terminal?(row: number, end: End, steps: number): void;
  /** A turn from row `from` came upon something; the machine is where the turn led. */
  found?(from: number, turn: Turn, steps: number, finding: Finding): void;
  /** Whatever a message can hold. */
  report(): R;
}

/** What a recipe makes: a machine that has taken no step yet, and its judge. */
export interface Built {
  readonly machine: PackedMachine;
  readonly judge: Judge;
}

/** The function `name` of the module at the URL, called with `data`, gives `Built`, or a promise of it. */
export interface Recipe {
  readonly module: string;
  readonly name: string;
  /** Whatever a message can hold. */
  readonly data: unknown;
}

export async function build({ module, name, data }: Recipe): Promise<Built> {
  const exported = (await import(module)) as Record<string, (data: unknown) => Built | Promise<Built>>;
  const builder = exported[name];
  if (builder === undefined) throw new Error(`${module} exports no ${name}`);
  return builder(data);
}
