/** What an expression of the C designates: a local, a field, an object. */
import type { Operand, ValueKind } from './kinds.ts';

export type Lvalue =
  | { readonly is: 'local'; readonly name: string; readonly kind: ValueKind }
  /** `text`: of TypeScript; reading or writing it touches shared memory. */
  | {
      readonly is: 'field';
      readonly text: string;
      readonly name: string;
      readonly kind: ValueKind;
      /** Reading and writing it is one action. */
      readonly isOneAction: boolean;
      /** An int in the C, of which the model has whether it is 0. */
      readonly isIntOrTruth?: boolean;
      /** Why it cannot be written. */
      readonly unwritten?: string;
      /** Members that are fields of their own; every other has this one's value. */
      readonly members?: Readonly<Record<string, Lvalue>>;
    }
  | { readonly is: 'lock'; readonly text: string }
  | { readonly is: 'list'; readonly text: string; readonly of: ValueKind }
  /** `struct`: by the C's name. */
  | { readonly is: 'object'; readonly struct: string; readonly id: Operand }
  /** The list that an object is linked into by this field. */
  | { readonly is: 'entry'; readonly struct: string; readonly id: Operand; readonly field: string }
  | { readonly is: 'queue'; readonly id: Operand }
  | { readonly is: 'bits'; readonly struct: string; readonly id: Operand }
  /** A word of flags that do not change: by name, what says as TypeScript whether one is set. */
  | { readonly is: 'flags'; readonly named: Readonly<Record<string, string>> }
  /** A link of an entry, `ki_run_list.next`: there is one, or it was made NULL. */
  | { readonly is: 'links'; readonly text: string; readonly which: 'next' | 'prev' }
  | { readonly is: 'value'; readonly value: Operand }
  /** `isUnknown`: where it is cannot be told, so that it may be a place of the model. `written`: with what it may be, and nothing comes of it. */
  | {
      readonly is: 'nothing';
      readonly why: string;
      readonly isUnknown?: true;
      readonly written?: 'any' | 'zero' | 'never';
      /** The field that a number written to it goes to, and how the object is touched where none is. */
      readonly number?: { readonly field: Lvalue; readonly touch: string };
    };
