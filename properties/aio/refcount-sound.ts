import { CTX } from '../../model/kernel.ts';
import { each, type Situation } from '../property.ts';
import { type CountedPool, countedObjects, wrongCount } from './holders.ts';
import type { AioProperty, KernelView } from './kernel-view.ts';

/** Of an object that is alive. */
function wrongCountOf(k: KernelView, { isAlive, contexts }: Situation, pool: CountedPool, id: number): string | null {
  if (!isAlive(pool, id)) return null;
  const { count, holders, isUnnamed } = countedObjects[pool];
  const object = k[pool](id) as Readonly<Record<string, unknown>>;
  const counted = object[count] as number | undefined;
  // Whoever made it has not written its count yet; to read it before is a fault of its own.
  if (counted === undefined) return null;
  const what = `${pool === 'kioctx' ? pool : `${pool}[${id}]`}.${count}`;
  if (isUnnamed(k, id)) return counted < 0 ? `${what} is ${counted}` : null;
  return wrongCount(what, counted, holders(k, id, contexts));
}

/**
 * The holders are the ledger's (model/ghost): a request's submission and its I/O, each run off the run list and each
 * cancellation; a dio's worker and its bios; of a context the mm's list, each system call that looked it up, and each
 * request whose file is to be dropped; of a file the descriptor, io_submit_one from fget() to where it hands the file to the
 * request or gives it back, and the request until its last put drops it (fs/aio.c:522); and whatever a patch says that it takes.
 * A system call that has returned holds nothing: what it forgot to drop is one too many from then on. Where nothing tells whose a
 * reference is that a patch takes or drops, holders of that object are not compared any more, and what is left is that no count is negative.
 */
export const refcountSound: AioProperty = {
  name: 'refcount-sound',
  meaning: 'Every reference count is the number of its holders, at every moment, and no BUG_ON fires.',
  reason:
    'A count that is one short frees what somebody still uses, and one that is one over frees it never. Often that shows ' +
    'only on another schedule, much later, as a crash elsewhere; the count is wrong from the first moment.',
  antecedent: {
    text: 'a request is there, with holders',
    reached: each('kiocb', (_k, { isAlive }, iocb) => isAlive('kiocb', iocb)),
  },
  always: [
    each('kiocb', (k, situation, iocb) => wrongCountOf(k, situation, 'kiocb', iocb)),
    each('dio', (k, situation, iocb) => wrongCountOf(k, situation, 'dio', iocb)),
    each('file', (k, situation, iocb) => wrongCountOf(k, situation, 'file', iocb)),
    (k, situation) => wrongCountOf(k, situation, 'kioctx', CTX),
  ],
  onHalt: ({ kind }) => kind === 'bug_on',
  onGap: ({ kind }) => kind === 'unnamed',
};
