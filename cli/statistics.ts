/** What a search cost, what it left out, and what of the program it went through: as figures, and as text. */
import { actionsOf, type PackedMachine, type Program } from '../model/core/index.ts';
import { visible } from '../model/diagnostics/visible.ts';
import type { Progress, Searched } from '../properties/search/explore.ts';
import type { Palette } from './options.ts';
import { formatCount, counted, megabytes, rate } from './progress.ts';
import { NARROWEST, wrapped } from './text-width.ts';

/** As `prove --json` and `outcomes --json` print them. */
export interface Figures {
  /** States that were reached and not expanded; 0 where the search was not clipped. */
  readonly queue: number;
  /** What the tables of the search take; where it began anew, of the last round alone. */
  readonly bytes: number;
  readonly bytesPerState: number;
  readonly transitionsPerSecond: number;
  /** How often a reduced search began; 0: it was not reduced, and the next three are null. */
  readonly rounds: number;
  /** States that were searched unreduced before. */
  readonly statesBefore: number | null;
  /** Turns that lead from a state that is kept to the next, and steps that were merged into them. */
  readonly turns: number | null;
  readonly merged: number | null;
  /** Steps of the program that were taken at least once; null: not known, since there were too many ways to take them down. */
  readonly stepsTaken: number | null;
  /** 0: not known. */
  readonly stepsOfProgram: number;
}

/** A search with its figures and the names of the steps (`proc.label`) that it never took. */
export interface Statistics extends Figures {
  readonly scenario: string;
  readonly patch: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Of the whole search, with all its rounds, and what was searched afterwards for shortest schedules. */
  readonly seconds: number;
  readonly reduced: boolean;
  readonly stepsNeverTaken: readonly string[] | null;
  /** The functions that have steps, and none that was taken. */
  readonly functionsNeverTaken: readonly string[] | null;
}

/** What a search is called. */
type Named = Pick<Statistics, 'scenario' | 'patch' | 'seconds'>;

/** To be asked for when the search is over: the machine knows every step that it has taken. */
export function statisticsOf(
  named: Named,
  machine: Pick<PackedMachine, 'stepsTaken'>,
  program: Program,
  { states, transitions, depth, queue, bytes, seconds, reduced, rounds, turns, before }: Searched,
): Statistics {
  const taken = machine.stepsTaken();
  const steps = actionsOf(program);
  const never = taken && steps.filter((step) => !taken.has(step));
  return {
    ...named,
    states,
    transitions,
    depth,
    reduced,
    queue,
    bytes,
    bytesPerState: bytes / states,
    transitionsPerSecond: rate(transitions, seconds),
    rounds,
    statesBefore: before?.states ?? null,
    turns: reduced ? turns : null,
    merged: reduced ? transitions - turns : null,
    stepsTaken: never && steps.length - never.length,
    stepsOfProgram: steps.length,
    stepsNeverTaken: never,
    functionsNeverTaken: taken && untakenFunctions(steps, taken),
  };
}

/** Of a search that was given up: what was last heard of it. */
export function lastHeardOf(named: Omit<Named, 'seconds'>, progress: Progress | null): Statistics {
  const heard = progress ?? NOT_BEGUN;
  const { states, transitions, seconds, rounds, reduced } = heard;
  return {
    ...named,
    ...heard,
    bytesPerState: states === 0 ? 0 : heard.bytes / states,
    transitionsPerSecond: rate(transitions, seconds),
    statesBefore: null,
    turns: reduced ? transitions : null,
    merged: reduced ? 0 : null,
    rounds,
    stepsTaken: null,
    stepsOfProgram: 0,
    stepsNeverTaken: null,
    functionsNeverTaken: null,
  };
}

export const NOT_BEGUN: Progress = {
  states: 0,
  transitions: 0,
  depth: 0,
  queue: 0,
  bytes: 0,
  seconds: 0,
  reduced: false,
  rounds: 0,
};

function untakenFunctions(steps: readonly string[], taken: ReadonlySet<string>): string[] {
  const entered = new Set([...taken].map(functionOf));
  return [...new Set(steps.map(functionOf))].filter((name) => !entered.has(name));
}

export const figuresOf = (statistics: Statistics): Figures => {
  const { queue, bytes, bytesPerState, transitionsPerSecond } = statistics;
  const { rounds, statesBefore, turns, merged, stepsTaken, stepsOfProgram } = statistics;
  return {
    queue,
    bytes,
    bytesPerState,
    transitionsPerSecond,
    rounds,
    statesBefore,
    turns,
    merged,
    stepsTaken,
    stepsOfProgram,
  };
};

/** What a clipped search covered. */
export const covered = (figures: Figures): string =>
  `${counted(figures.queue, 'state')} reached and not expanded, ${stepsTold(figures)}`;

const stepsTold = ({ stepsTaken, stepsOfProgram }: Figures): string =>
  stepsOfProgram === 0
    ? 'unknown how many steps taken'
    : `${stepsTaken === null ? 'unknown how many' : formatCount(stepsTaken)} of ${counted(stepsOfProgram, 'step')} taken`;

/** A block of lines for one search. */
export function statisticsText(statistics: Statistics, { bold, dim }: Palette, width: number): string {
  const { scenario, patch, states, transitions, depth, seconds, transitionsPerSecond, bytes } = statistics;
  const lines = [
    ['searched', `${counted(states, 'state')}, ${counted(transitions, 'transition')}, ${formatCount(depth)} deep`],
    [
      'time',
      `${seconds.toFixed(2)} s, ${formatCount(transitionsPerSecond)} transitions/s${statistics.rounds > 0 ? ' in the last round' : ''}`,
    ],
    ['memory', `${megabytes(bytes)}, ${statistics.bytesPerState.toFixed(1)} bytes per state`],
    ...reductionTold(statistics),
    ['steps', stepsTold(statistics)],
    ...neverTold(statistics),
  ] as const;
  const body = lines.flatMap(([what, told]) =>
    wrapped(visible(told), Math.max(width - INDENT.length, NARROWEST)).map((line, i) =>
      `  ${(i === 0 ? what : '').padEnd(INDENT.length - 2)}${line}`.trimEnd(),
    ),
  );
  return [bold(visible(`${scenario}, ${patch}`)), ...body.map(dim)].join('\n');
}

const INDENT = ' '.repeat(15);

/** How much an unreduced search would have had is known of none that was reduced: it was given up. */
function reductionTold({ rounds, statesBefore, states, turns, merged }: Statistics): (readonly [string, string])[] {
  if (statesBefore === null || turns === null || merged === null)
    return [['reduced', 'no: nothing was left out, nothing saved']];
  const begun = `begun ${counted(rounds, 'time')}, after ${counted(statesBefore, 'state')} were searched unreduced`;
  return [
    [
      'reduced',
      `${begun}; ${counted(states, 'state')} kept, ${counted(merged, 'step')} merged into ${counted(turns, 'turn')}`,
    ],
    ['saved', 'unknown: the unreduced search was not finished (--no-reduction finishes it, if it can be)'],
  ];
}

/** Functions of which no step was taken are told as a whole. */
function neverTold({ stepsNeverTaken, functionsNeverTaken }: Statistics): (readonly [string, string])[] {
  if (stepsNeverTaken === null || functionsNeverTaken === null) return [['never taken', 'unknown']];
  const whole = new Set(functionsNeverTaken);
  return [
    ['never taken', listed(stepsNeverTaken.filter((step) => !whole.has(functionOf(step))))],
    ['nothing of', listed(functionsNeverTaken)],
  ];
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

const functionOf = (step: string): string => step.slice(0, step.indexOf('.'));
