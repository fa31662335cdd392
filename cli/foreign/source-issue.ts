/** What is wrong with a module of the user's own, and where in its text. */
import { type InputIssue } from '../../model/diagnostics/input-issue.ts';
import { visible } from '../../model/diagnostics/visible.ts';

export interface SourceIssue extends Omit<InputIssue, 'path' | 'code' | 'expected'> {
  /** Stable, for programs: `syntax`, `outer-assignment`, `outer-change`, or a code of the compiler's (`TS2345`). */
  readonly code: string;
  /** Null where the message says it: the compiler's do. */
  readonly expected: string | null;
}

/** `mine.ts:7:5: the step late assigns n, …; expected …`, and the compiler's code where it is one: always one line. */
export function showSourceIssue({ code, file, line, column, message, expected }: SourceIssue): string {
  const what = code.startsWith('TS') ? `${code}: ${message}` : message;
  return visible(`${file}:${line}:${column}: ${what}${expected === null ? '' : `; expected ${expected}`}`);
}
