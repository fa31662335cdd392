/**
 * Ghost code: what a model records of the effects of modelled code, for those who judge it. It runs where an effect is, as part of
 * the step that has it, and may write `ledger` fields alone; steps themselves record nothing. What it depends on is what steps
 * depend on: the state, the context that runs and its stack.
 */
import type { FrameObject } from '../notation/link.ts';

/** A function that runs, with what its locals hold. */
export interface RunningFunction {
  readonly proc: string;
  readonly locals: Readonly<FrameObject>;
}

/** Of the context that runs. */
export interface CallStack {
  /** The names of its functions, outermost first. */
  functions(): readonly { readonly name: string }[];
  /** The innermost function that has one of these names; null: none of them runs. */
  innermost(names: readonly string[]): RunningFunction | null;
}

/** A value was stored in a field. */
export interface Store {
  readonly stack: CallStack;
  /** What the field held before; null: nothing yet. Told of fields that are integers or references. */
  readonly from: number | null;
  /** Others can see the object. */
  readonly isPublished: boolean;
  readonly gap: SaysGap;
}

/** Says, in a sentence, what nothing tells: properties that would need it are not judged. */
export type SaysGap = (what: string) => void;

type ByName<Code> = Readonly<Record<string, Code>>;

/** Each by the name of what it is about. `k` is what steps are handed. */
export interface GhostCode<K> {
  /** `struct.field`, behind each store to it. */
  readonly stored?: ByName<(k: K, id: number, stack: CallStack) => void>;
  /** The same for what has to know what was there before, which is then asked of the state too. */
  readonly replaced?: ByName<(k: K, id: number, store: Store) => void>;
  /** Structs: an object came to life, or was given back before others could see it. */
  readonly allocated?: ByName<(k: K, id: number) => void>;
  readonly discarded?: ByName<(k: K, id: number) => void>;
  /** Functions, in front of their first statement. */
  readonly entered?: ByName<(k: K, locals: Readonly<FrameObject>, stack: CallStack) => void>;
  /** Functions, when they have returned `value`; 0 where they return none. */
  readonly returned?: ByName<(k: K, value: number, locals: Readonly<FrameObject>, gap: SaysGap) => void>;
  /** Functions, by name, and their locals, in front of each assignment, whatever is assigned. */
  readonly assigned?: ByName<ByName<(k: K, locals: Readonly<FrameObject>) => void>>;
}
