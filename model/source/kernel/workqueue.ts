/** Lines of kernel/workqueue.c and include/linux/workqueue.h. */
import { always, leftOut, lines, type LinesOf, noEffect } from '../reasons.ts';

const ONE_QUEUE = 'there is one workqueue here, so that work need not say on which it is';
const ONE_WORKER = 'there is one worker here, where the C has one for each CPU (docs/adr/002)';
const MORE_WORK = 'the worker sleeps on its condition here, and no wake-up of it is lost (376-382)';
const OWN_SETUP = 'it sets up the worker itself, before any work';

export const workqueueLines: LinesOf = {
  flush_scheduled_work: { helper: 'nothing in the model: nobody here uses the shared workqueue' },

  __queue_work: {
    steps: { add: lines(190) },
    reasons: [leftOut(188, ONE_QUEUE), leftOut(191, MORE_WORK)],
  },
  queue_work: {
    reasons: [
      leftOut(207, ONE_WORKER),
      leftOut([210, 211], ONE_WORKER),
      noEffect(214, 'nobody looks at what it returns'),
      leftOut(216, ONE_WORKER),
    ],
    steps: { pending: lines(217), queue: lines(217) },
  },
  delayed_work_timer_fn: {
    reasons: [noEffect(223, 'the work is that of the one context'), leftOut([225, 228], ONE_WORKER)],
  },
  queue_delayed_work: {
    steps: {
      bug: lines(253),
      pending: lines(263),
      arm: lines(263),
      'aio_kick_handler.queue': lines([248, 249]),
    },
    reasons: [
      noEffect([245, 246], 'the work is that of the one context'),
      leftOut(256, ONE_QUEUE),
      noEffect(257, 'how long a delay is, is left out: the timer may expire at any time'),
      leftOut([258, 259], 'what a timer calls is the context of the timer here'),
      noEffect(261, 'nobody looks at what it returns'),
    ],
  },
  run_workqueue: {
    steps: { next: lines([316, 320]) },
    reasons: [
      noEffect([308, 313], 'how deep it runs in itself is counted for the log alone'),
      leftOut(323, ONE_QUEUE),
      always(324, 'no work here keeps its pending bit'),
      leftOut([328, 336], 'a lock that a handler leaves held is a finding of its own here, and not a line in the log'),
      leftOut(341, 'flushers sleep on their condition here, and no wake-up of them is lost'),
      noEffect(343, 'how deep it runs in itself is counted for the log alone'),
    ],
  },
  worker_thread: {
    steps: {
      sleep: lines(376, [381, 386], 390),
      run: lines(388),
    },
    reasons: [
      noEffect(349, 'there is one workqueue here'),
      leftOut([350, 374], OWN_SETUP),
      always(377, 'the worker is never told to stop'),
      leftOut([378, 379], 'nobody freezes the machine'),
      always([392, 393], 'the worker is never told to stop'),
    ],
  },
  flush_cpu_workqueue: {
    steps: {
      'flush_workqueue.sleep': lines(405, [412, 413]),
    },
  },
  flush_workqueue: {
    steps: { own: lines([449, 450]) },
    reasons: [
      always([442, 444], 'the workqueue is not single-threaded'),
      leftOut(448, 'the mutex matters to two flushers at once, and one context has one', 'U16'),
      leftOut(451, 'the mutex matters to two flushers at once, and one context has one', 'U16'),
    ],
  },
};

export const workqueueHeaderLines: LinesOf = {
  work_release: { helper: 'the steps cancel_delayed_work.release and run_workqueue.release' },
  work_pending: { helper: 'the field WORK_STRUCT_PENDING of work_struct (model/include/linux/workqueue.ts)' },
};
