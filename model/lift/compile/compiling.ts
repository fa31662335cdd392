/** What a part of the compiler asks of the whole: values of expressions, and a place to put instructions. */
import type { Expression, Extent, TypeName } from '../c/index.ts';
import type { Instruction, Target } from './instructions.ts';
import type { ValueKind, Operand } from './kinds.ts';
import type { Scope } from './scope.ts';

type Unsent<T> = T extends unknown ? Omit<T, 'from'> : never;
export type Emitted = Unsent<Instruction>;

export interface Compiling {
  readonly scope: Scope;
  /** What is emitted from now on comes from there. */
  at(extent: Pick<Extent, 'line' | 'text'>): void;
  emit(instruction: Emitted): void;
  /** Throws NotLifted. */
  fail(why: string, e: Expression | TypeName): never;
  value(e: Expression): Operand;
  /** For what it does alone. */
  effect(e: Expression): void;
  condition(e: Expression, yes: Target, no: Target): void;
  /** The value, in a local that nothing else writes: what is evaluated behind it cannot change it. */
  kept(value: Operand, like: string): Operand;
  /** The value as a number; throws NotLifted where it is none. */
  number(value: Operand, e: Expression): string;
  /** Reads or changes shared memory: `text` is an expression of TypeScript that gives a value of that kind. */
  touch(text: string, kind: ValueKind, like: string, then?: string): Operand;
  /** The same of a statement, which gives none. */
  change(text: string): void;
  /** Why the line that is compiled is nothing in the model, if it comes to nothing. */
  sayNothing(why: string): void;
}
