/** What is said, and with which exit code, when a command cannot go on. */
import {
  ForbiddenUse,
  ImpurePredicate,
  ImpureStep,
  LimitReached,
  PatchMisfit,
  PredicateFailed,
  showModelIssue,
  thrownText,
} from '../model/core/index.ts';
import { WorkerDied } from '../properties/search/parallel/explore-in-parallel.ts';
import { NoAnswer } from './executor/no-answer.ts';
import { EXIT, type ExitCode, InputError, OutputError } from './exit.ts';
import { shortageBehind, shortageOf } from './shortage.mjs';

/** Plain data, so that a thread can send it. */
export interface Failure {
  readonly code: ExitCode;
  /** To be told behind the program's name. */
  readonly lines: readonly string[];
}

/** Something went wrong in a thread, which has said what. */
export class Failed extends Error {
  override readonly name = 'Failed';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.lines.join('\n'));
    this.failure = failure;
  }
}

export const STATE_ALONE = '; expected a module whose answers depend on the modelled state alone';

/** What else can go wrong, what is said before and after its message, and the exit code for it. */
const FORESEEN: readonly (readonly [
  kind: abstract new (...args: never) => Error,
  before: string,
  after: string,
  code: ExitCode,
])[] = [
  [ImpurePredicate, '', '; expected a property that depends on the state alone', EXIT.badInput],
  [ImpureStep, '', '; expected a patch whose steps depend on k and f alone', EXIT.badInput],
  [ForbiddenUse, 'the module ', STATE_ALONE, EXIT.badInput],
  [PredicateFailed, '', '; expected a property that only looks, and at what is there', EXIT.badInput],
  [LimitReached, 'there is no verdict: the model has ', '', EXIT.clipped],
  [OutputError, '', '', EXIT.unwritten],
];

export function failureOf(problem: unknown): Failure {
  if (problem instanceof Failed) return problem.failure;
  if (problem instanceof PatchMisfit) return { code: EXIT.badInput, lines: problem.issues.map(showModelIssue) };
  if (problem instanceof InputError) return { code: EXIT.badInput, lines: problem.lines };
  for (const [kind, before, after, code] of FORESEEN)
    if (problem instanceof kind) return { code, lines: [`${before}${problem.message}${after}`] };
  if (problem instanceof NoAnswer) return { code: EXIT.clipped, lines: [`${problem.message}; there is no verdict`] };
  return { code: EXIT.internal, lines: unforeseen(problem) };
}

/** One line; and where it happened, if somebody wants to see that. */
function unforeseen(problem: unknown): string[] {
  const what = shortageBehind(problem) ?? internal(problem);
  if (!process.env['KIOCTX_DEBUG']) return [what];
  return [what, ...(problem instanceof Error ? (problem.stack ?? '').split('\n').slice(1) : [])];
}

function internal(problem: unknown): string {
  if (problem instanceof WorkerDied) return `${problem.message}; there is no verdict`;
  const hint = process.env['KIOCTX_DEBUG'] ? '' : ' (KIOCTX_DEBUG=1 shows where)';
  return `internal error, please report it: ${thrownText(problem)}${hint}`;
}

/** What is said of a thread that came to an end by itself; null where the system granted it all that it wanted. */
export function failureOfShortage(how: string): Failure | null {
  const says = shortageOf(how);
  return says === null ? null : { code: EXIT.internal, lines: [says] };
}

/** What a thread's failure is here. */
export const asThrown = (failure: Failure): Error =>
  failure.code === EXIT.badInput ? new InputError(failure.lines) : new Failed(failure);
