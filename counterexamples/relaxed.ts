/**
 * Runs a schedule by the names of its lines on another kernel than the one that it was found on, which may have more steps: those
 * are taken just before the next line of their context. A line that does not fit even so is where the two kernels part.
 */
import { type Machine, type Model, type Program, ReferenceMachine } from '../model/core/index.ts';
import { fireTurn, type Turn } from '../properties/search/turn.ts';
import { followLine, type Misfit } from './follow.ts';
import { contextOf, isChoice, partsOfStep, stepLine } from './schedule.ts';

/** Whether the kernel that the schedule was found on has a step. */
export type IsKnown = (proc: string, label: string) => boolean;

export interface RelaxedRun {
  /** As far as lines fit, with the steps that no line names: a schedule of this kernel. */
  readonly turns: readonly Turn[];
  /** How many of them no line names. */
  readonly inserted: number;
  /**
   * Behind the last line: what is left of steps that no line names, wherever a context stands at one. What is judged at the end is
   * behind them.
   */
  readonly rest: readonly Turn[];
  /** The first line that does not fit as it stands; null where all do. */
  readonly unfit: Misfit | null;
  /** The line that cannot be taken; null where all were taken. */
  readonly parted: Misfit | null;
}

/** Steps that are taken before one line, or behind the last: a loop may have no other. */
const MOST_INSERTED = 1000;

export const hasStep = ({ byName }: Program, proc: string, label: string): boolean =>
  byName.get(proc)?.positions[label] !== undefined;

/** Where that kernel is not at hand: it had no step that a patch brings now, and none of those that it is known to have left out. */
export function unlessPatched({ procs }: Program, leftOut: readonly string[] = []): IsKnown {
  const brought = procs.flatMap(({ steps }) => steps.filter(({ patched }) => patched).map(({ id }) => id));
  const added = new Set([...brought, ...leftOut]);
  return (proc, label) => !added.has(`${proc}.${label}`);
}

/** The steps (`proc.label`) that a kernel has, and another has not. */
export const stepsLeftOut = ({ procs }: Program, other: Program): readonly string[] =>
  procs.flatMap(({ name, steps }) => steps.filter(({ label }) => !hasStep(other, name, label)).map(({ id }) => id));

/** From the start, on a reference machine. */
export function followRelaxed(model: Model, schedule: readonly string[], isKnown: IsKnown): RelaxedRun {
  const machine = new ReferenceMachine(model);
  machine.reset();
  const turns: Turn[] = [];
  let inserted = 0;
  let unfit: Misfit | null = null;
  for (let at = 0; at < schedule.length;) {
    const line = schedule[at] as string;
    const context = machine.contexts.indexOf(contextOf(line));
    let followed = followLine(machine, schedule, at, turns);
    for (let n = 0; !followed.ok && n < MOST_INSERTED; n++) {
      unfit ??= followed.misfit;
      const leadsOn = followed.misfit.kind === 'other-step' && isStepOf(model.program, line);
      if (!leadsOn || !isInserted(machine, context, isKnown)) break;
      turns.push(takeFirstOptions(machine, context));
      inserted++;
      followed = followLine(machine, schedule, at, turns);
    }
    if (!followed.ok) return { turns, inserted, rest: [], unfit, parted: followed.misfit };
    turns.push(followed.turn);
    at = followed.next;
  }
  return { turns, inserted, rest: restOf(machine, isKnown), unfit, parted: null };
}

function restOf(machine: Machine, isKnown: IsKnown): readonly Turn[] {
  const rest: Turn[] = [];
  while (rest.length < MOST_INSERTED) {
    const next = machine.enabledContexts().find((context) => isInserted(machine, context, isKnown));
    if (next === undefined) break;
    rest.push(takeFirstOptions(machine, next));
  }
  return rest;
}

/** A step is inserted where it is, or where it runs below a call that is. */
const isInserted = (machine: Machine, context: number, isKnown: IsKnown): boolean =>
  machine.stack(context).some(({ proc, label }) => !isKnown(proc, label));

function takeFirstOptions(machine: Machine, context: number): Turn {
  const { choices } = fireTurn(machine, { context, script: [] });
  return { context, script: choices.map(() => 0) };
}

/** Whether the kernel has the step that a line names. */
function isStepOf(program: Program, line: string): boolean {
  if (isChoice(line)) return false;
  const { proc, label } = partsOfStep(line.slice(stepLine(contextOf(line), '').length));
  return hasStep(program, proc, label);
}
