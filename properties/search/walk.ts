/** One random schedule, from the initial state until nothing can move. */
import type { Machine } from '../../model/core/index.ts';
import type { Turn } from './paths.ts';
import type { Random, Strategy } from './strategies.ts';

/** A schedule that is longer is cut here: it may be one that never ends. */
const LONGEST = 10_000;

/** Walks the machine to the end of a random schedule and calls `seen` after each step; the steps that it took. */
export function walk(machine: Machine, strategy: Strategy, random: Random, seen: (turn: Turn) => void): number {
  const draw = (n: number) => random.nextInt(0, n - 1);
  machine.reset();
  const picker = strategy(machine, random);
  const able: number[] = [];
  for (let steps = 0; ; steps++) {
    able.length = 0;
    for (let context = 0; context < machine.contexts.length; context++)
      if (machine.enabled(context)) able.push(context);
    if (able.length === 0 || steps === LONGEST) {
      machine.drawWith(null);
      return steps;
    }
    const context = picker.pick(able);
    machine.script.length = 0;
    machine.drawWith(draw);
    machine.fire(context);
    picker.took?.(context);
    seen({ context, script: machine.script });
  }
}

/** The turns of a random schedule. */
export function randomTurns(machine: Machine, strategy: Strategy, random: Random): Turn[] {
  const turns: Turn[] = [];
  walk(machine, strategy, random, ({ context, script }) => turns.push({ context, script: [...script] }));
  return turns;
}
