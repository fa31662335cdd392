import { isInstance } from './thrown.ts';

/** The machine cannot go on for a reason of its own; not a finding about the model. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** A step of a patch module depends on more than the state: on variables of the module's own, a clock, chance. Nothing can be said of such a model. */
export class ImpureStep extends Error {
  override readonly name: string = 'ImpureStep';
}

/** The same of a predicate of a property module, or of what judges a finding. */
export class ImpurePredicate extends ImpureStep {
  override readonly name = 'ImpurePredicate';
}

/** Ends a re-run of code that reads something else than the recorded run did. Nobody on the way catches it. */
export class Astray extends Error {
  override readonly name = 'Astray';
}

/** The model has more of something than the machine can tell apart: what lies beyond is not known. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/** A step, condition or predicate used what its answer must not depend on: a clock, random numbers, the process. */
export class ForbiddenUse extends Error {
  override readonly name = 'ForbiddenUse';
  /** The path of the file that did; null: it is not known. */
  readonly file: string | null;
  /** `does`: what, as in `uses process.exit`. */
  constructor(does: string, file: string | null = null) {
    super(does);
    this.file = file;
  }
}

/** Not a mistake of the modelled code, nor of a property: it goes through whatever catches those. */
export const isOurs = (problem: unknown): problem is Error => OURS.some((kind) => isInstance(problem, kind));

const OURS: readonly (abstract new (...args: never) => Error)[] = [InternalError, LimitReached, ForbiddenUse, Astray];
