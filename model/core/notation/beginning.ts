/** How the objects of a patch begin that begin with something. */
import { isOurs } from '../errors/internal-error.ts';
import type { Pool } from './declared.ts';
import type { Services } from './proc.ts';

/** An object could not be brought to how it begins; the cause is what was thrown. */
export class BadBeginning extends Error {
  override readonly name = 'BadBeginning';
  /** `mine[0]`. */
  readonly object: string;
  constructor(object: string, cause: unknown) {
    super(`${object} cannot be brought to how it begins`, { cause });
    this.object = object;
  }
}

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
        try {
          begin?.(k[name]?.(id) as never, id, world as never);
        } catch (problem) {
          if (isOurs(problem)) throw problem;
          throw new BadBeginning(`${name}[${id}]`, problem);
        }
      }
  };
