/** What a page offers to choose from: what the user brings first, then what is shipped. */
import type { PageData, PatchOffered } from '../../counterexamples/page/engine/page-data.ts';
import type { Patch } from '../../model/core/index.ts';
import { partPatches, shippedPatches } from '../../model/patches/index.ts';
import { type AioProperty, properties as shippedProperties } from '../../properties/aio/index.ts';
import { patchOf, propertyOf } from './code.ts';

/** As the user called them. */
export interface Offering {
  readonly patch: string;
  readonly properties: readonly string[];
}

export type Offered = Pick<PageData, 'patches' | 'properties'> & {
  /** What the patch that the page opens with is called in it. */
  readonly patch: string;
};

export async function offer(asked: Offering): Promise<Offered> {
  const patch = await patchOf(asked.patch);
  const own = await Promise.all(asked.properties.map((name) => propertyOf(name)));
  const others = [...shippedPatches, ...partPatches].filter(({ name }) => name !== patch.name);
  const isOwn = ({ name }: AioProperty): boolean => own.some((one) => one.name === name);
  return {
    patch: patch.name,
    patches: [patch, ...others].map(patchOffered),
    properties: [...own, ...shippedProperties.filter((one) => !isOwn(one))].map(({ name, meaning }) => ({
      name,
      meaning,
    })),
  };
}

const patchOffered = ({ name, summary, hunks }: Patch): PatchOffered => ({
  name,
  summary,
  hunks: hunks.map(({ name: hunk, standsFor }) => ({ name: hunk, standsFor })),
});
