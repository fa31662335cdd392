/** What steps are handed as `k`: the pools, the world, and what they may ask of the machine. Nothing of it can be replaced. */
import type { Access } from './access.ts';
import type { Choices } from './choices.ts';
import { Halt } from './halt.ts';
import { sealed } from '../notation/strict.ts';

export function services(access: Access, world: unknown, choices: Choices): unknown {
  return sealed('k', {
    ...access.pools,
    world,
    get current() {
      return access.current;
    },
    choose(name: string, options: readonly number[]): number {
      access.requireMayChoose(name);
      return choices.choose(name, options);
    },
    alloc: (pool: string, id: number) => access.alloc(pool, id),
    publish: (pool: string, id: number) => access.publish(pool, id),
    free: (pool: string, id: number) => access.free(pool, id),
    discard: (pool: string, id: number) => access.discard(pool, id),
    trap(why: string): never {
      throw new Halt('trap', 'trap', why);
    },
    BUG_ON: (condition: boolean) => access.BUG_ON(condition),
    might_sleep: () => access.might_sleep(),
  });
}
