import { describe, expect, it } from 'vitest';
import { compose, PatchMisfit } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../../properties/aio/decide.ts';

const closing = (name: string) => () => closeWorld(worldOf(shippedScenario('dw1')), kernel(name));

describe('patches are composed only where they fit', () => {
  for (const order of ['post-eiocbqueued+invalidate-first', 'invalidate-first+post-eiocbqueued'])
    it(`${order} is refused: both change what follows a failed invalidation`, () => {
      expect(closing(order)).toThrow(PatchMisfit);
      expect(closing(order)).toThrow(/generic_file_direct_IO\.failed is already changed by hunk/);
    });

  it('wake alone is refused: it edits a function that only the seed patch brings', () => {
    expect(closing('wake')).toThrow(
      'patch wake, hunk wake-at-insertion: the kernel has no function aio_ring_insert_entry',
    );
  });

  it('a composition of one is the patch itself', () => {
    for (const patch of shippedPatches) expect(compose([patch])).toBe(patch);
  });
});
