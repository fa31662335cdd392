/** Tokens of C, with where they stand. */
import { type CIssue, collapsed, type Extent, type SourceLine } from './source.ts';
import { blankComments } from './comments.ts';
import { quote } from '../../core/issues/issue.ts';

export type TokenKind = 'name' | 'number' | 'character' | 'string' | 'punctuator';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offsets in the text. Of a macro's expansion, those of the use. */
  readonly start: number;
  readonly end: number;
  /** White space is before it. */
  readonly isSpaced: boolean;
  /** Macros that it is not to be expanded with any more. */
  readonly hidden?: ReadonlySet<string>;
}

const PUNCTUATORS =
  '... <<= >>= -> ++ -- << >> <= >= == != && || += -= *= /= %= &= ^= |= ## { } [ ] ( ) ; : , . ? = + - * / % < > ! ~ & ^ | # \\ @ $ `';

const escaped = (text: string): string => text.replaceAll(/[^\w\s]/g, (one) => `\\${one}`);

const TOKEN = new RegExp(
  [
    '(?<space>\\s+|\\\\[ \\t]*\\n)',
    '(?<string>L?"(?:\\\\[^]|[^"\\\\\\n])*")',
    "(?<character>L?'(?:\\\\[^]|[^'\\\\\\n])+')",
    '(?<name>[A-Za-z_]\\w*)',
    '(?<number>\\.?\\d(?:[eEpP][+-](?=\\d)|[\\w.])*)',
    `(?<punctuator>${PUNCTUATORS.split(' ').map(escaped).join('|')})`,
    '(?<other>[^])',
  ].join('|'),
  'y',
);

/** A text whose comments are blanked, with the numbers of its lines. */
export class CodeText {
  readonly text: string;
  private readonly lines: readonly SourceLine[];
  private readonly starts: readonly number[];

  constructor(text: string, lines: readonly SourceLine[]) {
    this.text = text;
    this.lines = lines;
    let at = 0;
    this.starts = text.split('\n').map((line) => {
      const start = at;
      at += line.length + 1;
      return start;
    });
  }

  /** The caller's number of the line that the offset is on. */
  lineAt(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.lines[low]?.at ?? 0;
  }

  /** From one offset to before another. */
  extent(start: number, end: number): Extent {
    return {
      line: this.lineAt(start),
      endLine: this.lineAt(Math.max(start, end - 1)),
      text: collapsed(this.text.slice(start, end)),
    };
  }
}

/** What is between two offsets. A character that C does not have is an issue, and a string that has no end. */
export function tokensIn(code: CodeText, start: number, end: number, issues: CIssue[]): Token[] {
  const tokens: Token[] = [];
  let isSpaced = true;
  const text = code.text.slice(0, end);
  TOKEN.lastIndex = start;
  for (let found = TOKEN.exec(text); found !== null && found[0] !== ''; found = TOKEN.exec(text)) {
    const groups = found.groups as Readonly<Record<TokenKind | 'space' | 'other', string | undefined>>;
    if (groups.space !== undefined) {
      isSpaced = true;
      continue;
    }
    const kind = (['name', 'number', 'punctuator', 'string', 'character'] as const).find(
      (one) => groups[one] !== undefined,
    );
    const at = { start: found.index, end: found.index + found[0].length };
    if (kind === undefined || (kind === 'punctuator' && '\\@$`'.includes(found[0])))
      issues.push(stray(code, at.start, found[0]));
    if (kind !== undefined) tokens.push({ kind, text: found[0], ...at, isSpaced });
    isSpaced = false;
  }
  return tokens;
}

function stray(code: CodeText, offset: number, text: string): CIssue {
  const line = code.lineAt(offset);
  return text === '"' || text === "'"
    ? {
        code: 'c-syntax',
        line,
        message: `C syntax: a ${text} that has no end on its line`,
        expected: `another ${text}`,
      }
    : { code: 'c-syntax', line, message: `C syntax: ${quote(text)} is no character of C`, expected: 'a token of C' };
}

/** As somebody would write them: white space as it was, collapsed. */
export const spelled = (tokens: readonly Token[]): string =>
  tokens.map(({ text, isSpaced }, nth) => (isSpaced && nth > 0 ? ` ${text}` : text)).join('');

/** `struct kiocb *`: one blank between words, none between stars and brackets. */
export const typeText = (words: readonly string[]): string =>
  words
    .join(' ')
    .replaceAll(/\* (?=\*)/g, '*')
    .replaceAll(/([([]) /g, '$1')
    .replaceAll(/ ([)\],])/g, '$1')
    .replaceAll(/(\)|typeof) \(/g, '$1(');

/** Lines of which the first may be within a comment, as one text, comments blanked. */
export const fragmentText = (lines: readonly SourceLine[]): CodeText => new CodeText(blankComments(lines, true), lines);

/** Lines that are all there, as one text, comments blanked. */
export const wholeText = (lines: readonly SourceLine[]): CodeText => new CodeText(blankComments(lines, false), lines);
