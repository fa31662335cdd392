/** `kioctx explain`: why a schedule fails, told of its certified minimum. */
import type { Explanation } from '../counterexamples/explain/explanation.ts';
import { details, summary } from '../counterexamples/explain/sentences.ts';
import { visible } from '../model/diagnostics/visible.ts';
import type { Counterexample } from './counterexample.ts';
import { executing } from './executor/executing.ts';
import type { Executor } from './executor/executor.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { explainedBy, STATES_ASKED_FOR } from './explained.ts';
import { calledBy } from './given.ts';
import { calledIn, type LimitFlags, type LookFlags, type OtherFlags, paletteOf, type TracesFlag } from './options.ts';
import { version } from './own-package.ts';
import { print } from './output.ts';
import { formatCount } from './progress.ts';
import { type Replayed, replayed } from './replaying.ts';
import { showSchedule, unproved } from './report.ts';
import { outputWidth, wrapped } from './text-width.ts';
import { traceWriter } from './traces.ts';
import { isJudgedBy } from './unjudged.ts';

export interface ExplainFlags extends LookFlags, LimitFlags, OtherFlags, TracesFlag {
  readonly json?: true;
  /** Nothing is folded away. */
  readonly all?: true;
}

/** What is explained: the trace itself, where it is proved to be the minimum, else its minimum. */
type Explained = Omit<Counterexample, 'trace'> & {
  readonly trace: Replayed['trace'];
  readonly explanation: Explanation | null;
  /** Why it is not proved to be the minimum; null: it is. */
  readonly clipped: Parameters<typeof unproved>[0] | null;
};

export async function run(file: string, flags: ExplainFlags): Promise<ExitCode> {
  const explained = await executing({ called: calledIn(flags), quiet: flags.quiet }, async (executor) => {
    const failing = await replayed(executor, file, flags);
    requireFailing(failing);
    const { maxStates = STATES_ASKED_FOR } = flags;
    return explainedBy(executor, await minimumOf(executor, failing, flags), maxStates);
  });
  if (flags.json) print(JSON.stringify(documentOf(explained)));
  else printExplained(explained, flags);
  return explained.clipped === null && explained.explanation !== null ? EXIT.ok : EXIT.clipped;
}

/** Throws InputError where nothing fails, or nothing shows at the end. */
function requireFailing({ path, patch, property, wrong, steps }: Replayed): void {
  if (!isJudgedBy(property))
    throw new InputError([
      `${path}: nothing to explain: no violation is in this trace; expected one that has a violation, or --property NAME`,
    ]);
  if (wrong === null)
    throw new InputError([
      `${path}: nothing to explain: ${patch.name} does not violate ${property.name} on this schedule; expected a trace that still fails (kioctx replay tells)`,
    ]);
  if (steps.length === 0) throw new InputError([`${path}: nothing to explain: no step is in it; expected a schedule`]);
}

async function minimumOf(
  executor: Executor,
  failing: Replayed,
  { maxSeconds, traces, patch: otherPatch, property: otherProperty }: ExplainFlags,
): Promise<Omit<Explained, 'explanation'>> {
  const { trace, scenario, patch, property, turns, path, wrong } = failing;
  const isItself = otherPatch === undefined && otherProperty === undefined;
  if (trace.minimal.certified && isItself && wrong?.atEnd)
    return { ...failing, message: wrong.message, rank: 'minimal', clipped: null };
  const called = { patch: calledBy(patch), property: calledBy(property) };
  const asked = { scenario, turns, ...called, limits: { maxSeconds }, what: path };
  const minimum = await executor.run('minimize', asked, { maxSeconds });
  if (minimum === null) throw new InputError([`${path}: nothing to explain: it does not fail at its end`]);
  const writer = traceWriter(traces, '.min');
  const written = writer.write(minimum.smallest.trace);
  writer.warn();
  return { ...minimum.smallest, path: written, clipped: minimum.clipped };
}

function printExplained(explained: Explained, { color, all, quiet, maxStates = STATES_ASKED_FOR }: ExplainFlags): void {
  const palette = paletteOf(color, process.stdout);
  const { dim, yellow } = palette;
  const { explanation, clipped } = explained;
  if (quiet && explanation !== null) say(summary(explanation, explained.message));
  if (!quiet) print(showSchedule(explained, palette, undefined, all));
  if (explanation !== null) say(details(explanation));
  else
    print(yellow(`More than ${formatCount(maxStates)} states: what decides is not worked out (--max-states goes on).`));
  if (clipped !== null) print(yellow(`Not proved minimal in the scenario given: ${unproved(clipped)}.`));
  if (explanation !== null && !quiet)
    print(dim(`Worked out of all schedules of ${explained.scenario.name}: ${formatCount(explanation.states)} states.`));
}

function say(lines: readonly string[]): void {
  for (const line of lines) for (const part of wrapped(visible(line), outputWidth())) print(part);
}

const documentOf = ({ explanation, clipped, message, trace, path }: Explained) => ({
  trace,
  path,
  message,
  clipped,
  summary: explanation === null ? [] : summary(explanation, message),
  details: explanation === null ? [] : details(explanation),
  explanation,
  version,
});
