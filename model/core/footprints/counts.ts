/**
 * Counts of references, and the steps that only add to them. Two such steps may be taken in either order, as long as the
 * count comes to none of the contents at which somebody would act: a count that is always the number of its holders is more
 * than one for whoever drops one of several references.
 */
import type { Layout } from '../layout/layout.ts';
import { YieldCounter, type Coroutine } from '../coroutine.ts';
import type { Knowledge, LocalState, ObservedTransition } from './knowledge.ts';

/** Transitions between two yields. */
const PIECE = 16_384;

/** A count, by its cell, and the cells of its holders, whose contents it is the sum of. */
export interface Count {
  readonly cell: number;
  readonly holders: readonly number[];
  /** It is never more: what all holders can come to together, and what the cell can hold. */
  readonly most: number;
}

const contentBefore = ({ asked, answers }: ObservedTransition, cell: number): number | undefined =>
  answers[asked.indexOf(cell)];

/** What a way adds to a cell; null: nobody can tell, since it was written and not looked at. */
function added(way: ObservedTransition, cell: number): number | null {
  const at = way.written.indexOf(cell);
  if (at < 0) return 0;
  const before = contentBefore(way, cell);
  return before === undefined ? null : (way.contents[at] as number) - before;
}

/** Whether the count stays the number of its holders on every way that was seen. */
function* isBalanced(
  { cell, holders }: Layout['counts'][number],
  knowledge: Knowledge,
  pace: YieldCounter,
): Coroutine<boolean> {
  for (const { transitions } of knowledge.localStates())
    for (const way of transitions) {
      if (pace.isOver()) yield;
      if (way.next < 0) continue;
      const count = added(way, cell);
      const held = holders.map((holder) => added(way, holder));
      if (count === null || held.includes(null)) return false;
      if (count !== held.reduce<number>((sum, n) => sum + (n ?? 0), 0)) return false;
    }
  return true;
}

/** The counts of the layout that are what they should be: in the beginning, and on every way. */
export function* soundCounts(
  layout: Layout,
  knowledge: Knowledge,
  initial: (cell: number) => number,
): Coroutine<readonly Count[]> {
  const pace = new YieldCounter(PIECE);
  const sound: Count[] = [];
  const highest = (cell: number): number => layout.cells[cell]?.highest ?? 0;
  for (const count of layout.counts) {
    const held = count.holders.reduce((sum, holder) => sum + initial(holder), 0);
    if (initial(count.cell) !== held || !(yield* isBalanced(count, knowledge, pace))) continue;
    const most = count.holders.reduce((sum, holder) => sum + highest(holder), 0);
    sound.push({ ...count, most: Math.min(most, highest(count.cell)) });
  }
  return sound;
}

/**
 * Whether the steps from here do the same whatever the count is, and add the same to it, as long as it is at least one more
 * than what the step itself changes. Every content was tried. Of a holder that it only looks at, nothing is taken to be its own:
 * that may be the very one for which the count is at least one.
 */
export function isAdditive({ transitions }: LocalState, { cell, holders, most }: Count): boolean {
  const bySort = new Map<string, { adds: number | null; lowest: number; seen: Set<number> }>();
  for (const way of transitions) {
    const content = contentBefore(way, cell);
    if (content === undefined) continue;
    const changed = holders.filter((holder) => way.written.includes(holder));
    const lowest = 1 + Math.max(0, ...changed.map((holder) => contentBefore(way, holder) ?? 0));
    // Less it cannot be, and more there are none who could hold it.
    if (content < lowest || content > most) continue;
    const sort = sortOf(way, cell);
    const known = bySort.get(sort);
    const adds = added(way, cell);
    if (known === undefined) bySort.set(sort, { adds, lowest, seen: new Set([content]) });
    else if (known.adds !== adds) return false;
    else known.seen.add(content);
  }
  return [...bySort.values()].every(({ adds, lowest, seen }) => {
    if (adds === null) return false;
    for (let content = lowest; content <= most; content++) if (!seen.has(content)) return false;
    return true;
  });
}

/** All of a way but what the count was, and became. */
function sortOf({ asked, answers, written, contents, next }: ObservedTransition, cell: number): string {
  const others = (cells: readonly number[], values: readonly number[]) =>
    cells.map((c, i) => (c === cell ? '' : `${c}=${values[i]}`)).join();
  return `${others(asked, answers)}|${others(written, contents)}|${next}`;
}
