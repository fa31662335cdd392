/** Texts that are no unified diff, or hold what no line of C says: each is refused in words of its own. */
import type { InputIssueCode } from '../diagnostics/input-issue.ts';
import type { TextLine } from './text-line.ts';

export interface Refused {
  readonly code: InputIssueCode;
  readonly at: number;
  readonly message: string;
  readonly expected: string;
}

const UNIFIED = 'a unified diff, as diff -u and git format-patch write it';

const textAt = (lines: readonly TextLine[], nth: number): string => lines[nth]?.text ?? '';

/** `5,6c5`, and below it the lines. */
const isNormal = (lines: readonly TextLine[], nth: number): boolean =>
  /^\d+(?:,\d+)?[acd]\d+(?:,\d+)?$/.test(textAt(lines, nth)) && /^[<>](?: |$)/.test(textAt(lines, nth + 1));

/** `5,6c`, and a line with a point alone further down. */
const isEd = (lines: readonly TextLine[], nth: number): boolean =>
  /^\d+(?:,\d+)?[acd]$/.test(textAt(lines, nth)) &&
  (textAt(lines, nth).endsWith('d') || lines.slice(nth).some(({ text }) => text === '.'));

const isContext = (lines: readonly TextLine[], nth: number): boolean =>
  /^\*{15,}/.test(textAt(lines, nth)) && /^\*\*\* \d+(?:,\d+)? \*{4}/.test(textAt(lines, nth + 1));

const isCombined = (text: string): boolean => /^@@@+ -\d/.test(text);

/** What in the whole text is a diff of a form that has no `@@`; only asked where there is no unified one. */
export function otherFormIn(lines: readonly TextLine[]): Refused | null {
  for (const [nth, { at }] of lines.entries()) {
    const form = isNormal(lines, nth) ? 'a normal diff' : isEd(lines, nth) ? 'an ed script' : null;
    if (form !== null) return { code: 'no-diff', at, message: `no unified diff: this is ${form}`, expected: UNIFIED };
  }
  return null;
}

/** What is refused at this line, which is in no hunk. */
export function refusedAt(lines: readonly TextLine[], nth: number): Refused | null {
  const { text, at } = lines[nth] ?? { text: '', at: 1 };
  if (isContext(lines, nth)) return { code: 'other-form', at, message: 'this is a context diff', expected: UNIFIED };
  if (isCombined(text))
    return {
      code: 'other-form',
      at,
      message: 'this is a combined diff, against several bases',
      expected: `${UNIFIED}, against one base`,
    };
  if (/^GIT binary patch$/.test(text) || /^Binary files .* differ$/.test(text))
    return {
      code: 'binary',
      at,
      message: 'a binary file changes here',
      expected: 'only text: leave that file out of the diff',
    };
  const moved = /^(rename|copy) from (.+)$/.exec(text);
  if (moved !== null) return movedFile(at, moved[1] === 'copy' ? 'copied' : 'renamed', moved[2] ?? '');
  return null;
}

export const movedFile = (at: number, how: 'copied' | 'renamed', from: string, to?: string): Refused => ({
  code: 'rename',
  at,
  message: `${from} is ${how}${to === undefined ? '' : ` to ${to}`}`,
  expected: 'a diff in which files keep their names (git format-patch --no-renames)',
});

export const noDiff = (): Refused => ({ code: 'no-diff', at: 1, message: 'no diff in this text', expected: UNIFIED });
