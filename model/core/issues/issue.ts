/** What is wrong with something that a user wrote, and the words in which it is told. */
import { nearest } from './nearest.ts';

/** Of a patch by its looks; of edits; of functions; of fields; of choices. */
export type ModelIssueCode =
  | ('type' | 'missing' | 'unknown-key' | 'name' | 'reserved-name' | 'duplicate')
  | ('no-function' | 'no-step' | 'claimed' | 'edit')
  | ('no-steps' | 'astray' | 'recursion' | 'form' | 'no-local' | 'early')
  | (
      | 'no-struct'
      | 'no-field'
      | 'redeclared'
      | 'no-class'
      | 'no-domain'
      | 'no-pool'
      | 'no-lock'
      | 'range'
      | 'start'
      | 'layout'
      | 'lock-order'
      | 'declared'
    )
  | 'options';

export interface Issue<Code extends string = ModelIssueCode> {
  /** Stable, for programs. */
  readonly code: Code;
  readonly message: string;
  /** What would have been right, completing "expected …", with the name that was probably meant. */
  readonly expected: string;
}

/** What is wrong with a patch, or with a model. */
export interface ModelIssue extends Issue {
  /** `patch mine, hunk wake`, or the step. */
  readonly where: string;
}

/** `patch mine, hunk wake: f has no step four; expected one of one, two, three`. */
export const showModelIssue = ({ where, message, expected }: ModelIssue): string =>
  `${where}: ${message}; expected ${expected}`;

/** For `map`: the same, there. */
export const placed =
  (where: string) =>
  ({ code, message, expected }: Issue): ModelIssue => ({ code, where, message, expected });

/** `the struct mine is 7`, where it should be something else. */
export const notOfType = (what: string, value: unknown, expected: string): Issue => ({
  code: 'type',
  message: `${what} is ${described(value)}`,
  expected,
});

/** A list of more names than this is cut to the first few. */
const MOST_NAMED = 60;
const NAMED_AT_FIRST = 8;

/** One of several names, as the end of "expected …". */
export function oneOfNames(names: readonly string[]): string {
  if (names.length > MOST_NAMED)
    return `one of ${names.slice(0, NAMED_AT_FIRST).join(', ')} and ${names.length - NAMED_AT_FIRST} more`;
  return names.length > 1 ? `one of ${names.join(', ')}` : names.join();
}

/** The same, with the one that `name` was probably meant to be. */
export function oneOfNear(name: unknown, names: readonly string[]): string {
  const near = typeof name === 'string' ? nearest(name, names) : undefined;
  return near === undefined ? oneOfNames(names) : `${oneOfNames(names)} (did you mean ${near}?)`;
}

/** A text from a file, quoted, and cut where it would no longer help. */
export const quote = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);

/** What a value is, where it should be another: `42`, `"text"`, `an array`. */
export function described(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The keys that are none of the known ones. */
export const unknownKeys = (value: object, known: readonly string[]): string[] =>
  Object.keys(value).filter((key) => !known.includes(key));
