/** Takes a trace file to the schedule that it tells, under the patch that it names or another one. */
import type { Misfit } from '../counterexamples/follow.ts';
import type { LiftedText, Trace } from '../counterexamples/aio/trace.ts';
import { patchByName, patchNames } from '../model/named-patches.ts';
import { oneOfNames } from '../model/core/issues/issue.ts';
import { type InputPath, showIssue, showPath } from '../model/diagnostics/input-issue.ts';
import { visible } from '../model/diagnostics/visible.ts';
import { properties } from '../properties/aio/index.ts';
import type { Turn } from '../properties/search/turn.ts';
import type { Executor } from './executor/executor.ts';
import { InputError } from './exit.ts';
import { givenTrace, type TraceFile, unknownName } from './inputs.ts';
import { liftedAmong } from './lifted/module-files.ts';
import type { OtherFlags } from './options.ts';
import { complain } from './output.ts';
import { propertyNames } from './tasks/code.ts';
import type { ReplayedSchedule } from './counterexample.ts';
import { quoted } from './traces.ts';

export interface Replayed extends ReplayedSchedule {
  readonly path: string;
  readonly trace: Trace;
  readonly turns: readonly Turn[];
}

/** A trace as it is asked to be run. */
export interface AskedTrace {
  readonly trace: Trace;
  /** The patch and the property as the user called them, or as the trace does. */
  readonly called: { readonly patch: string; readonly property: string | null };
  /** `at`: where in the file a mistake stands; `named`: whether it is told by that part's name. */
  readonly refusal: (at: InputPath, named: boolean, says: { message: string; expected: string }) => InputError;
}

/** `read`: the file, where it is read already. Throws InputError where the file is no trace, or names what is not shipped. */
export async function askedTrace(path: string, given: OtherFlags, read?: TraceFile): Promise<AskedTrace> {
  const { trace, place } = read ?? (await givenTrace(path));
  const refusal: AskedTrace['refusal'] = (at, named, says) =>
    new InputError([showIssue({ file: path, ...place(at), path: named ? showPath(at) : '', ...says })]);
  /** What a trace names is a shipped thing, never a file to be run. */
  const requireShipped = (part: 'patch' | 'property', unknown: string | null, known: readonly string[]): void => {
    if (unknown === null) return;
    const { message, expected } = unknownName(part, unknown, known);
    throw refusal([part], true, {
      message,
      expected: `${expected}; give a ${part} of your own with --${part} FILE`,
    });
  };
  if (given.property === undefined && trace.property !== null) {
    const isKnown = properties.some(({ name }) => name === trace.property);
    requireShipped('property', isKnown ? null : trace.property, propertyNames);
  }
  if (given.patch === undefined) {
    const lifted = textsOf(trace).map(({ file }) => file);
    if (lifted.length > 0) {
      const message = `${trace.patch} is lifted from ${lifted.join(' and ')}, and no patch is given`;
      throw refusal(['patch'], true, { message, expected: `--patch ${quoted(lifted.join('+'))}, or another patch` });
    }
    const found = patchByName(trace.patch);
    requireShipped('patch', found.ok ? null : found.unknown, patchNames);
  } else warnOfOtherTexts(path, trace, given.patch);
  const called = { patch: given.patch ?? trace.patch, property: given.property ?? trace.property };
  return { trace, called, refusal };
}

const textsOf = ({ lifted = [] }: Trace): readonly LiftedText[] => [lifted].flat();

/** A schedule is taken by names, whatever the text is by now; but it was found on another one. */
function warnOfOtherTexts(path: string, trace: Trace, patch: string): void {
  const before = textsOf(trace);
  const now = liftedAmong([patch]).flatMap(({ texts }) => texts);
  const isKnown = ({ digest, sidecar, linux }: LiftedText) =>
    before.some((one) => one.digest === digest && one.sidecar === sidecar && one.linux === linux);
  const other = now.find((one) => !isKnown(one));
  if (before.length === 0 || other === undefined) return;
  const same = before.find(({ digest }) => digest === other.digest);
  const what = same === undefined ? other.file : `the sidecar of ${other.file}`;
  const isTree = same !== undefined && same.linux !== other.linux;
  const why = isTree
    ? `${other.file} was lifted with${same.linux ? '' : 'out'} a kernel tree (--linux) when this trace was found`
    : `${what} is not what it was when this trace was found`;
  complain(`kioctx: warning: ${visible(`${path}: ${why}; it is replayed by the names of its steps`)}`);
}

/** The trace names others, so the command that runs it again names these. */
export const asGiven = (replay: ReplayedSchedule, given: OtherFlags): ReplayedSchedule => ({
  ...replay,
  patch: given.patch === undefined ? replay.patch : { ...replay.patch, given: given.patch },
  property: given.property === undefined ? replay.property : { ...replay.property, given: given.property },
});

/** The same. Throws InputError where the file is no trace, or its schedule cannot be taken. */
export async function replayed(
  executor: Executor,
  path: string,
  given: OtherFlags,
  read?: TraceFile,
): Promise<Replayed> {
  const { trace, called, refusal } = await askedTrace(path, given, read);
  const { scenario, schedule } = trace;
  const result = await executor.run('replay', { scenario, schedule, ...called });
  if (result.ok) return { ...asGiven(result.replayed, given), path, trace, turns: result.turns };
  const { misfit } = result;
  throw refusal(['schedule', misfit.line], false, {
    message: `${schedule[misfit.line]} cannot be taken here: ${misfit.why}`,
    expected: expectedInstead(misfit),
  });
}

function expectedInstead({ kind, instead }: Misfit): string {
  if (instead.length === 0) return 'the end of the schedule';
  return kind === 'untold-choice' ? `${oneOfNames(instead)} below it` : oneOfNames(instead);
}
