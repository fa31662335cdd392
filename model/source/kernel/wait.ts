/** Lines of kernel/wait.c and include/linux/wait.h: each has its own step, or is a function of the model's lists. */
import type { LinesOf } from '../reasons.ts';

export const waitLines: LinesOf = {
  prepare_to_wait: { helper: 'part of the step flush_workqueue.sleep' },
  finish_wait: { helper: 'the step flush_workqueue.finish' },
};

export const waitHeaderLines: LinesOf = {
  waitqueue_active: { helper: 'list_empty in model/include/linux/list.ts, of the list of waiters' },
  __add_wait_queue: { helper: 'list_add in model/include/linux/list.ts' },
  __add_wait_queue_tail: { helper: 'list_add_tail in model/include/linux/list.ts' },
  __remove_wait_queue: { helper: 'list_del in model/include/linux/list.ts' },
};
