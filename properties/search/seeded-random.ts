/** Random numbers that can be drawn again. */
import type { Random } from './strategies.ts';

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return {
    nextInt(min, max) {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return min + (((t ^ (t >>> 14)) >>> 0) % (max - min + 1));
    },
  };
}
