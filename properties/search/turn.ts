/** The steps of which a schedule is made. */
import type { Finding, Machine } from '../../model/core/index.ts';

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

/** Takes a schedule from the initial state. Leaves the machine at its end. */
export function fireTurns(machine: Machine, turns: readonly Turn[]): void {
  machine.reset();
  for (const turn of turns) fireTurn(machine, turn);
}

/** What the last turn of a schedule from the initial state came upon; null: one of them cannot be taken. */
export function findingsAfter(machine: Machine, turns: readonly Turn[]): readonly Finding[] | null {
  machine.reset();
  let findings: readonly Finding[] = [];
  for (const turn of turns) {
    if (!machine.enabled(turn.context)) return null;
    ({ findings } = fireTurn(machine, turn));
  }
  return findings;
}
