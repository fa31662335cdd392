/**
 * What a model is described by, for the oracle and for the core alike: plain data, which either reads in its own way. This
 * file says what a plan means; `memory.ts` and `steps.ts` take that literally, `translate.ts` makes a model for the core of it.
 *
 * Everything is a whole number: a boolean is 0 or 1, one of a few names is its position, a reference is the object's id or -1.
 */

export type FieldKind =
  | { readonly is: 'int'; readonly min: number; readonly max: number }
  | { readonly is: 'bool' }
  | { readonly is: 'names'; readonly names: readonly string[] }
  | { readonly is: 'ref'; readonly to: string }
  | { readonly is: 'lock' }
  /** A list of references, -1 among them, or of these values. */
  | { readonly is: 'refs'; readonly to: string; readonly cap: number }
  | { readonly is: 'values'; readonly values: readonly number[]; readonly cap: number };

/** Who may touch a field: `guard` names the lock, `lock` in the same object or `home.lock` in the one that `home` refers to. */
export type FieldClass = 'racy' | 'constant' | 'ledger' | { readonly guard: string; readonly reads: boolean };

export interface FieldPlan {
  readonly kind: FieldKind;
  readonly cls: FieldClass;
  /** What a new object holds; null: nothing was written yet. */
  readonly starts: number | null;
  /** To write 1 where 1 stands is a breach. */
  readonly once?: true;
}

export interface PoolPlan {
  readonly size: number;
  /** Its objects are allocated and freed; those of `alive` live and are published from the start. */
  readonly heap: boolean;
  readonly alive: readonly number[];
  readonly fields: Readonly<Record<string, FieldPlan>>;
}

export interface Place {
  readonly pool: string;
  readonly id: Expr;
  readonly field: string;
}

export type Operator = '+' | '-' | '==' | '!=' | '<' | 'and' | 'or';

/**
 * `a` is worked out before `b`, and `b` of `and` and `or` only where it decides. `first`: the first object of the pool for
 * which `where` is not 0, or -1; the objects behind it are not looked at. `self` is the object that is looked at.
 */
export type Expr =
  | number
  | { readonly local: string }
  | { readonly self: true }
  | { readonly read: Place }
  | { readonly length: Place }
  | { readonly has: Place; readonly element: Expr }
  | { readonly op: Operator; readonly a: Expr; readonly b: Expr }
  | { readonly first: string; readonly where: Expr }
  | AskedOfStates;

/** What only predicates ask. In them a field of an object that is not alive, or that was not written, is `nothing`: so is every sum with it, and no comparison with it holds. */
export type AskedOfStates =
  | { readonly sum: string; readonly field: string }
  | { readonly alive: string; readonly id: Expr }
  /** The function is on the context's stack; it has finished or waits at its entry; it holds some lock. */
  | { readonly in: string; readonly context: Expr }
  | { readonly rests: Expr }
  | { readonly holds: Expr }
  /** 1 in a final state in which not all have come to rest. */
  | { readonly stuck: true };

export type Statement =
  | { readonly set: string; readonly to: Expr }
  | { readonly write: Place; readonly to: Expr }
  | { readonly life: 'alloc' | 'publish' | 'free' | 'discard'; readonly pool: string; readonly id: Expr }
  | { readonly lock: 'take' | 'drop'; readonly at: Place }
  | { readonly insert: Place; readonly element: Expr; readonly tail: boolean }
  /** `into` becomes 1 if it was on the list, else 0. */
  | { readonly remove: Place; readonly element: Expr; readonly into: string }
  | { readonly unlink: Place; readonly element: Expr }
  | { readonly head: Place; readonly into: string }
  | { readonly choose: string; readonly options: readonly number[]; readonly into: string }
  | { readonly bug: Expr }
  | { readonly sleep: true }
  | { readonly if: Expr; readonly then: readonly Statement[] };

/** Control goes to the label where `if` is not 0, else to the next step. */
export interface Jump {
  readonly if: Expr;
  readonly to: string;
}

export type StepPlan = { readonly label: string } & (
  | { readonly does: 'act'; readonly when?: Expr; readonly body: readonly Statement[]; readonly jump?: Jump }
  | { readonly does: 'acquire' | 'release'; readonly at: Place }
  | {
      readonly does: 'call';
      readonly proc: string;
      readonly args: Readonly<Record<string, Expr>>;
      readonly into: string | null;
    }
  /** Control only: what it touches beside locals must be `ledger`. */
  | { readonly does: 'go'; readonly body: readonly Statement[]; readonly jump?: Jump }
);

export interface ProcPlan {
  readonly name: string;
  /** By name, the pool that it refers to, or null for a number. */
  readonly locals: Readonly<Record<string, string | null>>;
  readonly returns: string | null;
  readonly macro: boolean;
  readonly steps: readonly StepPlan[];
}

export interface ContextPlan {
  readonly name: string;
  readonly proc: string;
  readonly args: Readonly<Record<string, number>>;
  readonly idles: boolean;
  readonly atomic: boolean;
}

/** A finding has these words; those that are not given may be any. */
export interface FindingShape {
  readonly kind?: string;
  readonly context?: string;
  readonly what?: string;
  readonly step?: string;
}

/** `each`: asked of every object of the pool, or of every `context`. What it asks is wrong where it is not 0. */
export interface AskPlan {
  readonly each: string | null;
  readonly wrong: Expr;
}

export interface PropertyPlan {
  readonly name: string;
  readonly antecedent: AskPlan;
  readonly always: readonly AskPlan[];
  readonly atEnd: readonly AskPlan[];
  readonly onBreach: FindingShape | null;
  readonly onHalt: FindingShape | null;
  readonly livelock: boolean;
}

export interface PermutationPlan {
  readonly pools: Readonly<Record<string, readonly number[]>>;
  readonly contexts: readonly number[];
}

export interface Plan {
  readonly pools: Readonly<Record<string, PoolPlan>>;
  /** A function calls only those behind it. */
  readonly procs: readonly ProcPlan[];
  readonly contexts: readonly ContextPlan[];
  /** `pool.field`, outermost first. */
  readonly lockOrder: readonly string[];
  /** Hints that nobody has to believe; cells as `pool[id].field`. */
  readonly pins: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly counts: Readonly<Record<string, readonly string[]>>;
  /** All but the identity; null: none is claimed. */
  readonly symmetry: readonly PermutationPlan[] | null;
  readonly properties: readonly PropertyPlan[];
}
