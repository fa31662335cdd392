/**
 * Steps that stand for several statements about an object that nobody else can see: what a patch puts between these may as well come
 * behind them all, and so may what gives one of its fields another value.
 */
import { skeletonOf } from '../../source/skeleton.ts';
import type { ModelledLines } from '../../source/source-file.ts';
import type { SkeletonLine } from '../../source/with-hunks.ts';
import type { PatchLine } from '../patched-file.ts';

/** By function, the lines of 2.6.20 of such statements. */
const PRIVATE: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>> = {
  // The new request, before it is linked (432).
  __aio_get_req: [[411, 424]],
};

const isAdded = ({ origin }: SkeletonLine): boolean => origin.is === 'added';
const baseOf = ({ origin }: SkeletonLine): number | null => (origin.is === 'added' ? null : origin.base);
/** What an assignment writes to. */
const written = (text: string): string | undefined => /^\s*([\w>.-]+)\s*=[^=]/.exec(text)?.[1];

/** The text of a function with what is put between such statements behind them, numbered anew. `removed`: of the function. */
export function withoutInsertions(
  lines: readonly SkeletonLine[],
  modelled: ModelledLines,
  removed: readonly PatchLine[],
): SkeletonLine[] {
  let all = [...lines];
  for (const [from, to] of PRIVATE[modelled.name] ?? []) {
    const first = all.findIndex((line) => (baseOf(line) ?? 0) >= from);
    const last = all.findLastIndex((line) => (baseOf(line) ?? Number.POSITIVE_INFINITY) <= to);
    const inside = all.slice(first, last + 1);
    // Where a statement of them is changed, the order may matter.
    if (inside.some(({ origin }) => origin.is === 'shown')) continue;
    const added = inside.filter(isAdded);
    const rewritten = removed.filter(({ base, line }) => {
      const target = written(line.text);
      return from <= base && base <= to && target !== undefined && added.some(({ text }) => written(text) === target);
    });
    const kept = inside.filter((line) => !isAdded(line));
    for (const { base } of rewritten) {
      const text = skeletonOf(modelled)[base - modelled.lines[0]] ?? '';
      kept.push({ at: 0, text, origin: { is: 'kept', base } });
    }
    kept.sort((a, b) => (baseOf(a) ?? 0) - (baseOf(b) ?? 0));
    all = [...all.slice(0, first), ...kept, ...added, ...all.slice(last + 1)];
  }
  return all.map(({ text, origin }, nth) => ({ at: nth + 1, text, origin }));
}
