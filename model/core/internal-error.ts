/** The machine cannot go on for a reason of its own; not a finding about the model. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
