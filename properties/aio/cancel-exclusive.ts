import { each } from '../property.ts';
import { type AioProperty, type KernelView } from './kernel-view.ts';

/** An io_cancel that has called the driver's method for the request has not returned. */
function isBeingCancelled(k: KernelView, iocb: number): boolean {
  for (let task = 0; task < k.world.tasks.length; task++) if (k.task_log(task).cancels === iocb) return true;
  return false;
}

/**
 * Cancelled is what io_cancel found and called the driver's method for: there is somebody who waits for an event of it.
 * What io_destroy cancels has no such user, since the ring goes too.
 */
export const cancelExclusive: AioProperty = {
  name: 'cancel-exclusive',
  meaning:
    'A request that io_cancel cancelled has in the end either an event in the ring or one from io_cancel, and not both.',
  reason:
    'A cancelled request gets no event in the ring, because io_cancel hands one out. If the driver then cannot cancel it, ' +
    'nobody is told of it; if both are handed out, its buffers are given back twice.',
  antecedent: {
    text: "io_cancel calls the driver's method for a request",
    reached: each('request', (k, _situation, iocb) => k.request(iocb).cancel_called),
  },
  atEnd: each('request', (k, _situation, iocb) => {
    const { cancel_called, events_res, cancel_res } = k.request(iocb);
    if (!cancel_called || isBeingCancelled(k, iocb)) return null;
    const [ring, cancel] = [events_res.length, cancel_res.length];
    if (ring + cancel === 1) return null;
    return `request ${iocb} was cancelled, and in the end the ring had ${ring} of its events and io_cancel handed out ${cancel}`;
  }),
};
