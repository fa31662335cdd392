/** Who can go next where a schedule ends, and how the chances of that step can come out. */
import { type Choice, linkedStep, type Machine, type Model, type StackEntry } from '../../../model/core/index.ts';
import { fireTurns, type Turn } from '../../../properties/search/turn.ts';
import { fileOf } from '../../narrate.ts';
import { scheduleOf } from '../../schedule.ts';

export interface NextTurn {
  readonly turn: Turn;
  readonly context: string;
  readonly choices: readonly Choice[];
  /** Of the schedule. */
  readonly lines: readonly string[];
  /** The function that the context is in, and the statement that comes next, with `file:line`. */
  readonly proc: string;
  readonly at: string;
  readonly c: string;
}

/** A context that cannot go: it waits, has finished, or has not begun. */
export interface Waiting {
  readonly context: string;
  readonly why: 'waits' | 'has finished' | 'idle';
  readonly proc: string;
  readonly at: string;
  readonly c: string;
}

export interface NextTurns {
  readonly turns: readonly NextTurn[];
  readonly waiting: readonly Waiting[];
  readonly halted: string | null;
}

export function nextTurns(model: Model, machine: Machine, turns: readonly Turn[]): NextTurns {
  fireTurns(machine, turns);
  const start = new Uint32Array(machine.width);
  machine.save(start, 0);
  const enabled = machine.enabledContexts();
  const halted = machine.halted();
  const waiting = machine.contexts.flatMap((context, number): Waiting[] => {
    if (enabled.includes(number)) return [];
    const why = machine.hasFinished(number) ? 'has finished' : machine.isAtRest(number) ? 'idle' : 'waits';
    return [{ context, why, ...statementAt(model, machine.stack(number).at(-1)) }];
  });
  const next = enabled.flatMap((context) => {
    machine.restore(start, 0);
    const place = statementAt(model, machine.stack(context).at(-1));
    const name = machine.contexts[context] ?? '';
    const all: NextTurn[] = [];
    machine.script.length = 0;
    do {
      machine.rewind();
      const { step, choices } = machine.fire(context);
      const lines = scheduleOf([{ context: name, step, choices }]);
      all.push({ turn: { context, script: [...machine.script] }, context: name, choices, lines, ...place });
    } while (machine.nextScript());
    return all;
  });
  return { turns: next, waiting, halted };
}

function statementAt({ program }: Model, top: StackEntry | undefined): { proc: string; at: string; c: string } {
  const { proc = '', label = '' } = top ?? {};
  const source = linkedStep(program, proc, label)?.source;
  const file = fileOf(program.byName.get(proc)?.at ?? '');
  return { proc, at: source === undefined ? file : `${file}:${source.line}`, c: source?.c ?? '' };
}
