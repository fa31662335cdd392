/**
 * Functions of which the model has an outline: their steps leave out what schedulers, workers and timers do besides, so that lines of the C
 * and steps do not go together one by one, and a change of them cannot be lifted. Each with what the model has in its place.
 */
export const outlines: Readonly<Record<string, string>> = {
  do_sync_read: 'a call whose frame has the kiocb, which goes with it',
  do_sync_write: 'a call whose frame has the kiocb, which goes with it',
  schedule: 'a task that sleeps, or goes on',
  try_to_wake_up: 'a task that is made to run',
  __wake_up: 'a walk over the tasks that wait for a context',
  worker_thread: 'a worker that takes one work after the other',
  run_workqueue: 'a worker that takes one work after the other',
  flush_workqueue: 'a wait until works that were queued are done',
  queue_delayed_work: 'a timer that queues a work',
  delayed_work_timer_fn: 'an interrupt that queues a work when its time has come',
  cancel_delayed_work: 'a timer that is taken back',
  del_timer_sync: 'a timer that is taken back',
  timeout_func: 'an interrupt that wakes a task when its time has come',
  bio_endio: 'a call of one of two functions',
  dummy_timer: 'an interrupt that ends one request',
  lookup_ioctx: 'a walk over a list of one context',
};

/**
 * Lines of 2.6.20 that the model has together with a step of another function, so that nothing of them can be changed alone: by function,
 * ranges, and what the model has.
 */
export const together: Readonly<
  Record<string, { readonly lines: readonly (readonly [from: number, to: number])[]; readonly what: string }>
> = {
  read_events: {
    lines: [
      [1111, 1112],
      [1117, 1127],
      [1177, 1189],
    ],
    what: 'an event that is taken off the ring counts as handed to the user',
  },
};
