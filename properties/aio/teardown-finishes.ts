import { CTX } from '../../model/kernel.ts';
import { type AioProperty, sleepersIn, tasksIn } from './kernel-view.ts';

/** Where nothing can move any more and some task has not finished: io_destroy among them, or a sleeper on what it took down. */
export const teardownFinishes: AioProperty = {
  name: 'teardown-finishes',
  meaning: 'Every io_destroy returns, and no task is left asleep on a context that it has taken down.',
  reason:
    'Whoever destroys a context waits for its requests; whoever waits for events on it waits for what will never come. ' +
    'Either task can be killed by nobody, for a process that exits takes the same way.',
  watches: [],
  antecedent: {
    text: 'io_destroy marks the context dead',
    reached: (k, { isAlive }) => isAlive('kioctx', CTX) && k.kioctx(CTX).dead,
  },
  atEnd(k, situation, end) {
    if (end !== 'stuck') return null;
    const [destroyer] = tasksIn('io_destroy', k, situation);
    if (destroyer !== undefined) return `${destroyer} never returns from io_destroy()`;
    if (!situation.isAlive('kioctx', CTX) || !k.kioctx(CTX).dead) return null;
    const [reader] = sleepersIn('read_events', k, situation);
    return reader === undefined ? null : `${reader} sleeps in read_events() for ever, on a context that is destroyed`;
  },
};
