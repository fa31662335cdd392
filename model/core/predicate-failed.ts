import { Halt } from './halt.ts';
import { isOurs } from './internal-error.ts';

/** A predicate wrote, named what is not there, or threw: it says nothing of any state. */
export class PredicateFailed extends Error {
  override readonly name = 'PredicateFailed';
}

/** What becomes of something thrown by a predicate of `of`. */
export function whyNot(of: string, problem: unknown): Error {
  if (isOurs(problem) || problem instanceof PredicateFailed) return problem;
  if (problem instanceof Halt) return new PredicateFailed(`${of} follows a pointer to nothing`, { cause: problem });
  const message = problem instanceof Error ? problem.message : 'it throws what is no Error';
  return new PredicateFailed(`${of} cannot be asked: ${message}`, { cause: problem });
}
