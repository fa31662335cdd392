/** Works of a patch: who queues one hands over to the worker what it has begun. */
import { NULL } from '../core/index.ts';
import type { Kernel } from '../kernel.ts';
import { workerOf } from '../world.ts';

/** The request of the object in which the work lies; NULL: it lies in none that is a request's. */
function requestOf(k: Kernel, work: number): number {
  const own = k.world.works?.find(({ first, count }) => work >= first && work < first + count);
  if (own === undefined || own.in === null) return NULL;
  if (own.in.pool === 'dio') return k.dio(work - own.first).iocb;
  return own.in.pool === 'kiocb' ? work - own.first : NULL;
}

/** The completion that the I/O has begun is the worker's to finish. */
export function workQueued(k: Kernel, work: number): void {
  if (k.work_struct(work).entry !== 'worklist') return;
  const iocb = requestOf(k, work);
  if (iocb !== NULL && k.request(iocb).begun_by !== NULL) k.request(iocb).begun_by = workerOf(k.world);
}
