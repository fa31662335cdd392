import type { Patch } from '../core/index.ts';
import { sys_io_cancel } from '../fs/aio/cancel.ts';
import { edit } from '../kernel.ts';

export const cancelWithoutReference: Patch = {
  name: 'cancel-without-reference',
  summary: 'mutant: io_cancel() hands the driver a request without a reference',
  hunks: [
    {
      name: 'no-reference',
      standsFor: 'fs/aio.c:1708 left out',
      edits: [edit(sys_io_cancel, { replace: { get: { line: 1708, c: '/* no reference */', go: () => undefined } } })],
    },
  ],
};
