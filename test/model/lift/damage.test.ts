/** A damaged diff is the same patch again, or it is refused: never another one. */
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../drawn.ts';
import { damages, liftedWith, ownDiffs } from './damage.ts';

describe('a diff of our own that was damaged is lifted to the same module, or refused:', () => {
  it.each(shareOf(Object.keys(damages), 2))('%s', (damage) => {
    const { lifted, changed } = liftedWith([damage]);
    expect(changed).toEqual([]);
    // And most are lifted.
    expect(lifted.length / ownDiffs.length).toBeGreaterThan(0.8);
  });
});
