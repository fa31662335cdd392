/** A ring with more entries, where the smaller one was always large enough. */
import type { Facts } from './facts.ts';
import type { Transformation } from './transformation.ts';

/** No submission found the ring full, and no event was written over another. */
export const neverFills = ({ taken, verdicts }: Facts): boolean =>
  !taken.has('__aio_get_req.unlock_full') && verdicts['ring-sound'] !== 'violated';

export const largerRing: Transformation = {
  name: 'the ring is larger',
  keeps: 'lengths',
  of({ scenario, patch }, facts, dice) {
    if (!neverFills(facts)) return null;
    const more = dice.pick([1, 2, 5, 60]);
    return {
      scenario: { ...scenario, ring_nr: scenario.ring_nr + more },
      patch,
      what: `the ring has ${more} entries more`,
    };
  },
};
