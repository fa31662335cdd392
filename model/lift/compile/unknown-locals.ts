/** Locals of a patch that come to hold what the model has nothing of: then nothing is known of them anywhere. */
import { UnknownLocal } from './places.ts';

/** Compiles anew with each that has to be given up. */
export function withUnknownLocals<T>(compile: (unknown: ReadonlyMap<string, string>) => T): T {
  const unknown = new Map<string, string>();
  for (;;)
    try {
      return compile(unknown);
    } catch (problem) {
      if (!(problem instanceof UnknownLocal) || unknown.has(problem.local)) throw problem;
      unknown.set(problem.local, problem.why);
    }
}
