/** Whether two texts are the same C. */
import { fragmentText, type Token, tokensIn } from './tokens.ts';
import type { SourceLine } from './source.ts';

/** Apart from comments and white space. The end of a line counts only where a directive ends with it. */
export function sameCode(one: readonly SourceLine[], other: readonly SourceLine[]): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  return a.length === b.length && a.every((word, nth) => word === b[nth]);
}

/** Without comments and white space. */
export function wordsOf(lines: readonly SourceLine[]): string[] {
  const code = fragmentText(lines);
  const tokens = tokensIn(code, 0, code.text.length, []);
  const words: string[] = [];
  let isDirective = false;
  tokens.forEach((token, nth) => {
    const isFirst = nth === 0 || isOnNextLine(code.text, tokens[nth - 1] as Token, token);
    if (isFirst && isDirective) words.push('\n');
    if (isFirst) isDirective = token.text === '#';
    words.push(token.text);
  });
  return words;
}

/** Lines that a backslash joins are one. */
const isOnNextLine = (text: string, before: Token, token: Token): boolean =>
  text
    .slice(before.end, token.start)
    .replaceAll(/\\[ \t]*\n/g, '')
    .includes('\n');
