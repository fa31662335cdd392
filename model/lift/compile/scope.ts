/** What names mean where a piece of C stands. */
import type { ValueKind } from './kinds.ts';
import type { Lvalue } from './lvalue.ts';
import type { Expression } from '../c/index.ts';

/** A field of the model, of the base or of the patch. */
export interface ModelField {
  readonly kind: ValueKind | { readonly is: 'lock' } | { readonly is: 'list'; readonly of: ValueKind };
  /** Stores and looks at it need its lock, which makes one action of what reads and writes it (docs/adr/002). */
  readonly isGuarded: boolean;
  /** A bool in the C, too, or a bit. */
  readonly isBool?: boolean;
}

export interface LocalMeaning {
  readonly kind: ValueKind;
}

export interface Callable {
  readonly name: string;
  /** Its locals, of which the first are those of the C's parameters where nothing else is said. */
  readonly locals: Readonly<Record<string, string>>;
  readonly returns: string | null;
  readonly returnKind: ValueKind;
  /** Of a function that the patch brings: its parameters, in order. */
  readonly parameters: readonly string[] | null;
  /** What its locals are, where it is the patch's own. */
  readonly kinds?: Readonly<Record<string, ValueKind>>;
}

/** Where a piece of C stands: in a function, of a kernel with a patch. */
export interface Scope {
  /** The function. */
  readonly name: string;
  /** The local that it returns; null: it returns nothing. */
  readonly returns: string | null;
  local(name: string): LocalMeaning | undefined;
  /** A local of the C that steps of the base have in ways of their own: it cannot be written. */
  isMerged(name: string): boolean;
  /** Steps of the base read it in ways of their own: none but its own statements may write it. */
  isReadByBase(name: string): boolean;
  /** The patch declares it. */
  isOwn(name: string): boolean;
  /** What a local of the C that the model has not stands for, as C. */
  alias(name: string): Expression | undefined;
  /** What a local of the C is or points to, or `local.member`, where the model has another name for it. */
  object(name: string): Lvalue | undefined;
  /** A local of the C that nothing here looks at: why. */
  ignored(name: string): string | undefined;
  field(pool: string, name: string): ModelField | undefined;
  /** Names of the fields that are bits of one word, `ki_flags`. */
  flags(pool: string): readonly string[];
  /** The line of the text is one of 2.6.20's own, as it was. */
  isOfBase(line: number): boolean;
  callable(name: string): Callable | undefined;
  /** Takes a new local of that kind, by a name like this. */
  newLocal(like: string, kind: ValueKind): string;
  /** Takes a name for a place in the code. */
  newTarget(like: string): string;
}
