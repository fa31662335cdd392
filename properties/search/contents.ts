/** What cells of a state can hold, several at a time. */
import type { Observed } from '../../model/core/index.ts';

/** By cell, what it may hold. */
export type Contents = ReadonlyMap<number, readonly number[]>;

/** Whether some state agrees with both. */
export function canBoth(one: Contents, other: Contents): boolean {
  for (const [cell, contents] of one) {
    const others = other.get(cell);
    if (others !== undefined && !contents.some((content) => others.includes(content))) return false;
  }
  return true;
}

/** By cell, all that it was ever seen to hold. */
export function valuesSeen({ knowledge, layout, starts, initial }: Observed): Map<number, readonly number[]> {
  const values = new Map<number, Set<number>>();
  const add = (cell: number, content: number) => {
    const known = values.get(cell);
    if (known === undefined) values.set(cell, new Set([content]));
    else known.add(content);
  };
  for (let cell = 0; cell < layout.halted; cell++) add(cell, initial(cell));
  starts.forEach((stack, context) => add(layout.stacks + context, stack));
  for (const { context, transitions } of knowledge.localStates())
    for (const { written, contents, next } of transitions) {
      written.forEach((cell, i) => add(cell, contents[i] as number));
      if (next >= 0) add(layout.stacks + context, next);
    }
  return new Map([...values].map(([cell, contents]) => [cell, [...contents]]));
}
