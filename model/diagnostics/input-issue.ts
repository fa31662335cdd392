/** What is wrong with a file that a user wrote, and where. */
import type { Issue } from '../core/issues/issue.ts';
import { visible } from './visible.ts';

export const INPUT_ISSUE_CODES = [
  'syntax',
  'too-deep',
  'duplicate-key',
  'unknown-key',
  'missing',
  'type',
  'range',
  'form',
  'unknown-name',
  'reserved-name',
  'duplicate',
  'one-call',
  'misplaced',
  'not-lifted',
  'no-diff',
  'other-form',
  'binary',
  'rename',
  'damaged',
  'cut-off',
] as const;

export type InputIssueCode = (typeof INPUT_ISSUE_CODES)[number];

export interface InputIssue extends Issue<InputIssueCode> {
  readonly file: string;
  /** From 1; a line ends at LF, CR or both. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors and compilers count. */
  readonly column: number;
  /** `iocbs[1].op`; empty for the whole text. */
  readonly path: string;
}

export type InputPath = readonly PropertyKey[];

/** `iocbs[1].op`, and `["odd key"]` for what is no identifier. */
export function showPath(path: InputPath): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    const key = String(part);
    return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  return parts.join('').replace(/^\./, '');
}

/** `my.json:3:18: iocbs[1].op: unknown op "x"; expected one of a, b`: always one line. */
export function showIssue({ file, line, column, path, message, expected }: Omit<InputIssue, 'code'>): string {
  const what = path === '' ? message : `${path}: ${message}`;
  return visible(`${file}:${line}:${column}: ${what}; expected ${expected}`);
}
