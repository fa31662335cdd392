/** What a run can come upon. Findings are data: a machine reports them, it never lets them out as exceptions. */

/** A mistake of the modelled code that ends the schedule, as it would end the kernel. */
export type OopsKind = 'use_after_free' | 'double_free' | 'bug_on' | 'bad_pointer';

/** A mistake of the model itself (or of a user's patch to it); it too ends the schedule. */
export type ModelFaultKind = 'range' | 'unwritten' | 'label' | 'overflow' | 'threw';

/** A breach of a field's class, of a lock, of the order of locks, of atomic context, or of a flag's protocol; the schedule goes on. */
export type BreachKind = 'unguarded' | 'unpublished' | 'constant' | 'local' | 'lock' | 'order' | 'atomic' | 'set_again';

/** What the schedule comes to next was left out of the model: it ends here, and nothing is said of how it would have gone on. */
export type TrapKind = 'trap';

interface Found {
  /** The struct for a memory oops, the enclosing C function for `bug_on` and `bad_pointer`, what is left out for a trap, else the cell or label. */
  readonly what: string;
  /** `proc.label` of the step, and the context that took it. */
  readonly step: string;
  readonly context: string;
}

export interface Oops extends Found {
  readonly is: 'oops';
  readonly kind: OopsKind;
}

export interface Fault extends Found {
  readonly is: 'fault';
  readonly kind: ModelFaultKind;
}

export interface Breach extends Found {
  readonly is: 'breach';
  readonly kind: BreachKind;
}

export interface Trap extends Found {
  readonly is: 'trap';
  readonly kind: TrapKind;
}

/** Ghost code cannot tell what it has to record: whose a reference is. The schedule goes on. */
export interface Gap extends Found {
  readonly is: 'gap';
  readonly kind: 'unnamed';
}

/** What a step comes upon, and goes on, as it is taken down within the step. */
export type Noted = Omit<Breach, 'step' | 'context'> | Omit<Gap, 'step' | 'context'>;

export type Finding = Oops | Fault | Breach | Trap | Gap;

/** `use_after_free:kiocb` and the like. */
export const findingName = (f: Pick<Finding, 'kind' | 'what'>): string => `${f.kind}:${f.what}`;
