/**
 * Runs a schedule by the names of its lines, as far as they fit: a trace may come from another model, another patch, or
 * an editor. A step is taken so that it chooses as the `?` lines below it say.
 */
import type { Machine } from '../model/core/index.ts';
import { fireTurns, type Turn } from '../properties/search/turn.ts';
import { choiceLine, contextOf, isChoice, stepLine } from './schedule.ts';

/** The first line that does not fit. */
export interface Misfit {
  /**
   * `not-enabled`: it has finished, or waits. `choice`: no such choice is on offer. `untold-choice`: the step makes one
   * that no line tells. `ended`: an oops or a fault came before.
   */
  readonly kind: 'unknown-context' | 'not-enabled' | 'other-step' | 'choice' | 'untold-choice' | 'ended';
  /** Its index in the schedule; for an untold choice that of the line above the missing one. */
  readonly line: number;
  /** What is so instead, in a clause. */
  readonly why: string;
  /** The lines that would have fitted; none where nothing can move. */
  readonly instead: readonly string[];
}

export type Followed =
  | { readonly ok: true; readonly turns: readonly Turn[] }
  | { readonly ok: false; readonly misfit: Misfit };

type Problem = Omit<Misfit, 'line'>;

/** From the start; the machine is left where the last step that fits has led. */
export function follow(machine: Machine, schedule: readonly string[]): Followed {
  machine.reset();
  const turns: Turn[] = [];
  for (let at = 0; at < schedule.length;) {
    const followed = followLine(machine, schedule, at, turns);
    if (!followed.ok) return followed;
    turns.push(followed.turn);
    at = followed.next;
  }
  return { ok: true, turns };
}

/** `next`: the index of the next line that is a step's. */
type FollowedLine =
  | { readonly ok: true; readonly turn: Turn; readonly next: number }
  | { readonly ok: false; readonly misfit: Misfit };

/** Takes the step of one line, in the state to which `turns` lead; where it does not fit, the machine is left there. */
export function followLine(
  machine: Machine,
  schedule: readonly string[],
  at: number,
  turns: readonly Turn[],
): FollowedLine {
  const line = schedule[at] as string;
  const problem = problemWith(machine, line);
  if (problem !== null) return { ok: false, misfit: { line: at, ...problem } };
  const context = machine.contexts.indexOf(contextOf(line));
  const told = choicesBelow(schedule, at);
  const taken =
    told.length === 0 && takeWithoutChoice(machine, context, turns) ? WITHOUT_CHOICE : take(machine, context, told);
  if (!taken.ok) return { ok: false, misfit: { line: at + taken.after, ...taken.problem } };
  return { ok: true, turn: { context, script: taken.script }, next: at + 1 + told.length };
}

function choicesBelow(schedule: readonly string[], at: number): readonly string[] {
  const below = schedule.slice(at + 1);
  const end = below.findIndex((line) => !isChoice(line));
  return end < 0 ? below : below.slice(0, end);
}

/** Why the machine cannot take the step of this line now. */
function problemWith(machine: Machine, line: string): Problem | null {
  const name = contextOf(line);
  const context = machine.contexts.indexOf(name);
  const halted = machine.halted();
  const problem = (kind: Misfit['kind'], why: string) => ({ kind, why, instead: enabledLines(machine) });
  if (context < 0) return problem('unknown-context', `there is no context ${name}`);
  if (halted !== null) return problem('ended', `the run ended before, with ${halted}`);
  if (isChoice(line)) return problem('choice', 'no step above it chooses');
  if (machine.hasFinished(context)) return problem('not-enabled', `${name} has finished`);
  const next = nextStep(machine, context);
  if (!machine.enabled(context)) return problem('not-enabled', `${name} waits at ${next}`);
  return line === stepLine(name, next) ? null : problem('other-step', `${name} is at ${next}`);
}

/** `after`: how many lines below the step's the problem stands. */
type Taken =
  | { readonly ok: true; readonly script: readonly number[] }
  | { readonly ok: false; readonly after: number; readonly problem: Problem };

const WITHOUT_CHOICE: Taken = { ok: true, script: [] };

/** Whether the step makes no choice, as nearly all do; where it makes one, goes back to the end of `turns`. */
function takeWithoutChoice(machine: Machine, context: number, turns: readonly Turn[]): boolean {
  machine.script.length = 0;
  if (machine.fire(context).choices.length === 0) return true;
  fireTurns(machine, turns);
  return false;
}

/** Tries the combinations of the step's choices until one is as told; scripts hold the numbers of options, not names. */
function take(machine: Machine, context: number, told: readonly string[]): Taken {
  const name = machine.contexts[context] as string;
  const step = nextStep(machine, context);
  const start = new Uint32Array(machine.width);
  machine.save(start, 0);
  machine.restore(start, 0);
  machine.script.length = 0;
  // Of the combinations that agree with what is told for longest: the lines that can come next.
  let agreed = -1;
  let next = new Set<string>();
  do {
    machine.rewind();
    const made = machine.fire(context).choices.map((choice) => choiceLine(name, choice));
    const unlike = made.findIndex((line, i) => line !== told[i]);
    const same = unlike < 0 ? made.length : unlike;
    if (same === made.length && same === told.length) return { ok: true, script: [...machine.script] };
    if (same > agreed) [agreed, next] = [same, new Set()];
    if (same < agreed) continue;
    for (const line of made.length > same ? made.slice(same, same + 1) : enabledLines(machine)) next.add(line);
  } while (machine.nextScript());
  machine.rewind();
  const instead = [...next];
  if (agreed === told.length) {
    const why = `${step} makes a choice that no line below tells`;
    return { ok: false, after: agreed, problem: { kind: 'untold-choice', why, instead } };
  }
  const other = agreed > 0 ? 'other ' : '';
  const why = instead.some(isChoice) ? `${step} does not offer it` : `${step} makes no ${other}choice`;
  return { ok: false, after: agreed + 1, problem: { kind: 'choice', why, instead } };
}

function nextStep(machine: Machine, context: number): string {
  const top = machine.stack(context).at(-1);
  return `${top?.proc}.${top?.label}`;
}

const enabledLines = (machine: Machine): string[] =>
  machine.enabledContexts().map((context) => stepLine(machine.contexts[context] as string, nextStep(machine, context)));
