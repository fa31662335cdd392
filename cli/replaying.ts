/** Takes a trace file to the schedule that it tells, under the patch that it names or another one. */
import { follow, type Misfit } from '../counterexamples/follow.ts';
import type { Trace } from '../counterexamples/trace.ts';
import { ReferenceMachine } from '../model/core/index.ts';
import { patchByName, patchNames } from '../model/patches/by-name.ts';
import { oneOf } from '../model/core/issues/issue.ts';
import { type InputPath, showIssue, showPath } from '../model/scenarios/input-issue.ts';
import { properties } from '../properties/aio/index.ts';
import type { Turn } from '../properties/search/paths.ts';
import { InputError } from './exit.ts';
import { type GivenPatch, modelOf, patchOf, propertyNames, propertyOf, traceAt, unknownName } from './inputs.ts';
import type { OtherFlags } from './options.ts';
import { tell, type Telling } from './telling.ts';

export interface Replayed extends Telling {
  readonly path: string;
  readonly trace: Trace;
  readonly turns: readonly Turn[];
}

/** Throws InputError where the file is no trace, or its schedule cannot be taken. */
export async function replayed(path: string, given: OtherFlags): Promise<Replayed> {
  const { trace, place } = traceAt(path);
  const { scenario, schedule } = trace;
  /** `at`: where the mistake stands; `named`: whether it is told by that part's name. */
  const refusal = (at: InputPath, named: boolean, code: string, says: { message: string; expected: string }) =>
    new InputError([showIssue({ code, file: path, ...place(at), path: named ? showPath(at) : '', ...says })]);

  const property =
    given.property === undefined
      ? properties.find(({ name }) => name === trace.property)
      : await propertyOf(given.property);
  if (property === undefined) {
    const { message, expected } = unknownName('property', trace.property, propertyNames);
    throw refusal(['property'], true, 'unknown-name', {
      message,
      expected: `${expected}; give a property of your own with --property FILE`,
    });
  }
  const patch =
    given.patch === undefined ? shippedPatch(trace.patch) : { ...(await patchOf(given.patch)), given: given.patch };
  if ('unknown' in patch) {
    const { message, expected } = unknownName('patch', patch.unknown, patchNames);
    throw refusal(['patch'], true, 'unknown-name', {
      message,
      expected: `${expected}; give a patch of your own with --patch FILE`,
    });
  }
  const model = modelOf(scenario, patch);
  const followed = follow(new ReferenceMachine(model), schedule);
  if (followed.ok) {
    const { turns } = followed;
    return { path, trace, turns, ...tell(model, { scenario, patch, property }, turns) };
  }
  const { misfit } = followed;
  throw refusal(['schedule', misfit.line], false, misfit.kind, {
    message: `${schedule[misfit.line]} cannot be taken here: ${misfit.why}`,
    expected: expectedInstead(misfit),
  });
}

/** Only by name: what a trace calls its patch is never a file to be run. */
function shippedPatch(name: string): GivenPatch | { readonly unknown: string } {
  const found = patchByName(name);
  return found.ok ? found.patch : found;
}

function expectedInstead({ kind, instead }: Misfit): string {
  if (instead.length === 0) return 'the end of the schedule';
  return kind === 'untold-choice' ? `${oneOf(instead)} below it` : oneOf(instead);
}
