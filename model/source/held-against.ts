/** A file of a kernel tree held against what is known of 2.6.20's: which lines are where, and which are gone. */
import { diffArrays } from 'diff';
import { lineDigest } from './digest.ts';
import { isCode } from './line-kinds.ts';
import type { ModelledLines, SourceFile } from './source-file.ts';

/** A modelled function in the tree's file. */
export interface HeldFunction {
  readonly name: string;
  /** Where it begins in 2.6.20. */
  readonly line: number;
  /** By how many lines what is left of it stands further down, of most of its lines; null: nothing is left of it. */
  readonly moved: number | null;
  /** Lines of 2.6.20 that hold code, and that are changed or gone. */
  readonly gone: readonly number[];
  /** Lines of the tree's file that stand between those that are left. */
  readonly added: readonly number[];
}

export interface HeldFile {
  readonly path: string;
  /** All of it is as in 2.6.20. */
  readonly isSame: boolean;
  readonly lines: number;
  readonly functions: readonly HeldFunction[];
  /** Of each line of 2.6.20, which line of the tree's file it is, from 1; null: none. */
  readonly places: readonly (number | null)[];
}

/** Nothing of it is changed; it may stand elsewhere. */
export const isUnchanged = ({ gone, added, moved }: HeldFunction): boolean =>
  moved !== null && gone.length === 0 && added.length === 0;

/** `texts`: the lines of the tree's file. */
export function heldAgainst(file: SourceFile, texts: readonly string[]): HeldFile {
  const there = texts.map(lineDigest);
  const places = placesOf(file.digests, there);
  const isSame = there.length === file.digests.length && places.every((place, nth) => place === nth + 1);
  return {
    path: file.path,
    isSame,
    lines: texts.length,
    functions: file.facts.modelled.map((one) => heldFunction(one, places)),
    places,
  };
}

/** Of each line of the first, which line of the second it is, from 1; null: none. */
function placesOf(base: readonly number[], there: readonly number[]): (number | null)[] {
  const places: (number | null)[] = [];
  let at = 0;
  for (const { added, removed, count } of diffArrays([...base], [...there])) {
    for (let nth = 0; nth < count; nth++)
      if (added) at++;
      else places.push(removed ? null : ++at);
  }
  return places;
}

function heldFunction({ name, lines: [from, to], statements }: ModelledLines, places: readonly (number | null)[]) {
  const offsets = new Map<number, number>();
  const gone: number[] = [];
  const added: number[] = [];
  let before: number | null = null;
  for (let line = from; line <= to; line++) {
    const place = places[line - 1] ?? null;
    if (place === null) {
      const kind = statements.find(([first, last]) => first <= line && line <= last)?.[2];
      if (kind !== undefined && isCode(kind)) gone.push(line);
      continue;
    }
    offsets.set(place - line, (offsets.get(place - line) ?? 0) + 1);
    if (before !== null) for (let between = before + 1; between < place; between++) added.push(between);
    before = place;
  }
  const [most] = [...offsets].toSorted((a, b) => b[1] - a[1]);
  return { name, line: from, moved: most?.[0] ?? null, gone, added };
}
