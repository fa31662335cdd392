import { NULL } from '../../model/core/index.ts';
import { isSyncRequest, workerOf } from '../../model/world.ts';
import { CTX, MM } from '../../model/kernel.ts';
import { each, type Situation } from '../property.ts';
import { type AioProperty, contextOfBio, contextsOfIo, type KernelView } from './kernel-view.ts';
import { ctxHeldBy } from './holders.ts';

/** Whether this holds of a context that has begun and not finished. */
function someUnfinished({ contexts, isAtRest }: Situation, is: (context: number) => boolean): boolean {
  for (let context = 0; context < contexts.length; context++) if (!isAtRest(context) && is(context)) return true;
  return false;
}

/** The I/O is on record as an interrupt that has begun and not finished, or as whoever has begun the completion. */
function ioIsUnfinished(k: KernelView, { isAtRest }: Situation, iocb: number): boolean {
  const { begun_by } = k.request(iocb);
  if (begun_by !== NULL && !isAtRest(begun_by)) return true;
  return contextsOfIo(k.world, iocb).some((context) => !isAtRest(context));
}

/** A submission holds it till the call returns; who runs or cancels it, till it drops that reference or the call returns; a task, while it is in its frame. */
function kiocbIsHeld(k: KernelView, situation: Situation, iocb: number): boolean {
  const { held_by_submission, held_by_io } = k.request(iocb);
  if (held_by_submission || (held_by_io && ioIsUnfinished(k, situation, iocb))) return true;
  return someUnfinished(situation, (context) => k.context_log(context).holds_kiocb === iocb);
}

function dioIsHeld(k: KernelView, situation: Situation, iocb: number): boolean {
  const { bios, firstBio } = k.world.iocbs[iocb] ?? { bios: 0, firstBio: 0 };
  for (let bio = firstBio; bio < firstBio + bios; bio++)
    if (k.bio(bio).holds_dio && !situation.isAtRest(contextOfBio(k.world, bio))) return true;
  if (!k.request(iocb).dio_held_by_worker) return false;
  return someUnfinished(situation, (context) => k.context_log(context).runs === iocb);
}

/** The references of a file beyond the descriptor's that nobody is on record for. */
function strayReferences(k: KernelView, situation: Situation, iocb: number): number {
  const { file_held_by_submission, holds_file } = k.request(iocb);
  const isOpen = !k.world.iocbs[iocb]?.lastFile;
  const isRequestHeld = situation.isAlive('kiocb', iocb) && kiocbIsHeld(k, situation, iocb);
  return k.file(iocb).f_count - Number(isOpen) - Number(file_held_by_submission) - Number(holds_file && isRequestHeld);
}

function ctxIsHeld(k: KernelView, situation: Situation): boolean {
  if (k.kioctx_log(CTX).held_by_fput > 0 && !situation.isAtRest(workerOf(k.world))) return true;
  return someUnfinished(situation, (context) => ctxHeldBy(k, context) > 0);
}

function wrongCtx(k: KernelView, situation: Situation): string | null {
  if (!situation.isAlive('kioctx', CTX)) return null;
  const { reqs_active } = k.kioctx(CTX);
  let held = 0;
  for (let iocb = 0; iocb < k.world.iocbs.length; iocb++)
    if (!isSyncRequest(k.world, iocb) && situation.isAlive('kiocb', iocb) && kiocbIsHeld(k, situation, iocb)) held++;
  if (reqs_active < 0 || reqs_active > held)
    return `reqs_active is ${reqs_active} in the end${held > 0 ? `, and ${held} requests are still held` : ''}`;
  if (k.mm_struct(MM).ioctx_list === CTX || ctxIsHeld(k, situation)) return null;
  return 'the kioctx is off the list of the mm and never freed';
}

/** What a context that never finishes holds is not leaked: that it does not finish is no-hang's matter. */
export const noLeak: AioProperty = {
  name: 'no-leak',
  meaning:
    'In the end every kiocb and dio has been freed, every file has only its descriptor’s reference, a context that was ' +
    'destroyed is gone, and no request counts as active, but for what an unfinished context holds.',
  reason:
    'A leaked kiocb holds its file open and its slot of the ring reserved until the machine is rebooted, and whoever ' +
    'destroys the context waits for it.',
  antecedent: {
    text: 'a request is made',
    reached: each('kiocb', (_k, { isAlive }, iocb) => isAlive('kiocb', iocb)),
  },
  atEnd: [
    each('kiocb', (k, situation, iocb) =>
      situation.isAlive('kiocb', iocb) && !kiocbIsHeld(k, situation, iocb)
        ? `the kiocb of request ${iocb} is never freed`
        : null,
    ),
    each('dio', (k, situation, iocb) =>
      situation.isAlive('dio', iocb) && !dioIsHeld(k, situation, iocb)
        ? `the dio of request ${iocb} is never freed`
        : null,
    ),
    each('file', (k, situation, iocb) =>
      situation.isAlive('file', iocb) && strayReferences(k, situation, iocb) > 0
        ? `the file of request ${iocb} keeps a reference that nobody drops`
        : null,
    ),
    wrongCtx,
  ],
  // Who is taken for a holder may have dropped that reference.
  onGap: () => true,
};
