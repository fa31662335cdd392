/**
 * Names that can be given to functions, steps, locals, fields, choices, structs and contexts. A schedule is written down by names, one line for a
 * step (`submitter aio_complete.lock`) or a choice (`submitter ? bio=-5`), and must be found again by its lines.
 */
import { described, type Issue, quote } from './issue.ts';

export type Named = 'function' | 'step' | 'local' | 'field' | 'choice' | 'struct' | 'context';

/** Why something can have no such name, and what kind of name it should have. */
export interface WrongName {
  readonly code: 'name' | 'reserved-name';
  /** `is made of digits only`. */
  readonly why: string;
  readonly expected: string;
}

interface Rule {
  /** Letters, digits and _ of ASCII only; without it, whatever a line of a trace can hold. */
  readonly asInC: boolean;
  /** What a line could not be taken apart with. */
  readonly separators: string;
  /** Names that mean something else to the core, and what. */
  readonly reserved: Readonly<Record<string, string>>;
  readonly expected: string;
}

const IN_C = 'a name as C has them: letters, digits and _, no digit first';

const rules: Readonly<Record<Named, Rule>> = {
  function: { asInC: false, separators: '.?', reserved: {}, expected: IN_C },
  step: { asInC: false, separators: '.?', reserved: { return: 'is where a function ends' }, expected: IN_C },
  choice: { asInC: false, separators: '=?', reserved: {}, expected: 'letters, digits, _ and -' },
  local: { asInC: true, separators: '', reserved: {}, expected: IN_C },
  field: {
    asInC: true,
    separators: '',
    reserved: { life: 'is what the machine keeps of each object' },
    expected: IN_C,
  },
  struct: {
    asInC: true,
    separators: '',
    reserved: {
      context: 'is the pool of the contexts',
      some: 'is how predicates ask all of a pool',
      ...Object.fromEntries(
        ['world', 'current', 'choose', 'alloc', 'publish', 'free', 'discard', 'BUG_ON', 'might_sleep', 'trap'].map(
          (name) => [name, 'is what steps find beside the pools'],
        ),
      ),
    },
    expected: IN_C,
  },
  context: { asInC: false, separators: '', reserved: {}, expected: IN_C },
};

const MOST_CHARACTERS = 200;

/** Null: it can have the name. */
export function wrongName(name: unknown, of: Named): WrongName | null {
  const { reserved, expected } = rules[of];
  if (typeof name !== 'string') return { code: 'name', why: 'is no text', expected };
  const taken = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
  if (taken !== undefined) return { code: 'reserved-name', why: taken, expected: 'another name' };
  if (name in Object.prototype)
    return { code: 'reserved-name', why: 'is a name that every JavaScript object has', expected: 'another name' };
  const why = unfit(name, rules[of]);
  return why === null ? null : { code: 'name', why, expected };
}

/** The same of what is called so, as an issue. */
export function misnamed(name: unknown, of: Named): Issue | null {
  const wrong = wrongName(name, of);
  if (wrong === null) return null;
  const { code, why, expected } = wrong;
  return { code, message: `a ${of} is called ${said(name)}, which ${why}`, expected };
}

function unfit(name: string, { asInC, separators }: Rule): string | null {
  if (name === '') return 'is empty';
  if (name.length > MOST_CHARACTERS) return `has more than ${MOST_CHARACTERS} characters`;
  if (/^\d+$/.test(name)) return 'is made of digits only, which JavaScript would put first';
  const hidden = hiddenIn(name);
  if (hidden !== null) return hidden;
  const separator = separators.split('').find((char) => name.includes(char));
  if (separator !== undefined) return `has a ${separator} in it, which means something else in a line of a trace`;
  return asInC && !/^[A-Za-z_]\w*$/.test(name) ? 'is no name in C' : null;
}

/** What cannot be seen in a name, and would break the line in which it stands, or the terminal; or null. */
export function hiddenIn(name: string): string | null {
  if (/\s/.test(name)) return 'has a blank or a line break in it';
  // Control and format characters, lone surrogates, and characters that nobody has assigned.
  return /\p{C}/u.test(name) ? 'has a character in it that cannot be seen' : null;
}

/** A name as it is said: as it is where it can be read, else quoted. */
export function said(name: unknown): string {
  if (typeof name !== 'string') return described(name);
  return /^[\w.+-]{1,60}$/.test(name) ? name : quote(name);
}
