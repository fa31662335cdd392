import type { Patch } from '../core/index.ts';
import { kick_iocb } from '../fs/aio/kick.ts';
import { edit } from '../kernel.ts';

export const forgetSyncKick: Patch = {
  name: 'forget-sync-kick',
  summary: 'mutant: a kick of a sync kiocb wakes its task, and leaves no mark',
  hunks: [
    {
      name: 'no-mark',
      standsFor: 'fs/aio.c:911 left out',
      edits: [
        edit(kick_iocb, {
          replace: { kick_task: { line: 911, c: '/* leaves no mark */', go: () => undefined } },
        }),
      ],
    },
  ],
};
