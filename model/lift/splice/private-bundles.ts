/**
 * Steps that stand for several statements about an object that nobody else can see: what a patch puts between these may as well come
 * behind them all.
 */
import type { SkeletonLine } from '../../source/with-hunks.ts';

/** By function, the lines of 2.6.20 of such statements. */
const PRIVATE: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>> = {
  // The new request, before it is linked (432).
  __aio_get_req: [[411, 424]],
};

/** The text of a function with what is put between such statements behind them, numbered anew. */
export function withoutInsertions(lines: readonly SkeletonLine[], fn: string): SkeletonLine[] {
  let all = [...lines];
  for (const [from, to] of PRIVATE[fn] ?? []) {
    const baseOf = ({ origin }: SkeletonLine) => (origin.is === 'added' ? null : origin.base);
    const first = all.findIndex((line) => (baseOf(line) ?? 0) >= from);
    const last = all.findLastIndex((line) => (baseOf(line) ?? Number.POSITIVE_INFINITY) <= to);
    const inside = all.slice(first, last + 1);
    // Where a statement of them is changed, the order may matter.
    if (inside.some(({ origin }) => origin.is === 'shown')) continue;
    const isAdded = ({ origin }: SkeletonLine) => origin.is === 'added';
    const moved = [...inside.filter((line) => !isAdded(line)), ...inside.filter(isAdded)];
    all = [...all.slice(0, first), ...moved, ...all.slice(last + 1)];
  }
  return all.map((line, nth) => ({ ...line, at: nth + 1 }));
}
