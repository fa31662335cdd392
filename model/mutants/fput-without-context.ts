import type { Patch } from '../core/index.ts';
import { __aio_put_req } from '../fs/aio/put.ts';
import { edit } from '../kernel.ts';

export const fputWithoutContext: Patch = {
  name: 'fput-without-context',
  summary: 'mutant: a request whose file is to be dropped holds no reference to its context',
  hunks: [
    {
      name: 'no-reference',
      standsFor: 'fs/aio.c:523 left out',
      edits: [edit(__aio_put_req, { replace: { get: { line: 523, c: '/* no reference */', go: () => undefined } } })],
    },
  ],
};
