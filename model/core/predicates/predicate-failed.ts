import { Halt } from '../machine/halt.ts';
import { isOurs } from '../errors/internal-error.ts';
import { isInstance, thrownText } from '../errors/thrown.ts';

/** A predicate wrote, named what is not there, or threw: it says nothing of any state. */
export class PredicateFailed extends Error {
  override readonly name = 'PredicateFailed';
}

/** What becomes of something thrown by a predicate of `of`. */
export function whyNot(of: string, problem: unknown): Error {
  if (isOurs(problem) || isInstance(problem, PredicateFailed)) return problem;
  if (isInstance(problem, Halt)) return new PredicateFailed(`${of} follows a pointer to nothing`, { cause: problem });
  return new PredicateFailed(`${of} cannot be asked: ${thrownText(problem)}`);
}
