import { flagsOf } from '../../model/ghost/flags.ts';
import { each } from '../property.ts';
import { type AioProperty, isCompleted, type RequestView } from './kernel-view.ts';

const FLAGS = ['KIF_KICKED', 'KIF_CANCELLED', 'KIF_INSERTED'];
const CANCELLED_AND_INSERTED = 0b110;

/** What is wrong with the flags of a request that is still there. */
function wrongFlags(flags: number, request: RequestView): string | null {
  if ((flags & CANCELLED_AND_INSERTED) === CANCELLED_AND_INSERTED && !request.cancelled_late)
    return 'is cancelled and then marked for insertion';
  if (!isCompleted(request) || flags === request.flags_at_completion) return null;
  const changed = FLAGS.filter((_, bit) => ((flags ^ request.flags_at_completion) & (1 << bit)) !== 0);
  return `is completed, and then its ${changed.join(' and ')} changes`;
}

/**
 * aio_cancel_all sets CANCELLED on whatever is still linked, completed or not (fs/aio.c:280-285): a request that is completed
 * and still referenced is linked. The ring goes too, and nobody acts on the flag, so that does not count.
 */
export const flagsProtocol: AioProperty = {
  name: 'flags-protocol',
  meaning:
    'INSERTED is set once, and never on a cancelled request; KICKED changes under ctx_lock alone; and no flag changes ' +
    'once the request has been completed, unless io_destroy cancels everything.',
  reason:
    'The flags decide who queues, runs and inserts a request. Two that believe it is their turn do it twice; a change ' +
    'that comes too late is acted on by nobody.',
  antecedent: {
    text: 'a completed request is still there, so that its flags could change',
    reached: each('kiocb', (k, { isAlive }, iocb) => isAlive('kiocb', iocb) && isCompleted(k.request(iocb))),
  },
  always: each('kiocb', (k, { isAlive }, iocb) => {
    const wrong = isAlive('kiocb', iocb) ? wrongFlags(flagsOf(k.kiocb(iocb)), k.request(iocb)) : null;
    return wrong === null ? null : `request ${iocb} ${wrong}`;
  }),
  // Whether a request is completed, its holders tell.
  onGap: () => true,
  onBreach: ({ kind, what }) => kind === 'set_again' || (kind === 'unguarded' && what === 'kiocb.KIF_KICKED'),
};
