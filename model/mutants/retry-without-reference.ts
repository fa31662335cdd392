import type { Patch } from '../core/index.ts';
import { __aio_run_iocbs } from '../fs/aio/retry.ts';
import { edit } from '../kernel.ts';

/** After 49631ca7: one put too many per retry. */
export const retryWithoutReference: Patch = {
  name: 'retry-without-reference',
  summary: 'mutant: a run off the run list takes no reference of its own, and drops one',
  hunks: [
    {
      name: 'no-reference',
      standsFor: 'fs/aio.c:783 left out',
      edits: [edit(__aio_run_iocbs, { replace: { get: { line: 783, c: '/* no reference */', go: () => undefined } } })],
    },
  ],
};
