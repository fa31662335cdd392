import { type Patch, rerouted, stepOf } from '../core/index.ts';
import { ioctx_alloc } from '../fs/aio/io-setup.ts';
import { edit } from '../kernel.ts';

export const linkBeforeRing: Patch = {
  name: 'link-before-ring',
  summary: 'mutant: io_setup puts a context on the list of the mm before it has a ring',
  hunks: [
    {
      name: 'ring-last',
      standsFor: 'fs/aio.c:247-250 in front of 232',
      edits: [
        edit(ioctx_alloc, {
          replace: {
            alloc: rerouted(stepOf(ioctx_alloc, 'alloc'), {}, 'lock'),
            ring: rerouted(stepOf(ioctx_alloc, 'ring'), {}, 'return'),
            unlock: rerouted(stepOf(ioctx_alloc, 'unlock'), {}, 'ring'),
          },
        }),
      ],
    },
  ],
};
