/** What a random model is described by: `random-model.ts` draws it, `random-model-build.ts` makes a model of it. */

/** Nodes: 0 is live from the start, 1 and 2 are not yet allocated. `p` is the local pointer. */
export type NodeId = 0 | 1 | 2 | 'p';
/** Integer locals; `a` is returned. */
export type Local = 'a' | 'b';
export type NodeScalar = 'n' | 'mark' | 'color' | 'next' | 'res' | 'count' | 'held' | 'origin';
export type RootScalar = 'total' | 'flag' | 'first';
export type Target = { readonly node: NodeId; readonly field: NodeScalar } | { readonly root: RootScalar };
export type ListTarget = { readonly node: NodeId; readonly list: 'kin' } | { readonly root: 'queue' | 'log' };

export type Op =
  | { readonly op: 'store'; readonly to: Target; readonly nth: number }
  | { readonly op: 'load'; readonly from: Target; readonly into: Local }
  | { readonly op: 'add'; readonly to: Target; readonly by: number }
  | { readonly op: 'insert'; readonly list: ListTarget; readonly element: number; readonly tail: boolean }
  | { readonly op: 'remove'; readonly list: ListTarget; readonly element: number; readonly into: Local }
  | { readonly op: 'head'; readonly list: ListTarget; readonly into: Local }
  | { readonly op: 'alloc' | 'publish' | 'free' | 'discard'; readonly node: NodeId }
  | { readonly op: 'take' | 'drop'; readonly lock: LockTarget }
  | { readonly op: 'point'; readonly node: 0 | 1 | 2 | -1 }
  /** The local pointer follows the racy one of the root: perhaps to a node that is gone, or not yet published. */
  | { readonly op: 'follow' }
  | { readonly op: 'count'; readonly local: Local; readonly by: number }
  | { readonly op: 'choose'; readonly options: readonly number[]; readonly into: Local }
  | { readonly op: 'bugIf'; readonly local: Local; readonly is: number }
  | { readonly op: 'sleep' }
  | { readonly op: 'throw' };

export type LockTarget = { readonly node: NodeId } | 'root';

/** Where control goes: on; out; ahead by some steps if the local has a value; or to a label that is not there. */
export type Next = 'on' | 'return' | 'nowhere' | { readonly when: Local; readonly is: number; readonly ahead: number };

export type StepPlan =
  | { readonly does: 'act'; readonly ops: readonly Op[]; readonly when: When; readonly next: Next }
  | { readonly does: 'acquire' | 'release'; readonly lock: LockTarget }
  | { readonly does: 'call'; readonly callee: number; readonly with: Local; readonly into: Local | null }
  /** Control only; anything but locals and `log` that `ops` touch is a breach. */
  | { readonly does: 'go'; readonly ops: readonly Op[]; readonly next: Next }
  /** Back by some steps, at most `times` times in this call. */
  | { readonly does: 'loop'; readonly back: number; readonly times: number; readonly acts: boolean }
  | { readonly does: 'spin' };
/** `total` looks at a guarded field, perhaps without its lock; `node` at a node that may be gone. */
export type When = 'always' | 'flag' | 'total' | 'node' | { readonly local: Local; readonly isNot: number };

export interface ModelPlan {
  /** A function calls only those behind it, so there is no recursion. */
  readonly procs: readonly { readonly isMacro: boolean; readonly steps: readonly StepPlan[] }[];
  readonly contexts: readonly {
    readonly entry: number;
    readonly a: number;
    readonly idles: boolean;
    readonly atomic: boolean;
  }[];
  readonly lockOrder: readonly ('root.lock' | 'node.lock')[];
}
