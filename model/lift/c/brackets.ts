/** Which bracket closes which. */
import type { Token } from './tokens.ts';

export interface Brackets {
  /** By index of a bracket, that of the other one. */
  readonly partner: ReadonlyMap<number, number>;
  /** Closing ones that nothing opens, and opening ones that nothing closes: at the edges of a fragment, or mistakes. */
  readonly unopened: readonly number[];
  readonly unclosed: readonly number[];
  /** How deep they are nested. */
  readonly depth: number;
}

const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function matchBrackets(tokens: readonly Token[]): Brackets {
  const partner = new Map<number, number>();
  const unopened: number[] = [];
  const unclosed: number[] = [];
  const open: number[] = [];
  let depth = 0;
  tokens.forEach(({ kind, text }, i) => {
    if (kind !== 'punctuator') return;
    if (text === '(' || text === '[' || text === '{') depth = Math.max(depth, open.push(i));
    const opening = OPENS[text];
    if (opening === undefined) return;
    // A closing brace ends whatever parentheses were forgotten within it; other brackets end no block.
    if (text === '}') {
      const from = open.findLastIndex((one) => tokens[one]?.text === '{') + 1;
      unclosed.push(...open.splice(from));
    }
    const last = open.at(-1);
    if (last !== undefined && tokens[last]?.text === opening) {
      open.pop();
      partner.set(last, i);
      partner.set(i, last);
    } else unopened.push(i);
  });
  unclosed.push(...open);
  return { partner, unopened, unclosed: unclosed.toSorted((a, b) => a - b), depth };
}
