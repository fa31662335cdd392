/** What a search has learnt of modules that the page brings is asked once more, of instances of them that were asked nothing before. */
import { type Asking, BACKWARD, FORWARD, type PackedMachine } from '../../../model/core/index.ts';
import type { AioProperty } from '../../../properties/aio/index.ts';
import { askedAgain, asksAlone } from '../../../properties/checker/asked-again.ts';
import { type Brought, Catalogue, PageIssue, type PatchedWorld } from './catalogue.ts';

/** Ways that are asked alone, of what a patch brings and of what properties ask: each wants an instance of its own. */
export const ALONE = 6;
/** Beside the instance that is searched: one in each order, and those that are asked one way. */
export const INSTANCES = 1 + 2 + 2 * ALONE;

/** Null: all is the same. A text: what could not be asked again, so that nothing is proved. Throws PageIssue at a difference. */
export function askModulesAgain(
  machine: PackedMachine,
  { catalogue, world, properties }: { catalogue: Catalogue; world: PatchedWorld; properties: readonly AioProperty[] },
  fresh: Brought[],
): string | null {
  const bringsPatch = catalogue.bringsPatch(world.patch);
  const isBrought = (nth: number): boolean => catalogue.isBrought(properties[nth] as AioProperty);
  if (!bringsPatch && !properties.some((_, nth) => isBrought(nth))) return null;
  const alone = asksAlone(machine, properties, { patch: bringsPatch, property: isBrought }, ALONE);
  for (const asking of [FORWARD, BACKWARD, ...alone] satisfies readonly Asking[]) {
    const instance = fresh.shift();
    if (instance === undefined)
      return 'what the modules of this page answer could not be asked again; load the page anew';
    const other = new Catalogue(instance);
    const model = bringsPatch ? other.model(world) : null;
    const others = properties.map(({ name }) => other.property(name));
    const { difference, left } = askedAgain(machine, properties, model, others, asking);
    if (difference !== null)
      throw new PageIssue(`${difference}; expected modules whose answers depend on the modelled state alone`);
    if (left !== null) return `more than could be asked again: ${left}`;
  }
  return null;
}
