/** A damaged diff is the same patch again, or it is refused: never another one. */
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../drawn.ts';
import { damaged, damages, moduleOf, ownDiffs } from './damage.ts';
import { liftTexts } from './lifting.ts';

describe('a diff of our own that was damaged is lifted to the same module, or refused:', () => {
  it.each(shareOf(Object.keys(damages), 2))('%s', (damage) => {
    const again = ownDiffs.flatMap(({ name, text, module }) => {
      const found = moduleOf(liftTexts(damaged(text, [damage])));
      if (found === null) return [];
      expect({ name, module: found }).toEqual({ name, module });
      return [name];
    });
    // And most are lifted.
    expect(again.length / ownDiffs.length).toBeGreaterThan(0.8);
  });
});
