/** The syntax tree of C: plain data. What a name means is no matter here. */
import type { Extent } from './source.ts';

export type UnaryOperator = '!' | '~' | '-' | '+' | '&' | '*';
export type BinaryOperator =
  | ('*' | '/' | '%' | '+' | '-' | '<<' | '>>')
  | ('<' | '>' | '<=' | '>=' | '==' | '!=')
  | ('&' | '^' | '|' | '&&' | '||');
export type AssignmentOperator = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '<<=' | '>>=' | '&=' | '^=' | '|=';

/** A type where an expression could stand, as in `list_entry(p, struct kiocb, ki_list)`. */
export interface TypeName {
  readonly kind: 'type';
  /** `struct kiocb *`: one blank between words, none between stars. */
  readonly type: string;
  readonly at: Extent;
}

/** Parentheses are not in the tree: its shape says what belongs together. */
export type Expression =
  | { readonly kind: 'name'; readonly name: string; readonly at: Extent }
  /** Whole numbers and characters. `spelling` is as written, with its suffix. */
  | { readonly kind: 'number'; readonly value: bigint; readonly spelling: string; readonly at: Extent }
  /** With its quotes; pieces that C joins have a blank between them, names of macros among them. */
  | { readonly kind: 'string'; readonly spelling: string; readonly at: Extent }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression; readonly at: Extent }
  | {
      readonly kind: 'update';
      readonly operator: '++' | '--';
      readonly isPrefix: boolean;
      readonly operand: Expression;
      readonly at: Extent;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: Extent;
    }
  | {
      readonly kind: 'assignment';
      readonly operator: AssignmentOperator;
      readonly target: Expression;
      readonly value: Expression;
      readonly at: Extent;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      /** Null in `a ?: b`. */
      readonly consequence: Expression | null;
      readonly alternative: Expression;
      readonly at: Extent;
    }
  | { readonly kind: 'comma'; readonly left: Expression; readonly right: Expression; readonly at: Extent }
  | {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly args: readonly (Expression | TypeName)[];
      readonly at: Extent;
    }
  | {
      readonly kind: 'field';
      readonly of: Expression;
      readonly name: string;
      readonly isArrow: boolean;
      readonly at: Extent;
    }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression; readonly at: Extent }
  | { readonly kind: 'cast'; readonly type: string; readonly operand: Expression; readonly at: Extent }
  | { readonly kind: 'sizeof'; readonly of: Expression | TypeName; readonly at: Extent }
  /** Not in the fragment: the condition of a loop or branch that begins above it or ends below. */
  | { readonly kind: 'hole'; readonly at: Extent }
  /** C, but not of the kind that is read here. */
  | { readonly kind: 'unsupported'; readonly reason: string; readonly at: Extent };

export type Storage = 'static' | 'extern' | 'register' | 'auto';

export interface Declaration {
  readonly kind: 'declaration';
  readonly name: string;
  /** Without the stars of this name, and with qualifiers: `const char`; of a pointer to a function, all but the name: `int (*)(int)`. */
  readonly type: string;
  readonly pointers: number;
  /** Sizes, outermost first; null where none is written. */
  readonly array: readonly (Expression | null)[];
  readonly initialiser: Expression | null;
  readonly storage: Storage | null;
  readonly at: Extent;
}

export interface Parameter {
  /** Null in a prototype that names none. */
  readonly name: string | null;
  readonly type: string;
  readonly pointers: number;
  readonly array: readonly (Expression | null)[];
  readonly at: Extent;
}

export interface FunctionHead {
  readonly name: string;
  /** `struct kiocb *`; empty where it is not in the fragment. */
  readonly returns: string;
  readonly parameters: readonly Parameter[];
  readonly isVariadic: boolean;
  readonly isStatic: boolean;
  readonly isInline: boolean;
}

export interface Block {
  readonly kind: 'block';
  readonly body: readonly Item[];
  /** The brace is not in the fragment. */
  readonly missing: { readonly open: boolean; readonly close: boolean };
  readonly at: Extent;
}

