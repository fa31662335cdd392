import type { ModelFaultKind, OopsKind, TrapKind } from './finding.ts';

/** Thrown inside a step to end the schedule there; a machine catches it and turns it into a finding. */
export class Halt {
  readonly is: 'oops' | 'fault' | 'trap';
  readonly kind: OopsKind | ModelFaultKind | TrapKind;
  readonly what: string;
  constructor(is: Halt['is'], kind: Halt['kind'], what: string) {
    this.is = is;
    this.kind = kind;
    this.what = what;
  }
}

/** In a halt's `what`: the C function around the step, which the engine fills in. */
export const ENCLOSING = '';
