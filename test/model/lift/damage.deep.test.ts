/** Damage upon damage: what is lifted is the same patch. */
import { describe, expect, it } from 'vitest';
import { damaged, damages, moduleOf, ownDiffs } from './damage.ts';
import { liftTexts } from './lifting.ts';

const names = Object.keys(damages);

describe('a diff of our own that was damaged twice is lifted to the same module, or refused:', () => {
  it.each(names.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const)))(
    '%s, then %s',
    { timeout: 600_000 },
    (one, other) => {
      for (const { name, text, module } of ownDiffs) {
        const found = moduleOf(liftTexts(damaged(text, [one, other])));
        if (found !== null) expect({ name, module: found }).toEqual({ name, module });
      }
    },
  );
});
