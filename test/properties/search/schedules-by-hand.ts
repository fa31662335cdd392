/** What tests of random schedules need: draws that are written down, and contexts that are as long as one likes. */
import type { AnyProc, Machine } from '../../../model/core/index.ts';
import type { Random } from '../../../properties/search/strategies.ts';
import { type act, fn } from '../../models/tiny-kernel.ts';

/** Writes down what is asked of another source. */
export function overheard(random: Random): Random & { readonly draws: { min: number; max: number; drawn: number }[] } {
  const draws: { min: number; max: number; drawn: number }[] = [];
  return {
    draws,
    nextInt(min, max) {
      const drawn = random.nextInt(min, max);
      draws.push({ min, max, drawn });
      return drawn;
    },
  };
}

type Action = ReturnType<typeof act>;

/** The same step so many times, where nothing else is said for the n-th (from 1). */
export const chain = (
  name: string,
  length: number,
  step: Action,
  others: Readonly<Record<number, Action>> = {},
): AnyProc => fn(name, Object.fromEntries(Array.from({ length }, (_, i) => [`s${i + 1}`, others[i + 1] ?? step])));

export const wordsOf = (machine: Machine): string => {
  const words = new Uint32Array(machine.width);
  machine.save(words, 0);
  return words.join();
};
