/** Damage upon damage: what is lifted is the same patch. */
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../drawn.ts';
import { damages, liftedWith } from './damage.ts';

const names = Object.keys(damages);
/** Mailers encode what is damaged already, and decode what they quote. */
const first = names.filter((name) => name !== 'quoted-printable');
const pairs = first.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const));

describe('a diff of our own that was damaged twice is lifted to the same module, or refused:', () => {
  it.each(shareOf(pairs, 3))('%s, then %s', { timeout: 600_000 }, (one, other) => {
    expect(liftedWith([one, other]).changed).toEqual([]);
  });
});
