/** Hunks as they mean the same, told so that statements and functions are whole in them. */
import type { DiffLine } from '../diffs/index.ts';
import { wordsOf } from './c/index.ts';

/** What only looks changed: lines of which nothing but white space is. */
export interface Settled {
  readonly lines: readonly DiffLine[];
  readonly respaced: readonly DiffLine[];
}

/** Lines that only get other white space stay; and runs of new lines stand where they have whole blocks in them. */
export function settled(lines: readonly DiffLine[]): Settled {
  const respaced: DiffLine[] = [];
  return { lines: slidInPlace(kept(lines, respaced)), respaced };
}

/** What it says, word for word; where a comment begins or ends, letter for letter. */
const code = ({ text }: DiffLine): string =>
  /\/\*|\*\//.test(text) ? text.trim().replaceAll(/\s+/g, ' ') : wordsOf([{ text, at: 0 }]).join(' ');

/** Braces that are closed before they are opened, and those that stay open. */
function unbalanced(lines: readonly DiffLine[]): number {
  let open = 0;
  let astray = 0;
  for (const bracket of lines
    .map(({ text }) => text.replaceAll(/"(?:[^"\\]|\\.)*"|'.'/g, ''))
    .join('')
    .match(/[{}]/g) ?? []) {
    open += bracket === '{' ? 1 : -1;
    if (open < 0) {
      astray++;
      open = 0;
    }
  }
  return astray + open;
}

/** A removed and an added line of one run that are the same but for white space are one that stays. */
function kept(lines: readonly DiffLine[], respaced: DiffLine[]): DiffLine[] {
  const out: DiffLine[] = [];
  for (let first = 0; first < lines.length;) {
    if (lines[first]?.kind === ' ') {
      out.push(lines[first++] as DiffLine);
      continue;
    }
    let end = first;
    while (end < lines.length && lines[end]?.kind !== ' ') end++;
    const run = lines.slice(first, end);
    const removed = run.filter(({ kind }) => kind === '-');
    const added = run.filter(({ kind }) => kind === '+');
    let [nextRemoved, nextAdded] = [0, 0];
    for (const [r, a] of pairs(removed, added)) {
      out.push(...removed.slice(nextRemoved, r), ...added.slice(nextAdded, a));
      out.push({ ...(added[a] as DiffLine), kind: ' ' });
      respaced.push(removed[r] as DiffLine, added[a] as DiffLine);
      [nextRemoved, nextAdded] = [r + 1, a + 1];
    }
    out.push(...removed.slice(nextRemoved), ...added.slice(nextAdded));
    first = end;
  }
  return out;
}

/** The longest common sequence of lines that say something. */
function pairs(removed: readonly DiffLine[], added: readonly DiffLine[]): (readonly [number, number])[] {
  const same = (r: number, a: number): boolean => {
    const text = code(removed[r] as DiffLine);
    return /\w/.test(text) && text === code(added[a] as DiffLine);
  };
  const best: number[][] = Array.from({ length: removed.length + 1 }, () =>
    Array.from({ length: added.length + 1 }, () => 0),
  );
  const at = (r: number, a: number): number => best[r]?.[a] ?? 0;
  for (let r = removed.length - 1; r >= 0; r--)
    for (let a = added.length - 1; a >= 0; a--)
      (best[r] as number[])[a] = same(r, a) ? at(r + 1, a + 1) + 1 : Math.max(at(r + 1, a), at(r, a + 1));
  const found: (readonly [number, number])[] = [];
  for (let [r, a] = [0, 0]; r < removed.length && a < added.length;)
    if (same(r, a)) found.push([r++, a++]);
    else if (at(r + 1, a) >= at(r, a + 1)) r++;
    else a++;
  return found;
}

/**
 * Where a run of new lines could as well stand a line further down or up, since the line there is the same as one of its own, diff takes
 * either: here, the one that has whole blocks in it.
 */
function slidInPlace(lines: readonly DiffLine[]): readonly DiffLine[] {
  const all = [...lines];
  for (let first = 0; first < all.length;) {
    if (all[first]?.kind !== '+') {
      first++;
      continue;
    }
    let end = first;
    while (all[end]?.kind === '+') end++;
    if (unbalanced(all.slice(first, end)) > 0 && !slid(all, first, end, 1)) slid(all, first, end, -1);
    first = end;
  }
  return all;
}

/** Slides the run till it has whole blocks; false, and nothing is changed, where it cannot. */
function slid(all: DiffLine[], first: number, end: number, by: 1 | -1): boolean {
  const tried = [...all];
  for (let [from, to] = [first, end]; ; from += by, to += by) {
    const [out, into] = by === 1 ? [from, to] : [to - 1, from - 1];
    const [leaving, coming] = [tried[out], tried[into]];
    if (leaving === undefined || coming?.kind !== ' ' || code(leaving) !== code(coming)) return false;
    tried[out] = { ...coming, text: leaving.text };
    tried[into] = { ...leaving, text: coming.text };
    if (unbalanced(tried.slice(from + by, to + by)) > 0) continue;
    all.splice(0, all.length, ...tried);
    return true;
  }
}
