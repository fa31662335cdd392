/** A stack that is opened for a step, and what becomes of what is thrown on it. */
import type { CallStack } from './ghost-code.ts';
import { ENCLOSING, Halt } from './halt.ts';
import { InternalError, isOurs } from '../errors/internal-error.ts';
import { BadChoice } from '../issues/choices.ts';
import { showModelIssue } from '../issues/issue.ts';
import type { FrameObject, LinkedProc } from '../notation/link.ts';
import { PatchMisfit } from '../notation/patch.ts';
import { isInstance, thrownText } from '../errors/thrown.ts';

/** One context's stack, opened for a step: the function on top, where it stands, and its frame. */
export interface OpenStack extends CallStack {
  readonly proc: LinkedProc;
  at: number;
  readonly frame: FrameObject;
  /** How many functions are on it. */
  readonly depth: number;
  /** The functions on it, outermost first. */
  functions(): LinkedProc[];
  /** Puts a fresh frame of `callee` on top. */
  push(callee: LinkedProc): void;
  /** Takes the top off; false when it was the last. */
  pop(): boolean;
}

/**
 * A step that throws something of its own (a mistake in a patch module) is a fault of the model, named by its message.
 * A BUG_ON and a bad pointer are named after the C function around them. A choice that cannot be is no fault of the modelled
 * code, nor anything to search on with: throws PatchMisfit.
 */
export function asHalt(thrown: unknown, step: string, open: OpenStack): Halt {
  if (isOurs(thrown)) throw thrown;
  if (isInstance(thrown, BadChoice)) throw refusal(thrown, open);
  if (!isInstance(thrown, Halt)) return new Halt('fault', 'threw', `${step}: ${thrownText(thrown)}`);
  if (thrown.what !== ENCLOSING) return thrown;
  const enclosing = open.functions().findLast((proc) => !proc.isMacro);
  return new Halt(thrown.is, thrown.kind, enclosing?.name ?? '');
}

/** Of a patch it is bad input, like what is found before anything runs; of the base an error of ours. */
function refusal({ issue }: BadChoice, { proc, at }: OpenStack): Error {
  const step = proc.steps[at];
  const issues = [{ ...issue, where: `${proc.name}.${step?.label}` }];
  return step?.patched ? new PatchMisfit(issues) : new InternalError(issues.map(showModelIssue).join());
}