export type Statement =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly at: Extent }
  | Declaration
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly consequence: Item;
      readonly alternative: Item | null;
      readonly at: Extent;
    }
  | { readonly kind: 'while'; readonly condition: Expression; readonly body: Item; readonly at: Extent }
  | { readonly kind: 'do'; readonly body: Item; readonly condition: Expression; readonly at: Extent }
  | {
      readonly kind: 'for';
      readonly initialiser: readonly Item[];
      readonly condition: Expression | null;
      readonly update: Expression | null;
      readonly body: Item;
      readonly at: Extent;
    }
  | { readonly kind: 'switch'; readonly subject: Expression; readonly body: Item; readonly at: Extent }
  /** A mark before the statement that follows it, as labels are. */
  | { readonly kind: 'case'; readonly value: Expression; readonly at: Extent }
  | { readonly kind: 'default'; readonly at: Extent }
  | { readonly kind: 'label'; readonly name: string; readonly at: Extent }
  | { readonly kind: 'goto'; readonly label: string; readonly at: Extent }
  | { readonly kind: 'return'; readonly value: Expression | null; readonly at: Extent }
  | { readonly kind: 'break'; readonly at: Extent }
  | { readonly kind: 'continue'; readonly at: Extent }
  | { readonly kind: 'empty'; readonly at: Extent }
  | { readonly kind: 'assembler'; readonly at: Extent }
  /** `list_for_each_entry(pos, head, member) body`. */
  | {
      readonly kind: 'macroLoop';
      readonly name: string;
      readonly args: readonly (Expression | TypeName)[];
      readonly body: Item;
      readonly at: Extent;
    }
  | Block
  /** Begins above the fragment, or ends below it. */
  | { readonly kind: 'incomplete'; readonly edge: 'start' | 'end'; readonly at: Extent }
  /** There is an issue for it. */
  | { readonly kind: 'unreadable'; readonly at: Extent };

export interface Member {
  readonly kind: 'member';
  /** Null where a struct or union without a name lends its members. */
  readonly name: string | null;
  readonly type: string;
  readonly pointers: number;
  readonly array: readonly (Expression | null)[];
  readonly bits: Expression | null;
  /** Of a struct or union that is declared here, or null. */
  readonly members: readonly Item[] | null;
  readonly at: Extent;
}

export interface MacroDefinition {
  readonly kind: 'define';
  readonly name: string;
  /** Null: it is no function. The last one of a variadic macro takes all that is left. */
  readonly parameters: readonly string[] | null;
  readonly isVariadic: boolean;
  /** White space collapsed. */
  readonly body: string;
  /** Its last line is not in the fragment. */
  readonly isCut: boolean;
  readonly at: Extent;
}

/** What stands in a file outside of functions; all of it may stand inside, too. */
export type FileItem =
  | ({ readonly kind: 'function'; readonly body: Block; readonly at: Extent } & FunctionHead)
  | ({ readonly kind: 'prototype'; readonly at: Extent } & FunctionHead)
  | {
      readonly kind: 'struct';
      readonly of: 'struct' | 'union';
      readonly name: string | null;
      /** Null: only the name is announced. */
      readonly members: readonly Item[] | null;
      readonly isCut: boolean;
      readonly at: Extent;
    }
  | Member
  | {
      readonly kind: 'enum';
      readonly name: string | null;
      readonly constants: readonly { readonly name: string; readonly value: Expression | null; readonly at: Extent }[];
      readonly at: Extent;
    }
  | { readonly kind: 'typedef'; readonly name: string; readonly type: string; readonly at: Extent }
  | MacroDefinition
  | { readonly kind: 'include'; readonly path: string; readonly at: Extent }
  /** `#undef`, `#error`, `#pragma` and whatever else. */
  | { readonly kind: 'directive'; readonly name: string; readonly at: Extent };

export type Item = Statement | FileItem;
