/** What hand-written records are made of: rows, which say by step what is recorded right after it, and by call whose reference is meant. */
import type { World } from '../../../model/world.ts';
import type { KioctxHolder, ShadowLedger } from './shadow-ledger.ts';
import type { KiocbHolder, RequestFlags } from './shadow-request.ts';

/** The memory as it is right after the step, to be looked at; undefined: the object is not alive, or that was never written. */
export interface LookedAt {
  readonly world: World;
  kiocb(id: number): RequestFlags;
  kioctx(id: number): { readonly ring_head: number; readonly ring_tail: number };
  dio(id: number): { readonly iocb: number };
  io_event(slot: number): {
    readonly obj: number | undefined;
    readonly res: number;
    readonly res2: number;
  };
}

/** A local, by its name, of the function in which the step stands. */
export type StepLocals = (name: string) => number;

/** A step that was just taken. */
export interface StepTaken {
  readonly k: LookedAt;
  /** The number of the context that took it. */
  readonly context: number;
  readonly before: StepLocals;
  readonly after: StepLocals;
  /** The locals of the function that called the one in which the step stands. */
  readonly caller: StepLocals;
  /** What the step chose by this name; 0 where there was nothing to choose. */
  readonly chosen: (name: string) => number;
  /** The innermost call on the stack that has a row says it; null: none has. */
  readonly kiocbHolder: () => KiocbHolder | null;
  readonly kioctxHolder: () => KioctxHolder | null;
}

export type Row = (ledger: ShadowLedger, taken: StepTaken) => void;

/** Rows by the ids of their steps (`aio_complete.entry`). */
export interface HandWritten {
  /** What is recorded right after the step. */
  readonly records?: Readonly<Record<string, Row>>;
  /** Whose reference to a kiocb is dropped below the call. */
  readonly kiocbPuts?: Readonly<Record<string, KiocbHolder>>;
  /** Whose reference to a kioctx is taken or dropped below the call. */
  readonly kioctxReferences?: Readonly<Record<string, KioctxHolder>>;
}

export interface AllHandWritten {
  readonly base: HandWritten;
  /** Of functions that patches bring. */
  readonly brought: HandWritten;
  /**
   * Of steps that patches bring to functions of the base, by hunk: no row of the base says anything of a step that takes the
   * place of its own.
   */
  readonly hunks: Readonly<Record<string, HandWritten>>;
}

/** The row of a step, if it has one; `hunk`: the one that brings the step, null where that is the base's. */
export function rowOf<Kind extends keyof HandWritten>(
  { base, brought, hunks }: AllHandWritten,
  kind: Kind,
  { id, hunk }: { readonly id: string; readonly hunk: string | null },
): Required<HandWritten>[Kind][string] | undefined {
  const row = hunk === null ? base[kind]?.[id] : (hunks[hunk]?.[kind]?.[id] ?? brought[kind]?.[id]);
  return row as Required<HandWritten>[Kind][string] | undefined;
}
