import { factsOf } from '../../model/calls.ts';
import { each, type Situation } from '../property.ts';
import { type AioProperty, callOf, hasEnoughEvents, type KernelView, sleepsIn } from './kernel-view.ts';

/** io_submit_one returned 0 for it, it was never cancelled, and no event of it was inserted. */
function owesEvent(k: KernelView, iocb: number): boolean {
  const { accepted, cancelled, events_res } = k.request(iocb);
  return accepted && !cancelled && events_res.length === 0;
}

function someOwesEvent(k: KernelView): boolean {
  for (let iocb = 0; iocb < k.world.iocbs.length; iocb++) if (owesEvent(k, iocb)) return true;
  return false;
}

/** A program that looks for events itself, or makes its call again and again, has asked for more than there will be. */
function spinsByRight(k: KernelView, { isIn }: Situation, task: number): boolean {
  const made = callOf(k, task);
  if (made === undefined || someOwesEvent(k)) return false;
  return made.call === 'reap' ? isIn(task, 'user_reap') : factsOf(made).until > 0 && !isIn(task, 'sys_io_getevents');
}

/**
 * Who waits for more events than there will be waits by right: the program asked for too many. A worker that waits for work,
 * and an interrupt that nobody has called on, have finished.
 */
export const noHang: AioProperty = {
  name: 'no-hang',
  meaning:
    'Everything that has begun finishes, but for a task that waits in read_events() for more events than there are, while ' +
    'no request owes one; and some end can always be reached.',
  reason:
    'A task that waits for ever cannot be killed where it sleeps uninterruptibly, and takes what it holds with it; a CPU ' +
    'that goes round for ever is lost.',
  antecedent: { text: 'anything runs', reached: () => true },
  atEnd: each('context', (k, situation, context) => {
    if (situation.isAtRest(context)) return null;
    const name = situation.contexts[context];
    if (context < k.world.tasks.length && spinsByRight(k, situation, context)) return null;
    const isReader = context < k.world.tasks.length && sleepsIn('read_events', k, situation, context);
    if (!isReader) return `${name} never finishes`;
    if (hasEnoughEvents(k, situation, context))
      return `${name} sleeps in read_events() for ever, and there are events enough`;
    if (k.task_struct(context).TIF_SIGPENDING)
      return `${name} sleeps in read_events() for ever, and a signal is pending`;
    return someOwesEvent(k) ? `${name} sleeps in read_events() for ever, and a request owes an event` : null;
  }),
  livelock: true,
};
