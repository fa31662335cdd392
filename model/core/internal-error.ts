/** The machine cannot go on for a reason of its own; not a finding about the model. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** A step of a patch module depends on more than the state: on variables of the module's own. Nothing can be said of such a model. */
export class ImpureStep extends Error {
  override readonly name = 'ImpureStep';
}
