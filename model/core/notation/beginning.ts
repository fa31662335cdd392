/** How the objects of a patch begin that begin with something. */
import type { Pool } from './declared.ts';
import type { Services } from './proc.ts';

type Kernel = Services<unknown> & Readonly<Record<string, (id: number) => unknown>>;

export const beginning =
  (pools: Readonly<Record<string, Pool>>, sizes: Readonly<Record<string, number>>, world: unknown) =>
  (given: unknown): void => {
    const k = given as Kernel;
    for (const [name, { struct, begin }] of Object.entries(pools))
      for (let id = 0; id < (sizes[name] ?? 0); id++) {
        if (struct.heap) {
          k.alloc(name, id);
          k.publish(name, id);
        }
        begin?.(k[name]?.(id) as never, id, world as never);
      }
  };
