/** The steps of which a schedule is made. */
import type { Machine } from '../../model/core/index.ts';

/** A step of a schedule: whose turn it is, and which options its choices took. */
export interface Turn {
  readonly context: number;
  readonly script: readonly number[];
}

/** Takes the turn in the machine's current state; what it came upon. */
export function fireTurn(machine: Machine, { context, script }: Turn) {
  machine.script.length = 0;
  for (const option of script) machine.script.push(option);
  return machine.fire(context);
}
