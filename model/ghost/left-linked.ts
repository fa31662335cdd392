/**
 * Entries that are left on a list though their memory goes: a request that is freed, a wait entry on a stack that is left. What their
 * neighbours then do to that memory is not modelled. 2.6.20 leaves none; a patch that was C may, and is judged no further.
 */
import type { GhostCode } from '../core/index.ts';
import { NULL } from '../core/index.ts';
import { CTX, type Kernel } from '../kernel.ts';

function requestFreed(k: Kernel, { req = NULL }: Readonly<Record<string, number>>): void {
  const { ki_list } = k.kiocb(req);
  if (ki_list === 'active_reqs' || ki_list === 'fput_head')
    k.trap('a request is freed that is on a list, and what its neighbours do then is not modelled');
}

function stackLeft(k: Kernel): void {
  const { wait } = k.kioctx(CTX);
  for (let nth = 0; nth < wait.length; nth++)
    if (wait.at(nth) === k.current)
      k.trap('a function returns whose wait entry is on a queue, and what is done to its stack then is not modelled');
}

/** With the checks for a patch that was C. */
export const withLeftLinked = (code: GhostCode<Kernel>): GhostCode<Kernel> => ({
  ...code,
  entered: { ...code.entered, really_put_req: requestFreed },
  returned: {
    ...code.returned,
    wait_for_all_aios: stackLeft,
    read_events(k, ...rest) {
      stackLeft(k);
      code.returned?.['read_events']?.(k, ...rest);
    },
  },
});
