/** By C file, which lines the steps of the model stand for beside their statements, and why no step stands for others. */
import { contextLines } from './fs/aio/contexts.ts';
import { requestLines } from './fs/aio/requests.ts';
import { retryLines } from './fs/aio/retries.ts';
import { submissionLines } from './fs/aio/submission.ts';
import { bioLines } from './fs/bio.ts';
import { directIoLines } from './fs/direct-io.ts';
import { aioHeaderLines } from './include/aio.ts';
import { filemapLines } from './mm/filemap.ts';
import type { LinesOf } from './reasons.ts';

export const linesByPath: ReadonlyMap<string, LinesOf> = new Map([
  ['fs/aio.c', { ...requestLines, ...submissionLines, ...retryLines, ...contextLines }],
  ['fs/bio.c', bioLines],
  ['fs/direct-io.c', directIoLines],
  ['include/linux/aio.h', aioHeaderLines],
  ['mm/filemap.c', filemapLines],
]);
