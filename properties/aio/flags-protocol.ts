import { flagsOf } from '../../model/env/holders.ts';
import { type AioProperty, type RequestView, someRequest } from './kernel-view.ts';

const FLAGS = ['KIF_KICKED', 'KIF_CANCELLED', 'KIF_INSERTED'];
const CANCELLED_AND_INSERTED = 0b110;

const isCompleted = ({ held_by_io, entered }: RequestView): boolean => entered && !held_by_io;

/** What is wrong with the flags of a request that is still there. */
function wrongFlags(flags: number, request: RequestView): string | null {
  if ((flags & CANCELLED_AND_INSERTED) === CANCELLED_AND_INSERTED && !request.cancelled_late)
    return 'is cancelled and then marked for insertion';
  if (!isCompleted(request) || flags === request.flags_at_completion) return null;
  const changed = FLAGS.filter((_, bit) => ((flags ^ request.flags_at_completion) & (1 << bit)) !== 0);
  return `is completed, and then its ${changed.join(' and ')} changes`;
}

export const flagsProtocol: AioProperty = {
  name: 'flags-protocol',
  meaning:
    'INSERTED is set once, and never on a cancelled request; KICKED changes under ctx_lock alone; and no flag changes ' +
    'once the request has been completed.',
  reason:
    'The flags decide who queues, runs and inserts a request. Two that believe it is their turn do it twice; a change ' +
    'that comes too late is acted on by nobody.',
  watches: [
    {
      each: true,
      fields: [
        'kiocb.life',
        ...FLAGS.map((flag) => `kiocb.${flag}`),
        'request.held_by_io',
        'request.entered',
        'request.flags_at_completion',
        'request.cancelled_late',
      ],
    },
  ],
  antecedent: {
    text: 'a completed request is still there, so that its flags could change',
    reached: (k, { isAlive }) => someRequest(k, (r, iocb) => isCompleted(r) && isAlive('kiocb', iocb)) !== null,
  },
  always(k, { isAlive }) {
    for (let iocb = 0; iocb < k.world.iocbs.length; iocb++) {
      const wrong = isAlive('kiocb', iocb) ? wrongFlags(flagsOf(k.kiocb(iocb)), k.request(iocb)) : null;
      if (wrong !== null) return `request ${iocb} ${wrong}`;
    }
    return null;
  },
  onBreach: ({ kind, what }) => kind === 'set_again' || (kind === 'unguarded' && what === 'kiocb.KIF_KICKED'),
};
