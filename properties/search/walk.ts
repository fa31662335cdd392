/** One random schedule, from the initial state until nothing can move. */
import type { Machine } from '../../model/core/index.ts';
import type { Turn } from './turn.ts';
import { LONGEST, type Random, type Strategy } from './strategies.ts';

/** Walks the machine to the end of a random schedule, or `longest` steps, and gives out who took each; the steps that it took. */
export function* walking(
  machine: Machine,
  strategy: Strategy,
  random: Random,
  longest = LONGEST,
): Generator<number, number, undefined> {
  machine.reset();
  const picker = strategy(machine, random);
  machine.drawWith((n) => random.nextInt(0, n - 1));
  try {
    for (let steps = 0; ; steps++) {
      const enabled = machine.enabledContexts();
      if (enabled.length === 0 || steps === longest) return steps;
      const context = picker.pick(enabled);
      if (machine.script.length > 0) machine.script.length = 0;
      machine.fire(context);
      picker.took?.(context);
      yield context;
    }
  } finally {
    machine.drawWith(null);
  }
}

/** The same at once; calls `seen` after each step. */
export function walk(
  machine: Machine,
  strategy: Strategy,
  random: Random,
  seen: (context: number, script: readonly number[]) => void,
  longest = LONGEST,
): number {
  const steps = walking(machine, strategy, random, longest);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    seen(next.value, machine.script);
  }
}

/** The turns of a random schedule, or the first of them. */
export function randomTurns(machine: Machine, strategy: Strategy, random: Random, longest = LONGEST): Turn[] {
  const turns: Turn[] = [];
  walk(machine, strategy, random, (context, script) => turns.push({ context, script: [...script] }), longest);
  return turns;
}
