/** What stands on each line of a C function, as the table tells it: one letter a line. */

const KINDS = {
  h: 'head',
  s: 'statement',
  c: 'condition',
  j: 'jump',
  d: 'declaration',
  l: 'label',
  b: 'brace',
  k: 'comment',
  n: 'blank',
  p: 'preprocessor',
} as const;

type Letter = keyof typeof KINDS;

/**
 * `statement`: with a declaration that computes something. `condition`: the head of an if, while, for or switch, or the tail of a
 * do-while. `jump`: a goto, a break, a continue, or the return of a local or a constant. `declaration`: nothing is computed.
 * `label`: alone on its line, or a case. `brace`: nothing but braces, `;`, `else` or `do`. `head`: of the function, with its first brace.
 */
export type LineKind = (typeof KINDS)[Letter];

/** Lines of a file, counted from 1, both included. */
export type LineRange = readonly [from: number, to: number];

/** The lines of one statement. */
export type KindRange = readonly [from: number, to: number, kind: LineKind];

const LETTERS = new Map(Object.entries(KINDS).map(([letter, kind]) => [kind, letter as Letter]));

/** A capital where a range begins, a small letter where it goes on. The ranges follow each other without a gap. */
export const writeKinds = (ranges: readonly KindRange[]): string =>
  ranges
    .map(([from, to, kind]) => {
      const letter = LETTERS.get(kind) as Letter;
      return letter.toUpperCase() + letter.repeat(to - from);
    })
    .join('');

/** `first` is the line of the first letter. Throws Error at a letter that there is not. */
export function readKinds(letters: string, first: number): readonly KindRange[] {
  const ranges: [number, number, LineKind][] = [];
  letters.split('').forEach((letter, i) => {
    const kind = KINDS[letter.toLowerCase() as Letter] as LineKind | undefined;
    if (kind === undefined)
      throw new Error(`${letter} is no kind of line; expected one of ${Object.keys(KINDS).join('')}`);
    const last = ranges.at(-1);
    if (letter === letter.toLowerCase() && last?.[2] === kind) last[1] = first + i;
    else ranges.push([first + i, first + i, kind]);
  });
  return ranges;
}

/** Whether a step has to stand for the lines, or a reason why none does. */
export const isCode = (kind: LineKind): boolean => kind === 'statement' || kind === 'condition' || kind === 'jump';
