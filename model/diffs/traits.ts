/** What each line of a hunk's text looks like, read as C: no more of it than tells whether a line was wrapped. */
import { columnsOf } from './habits.ts';
import type { UnquotedLine } from './quotes.ts';

export interface Traits {
  readonly sign: '+' | '-' | ' ' | null;
  /** Without the sign, and without white space around it. */
  readonly code: string;
  readonly columns: number;
  /** Whether the line begins inside a comment, and whether it ends in one. */
  readonly beginsInComment: boolean;
  readonly endsInComment: boolean;
  /** A string is begun and not ended: in C that cannot be. */
  readonly endsInString: boolean;
  /** Parentheses that are open at its end, of this statement. */
  readonly open: number;
}

interface Scan {
  readonly inComment: boolean;
  readonly inString: boolean;
  readonly open: number;
}

/** Goes over one line, and says what is open at its end. */
export function scanned(code: string, from: Scan): Scan {
  let { inComment, inString, open } = from;
  for (let i = 0; i < code.length; i += 1) {
    const [char, pair] = [code.charAt(i), code.slice(i, i + 2)];
    if (inComment) {
      if (pair === '*/') [inComment, i] = [false, i + 1];
    } else if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (pair === '/*') [inComment, i] = [true, i + 1];
    else if (pair === '//') break;
    else if (char === '"') inString = true;
    else if (char === "'") i += (/^'(?:\\.|[^\\'])'/.exec(code.slice(i))?.[0].length ?? 1) - 1;
    else if (char === '(') open += 1;
    else if (char === ')') open = Math.max(0, open - 1);
    else if (char === ';' || char === '{' || char === '}') open = 0;
  }
  // A line that goes on below by its last character ends no string.
  return { inComment, inString: inString && !code.endsWith('\\'), open };
}

/** Whether a hunk begins inside a comment: one is closed that was not opened, or its first words stand behind a star. */
export function beginsInComment(codes: readonly string[]): boolean {
  const text = codes.join('\n');
  const [opens, closes] = [text.indexOf('/*'), text.indexOf('*/')];
  if (closes >= 0 && (opens < 0 || closes < opens)) return true;
  return opens < 0 && /^\*(?:\s|$)/.test(codes.find((code) => code !== '') ?? '');
}

const signOf = (text: string): Traits['sign'] => {
  const first = text.charAt(0);
  return first === '+' || first === '-' || first === ' ' ? first : first === '\t' ? ' ' : null;
};

/** Each side has comments and strings of its own. */
export function traitsOf(lines: readonly UnquotedLine[]): Traits[] {
  const signs = lines.map(({ text }) => signOf(text));
  const codes = lines.map(({ text }, nth) => (signs[nth] === null ? text : text.slice(1)).trim());
  const start: Scan = { inComment: beginsInComment(codes), inString: false, open: 0 };
  const sides = { '-': start, '+': start };
  let above: Traits['sign'] = ' ';
  return lines.map((line, nth): Traits => {
    const [sign, code] = [signs[nth] ?? null, codes[nth] ?? ''];
    const side = (sign ?? above) === '-' ? '-' : '+';
    // A string goes on only in the rest of its own line.
    const from = { ...sides[side], inString: sides[side].inString && sign === null };
    const to = scanned(code, from);
    for (const one of ['-', '+'] as const)
      if (one === side) sides[one] = to;
      // What has no sign may be of either side.
      else if (sign === null || sign === ' ') sides[one] = scanned(code, { ...sides[one], inString: false });
    above = sign ?? above;
    return {
      sign,
      code,
      columns: columnsOf(line),
      beginsInComment: from.inComment,
      endsInComment: to.inComment,
      endsInString: to.inString && !to.inComment,
      open: to.open,
    };
  });
}
