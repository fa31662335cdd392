/** What values of the C are in the model. */

export type ValueKind =
  /** `isUnsigned`: it is never below 0. */
  | { readonly is: 'number'; readonly isUnsigned?: true }
  /** A boolean: what a comparison says, a flag, a field that is true or false. */
  | { readonly is: 'truth' }
  /** Whether it is 0, of a number that the model does not know otherwise: bits of flags, how many pages there are. */
  | { readonly is: 'some' }
  /** The number of an object, or NULL, which is -1. `to`: its struct, as the C calls it. */
  | { readonly is: 'pointer'; readonly to: string }
  /** One of a few states that have names: a method, what a task is about to do. */
  | { readonly is: 'state'; readonly names: readonly string[] }
  /** A `struct list_head *`: the number of the request that is linked by this field; NULL is the head of the list itself. */
  | { readonly is: 'link'; readonly field: string }
  /** 0 or NULL as it is written, which is of any kind. */
  | { readonly is: 'zero' }
  /** The model has nothing of it. It may be handed to what does not look at it. */
  | { readonly is: 'nothing'; readonly why: string };

/** An expression of TypeScript over the locals `f` and constants, without effects, and what it is. */
export interface Operand {
  readonly text: string;
  readonly kind: ValueKind;
}

export const NUMBER: ValueKind = { is: 'number' };
export const TRUTH: ValueKind = { is: 'truth' };

/** What cannot be put into steps: why, and the piece of C that it is about. */
export class NotLifted extends Error {
  override readonly name = 'NotLifted';
  readonly line: number;
  readonly c: string;
  constructor(why: string, at: { readonly line: number; readonly text: string }) {
    super(why);
    this.line = at.line;
    this.c = at.text;
  }
}

/** A condition of which the model knows nothing. */
export class Undecided extends NotLifted {}

const ATOMS = /^(?:-?[\w.$]+|[\w.$]+\([^()]*\)(?:\.\w+)*|'[^']*')$/;

/** In parentheses, unless it is one thing. */
export const inner = (text: string): string => (ATOMS.test(text) ? text : `(${text})`);

/** As a condition of TypeScript. */
export function truthOf({ text, kind }: Operand): string {
  switch (kind.is) {
    case 'truth':
    case 'some':
      return text;
    case 'number':
      return /^-?\d+$/.test(text) ? String(Number(text) !== 0) : `${inner(text)} !== 0`;
    case 'pointer':
      return `${inner(text)} !== NULL`;
    case 'state':
      return `${inner(text)} !== 'NULL'`;
    case 'link':
      return 'true';
    case 'zero':
      return 'false';
    case 'nothing':
      throw new Error('what the model has nothing of is no condition');
  }
}

export const negated = (text: string): string => {
  const parts = /^([\w.$()]+) (!==|===) ([\w.$'-]+)$/.exec(text);
  if (parts !== null) return `${parts[1]} ${parts[2] === '===' ? '!==' : '==='} ${parts[3]}`;
  if (text === 'true') return 'false';
  if (text === 'false') return 'true';
  return text.startsWith('!') && ATOMS.test(text.slice(1)) ? text.slice(1) : `!${inner(text)}`;
};

/** As a number of TypeScript; null: it is none. */
export function numberText({ text, kind }: Operand): string | null {
  switch (kind.is) {
    case 'number':
      return text;
    case 'truth':
      return text === 'true' ? '1' : text === 'false' ? '0' : `Number(${text})`;
    case 'zero':
      return '0';
    case 'some':
    case 'pointer':
    case 'link':
    case 'state':
    case 'nothing':
      return null;
  }
}

/** Which of the states 0 or NULL is; null: none. */
function zeroOf(names: readonly string[]): string | null {
  const zero = names.find((name) => name === 'NULL' || name === '0');
  return zero === undefined ? null : `'${zero}'`;
}

/** What is stored where a value of one kind is kept as another; null: it cannot be. */
export function converted(value: Operand, to: ValueKind): string | null {
  switch (to.is) {
    case 'number':
      return numberText(value);
    case 'truth':
      return value.kind.is === 'nothing' ? null : truthOf(value);
    case 'pointer':
      if (value.kind.is === 'zero') return 'NULL';
      return value.kind.is === 'pointer' ? value.text : null;
    case 'link':
      return value.kind.is === 'link' && value.kind.field === to.field ? value.text : null;
    case 'state':
      if (value.kind.is === 'state') return value.text;
      return value.kind.is === 'zero' ? zeroOf(to.names) : null;
    case 'some':
    case 'zero':
    case 'nothing':
      return null;
  }
}

/** Of a number. */
export const minus = (number: string): string =>
  /^-\d+$/.test(number) ? number.slice(1) : number.startsWith('-') ? `-(${number})` : `-${inner(number)}`;
