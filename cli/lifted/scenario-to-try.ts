/** Which shipped scenario comes to what a patch edits. */

/** Of functions that not every scenario comes to: the smallest scenario whose schedules pass them, and in which something goes on beside them. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  'queued-cancel': [
    'sys_io_cancel',
    'lookup_kiocb',
    'ep_aio_cancel',
    'ep_aio_complete',
    'ep_aio_rwtail',
    'dummy_queue',
    'dummy_dequeue',
    'dummy_timer',
  ],
  'dw1-destroy': [
    'sys_io_destroy',
    'io_destroy',
    'aio_cancel_all',
    'wait_for_all_aios',
    '__put_ioctx',
    'add_wait_queue',
    'cancel_delayed_work',
    'del_timer_sync',
    'flush_workqueue',
  ],
  retry1: [
    'kick_iocb',
    'try_queue_kicked_iocb',
    '__queue_kicked_iocb',
    '__aio_run_iocbs',
    'aio_run_all_iocbs',
    'aio_kick_handler',
    'aio_queue_work',
    'use_mm',
    'retrying_aio_read',
    'kick_interrupt',
    '__queue_work',
    'queue_delayed_work',
    'delayed_work_timer_fn',
    'run_workqueue',
    'worker_thread',
  ],
  'dw1-last': ['aio_fput_routine', 'queue_work'],
  'dw1-reader-may': ['set_timeout', 'clear_timeout', 'timeout_func'],
  'dw1-reader': [
    'sys_io_getevents',
    'read_events',
    'aio_read_evt',
    '__wake_up',
    'try_to_wake_up',
    'schedule',
    'add_wait_queue_exclusive',
    'remove_wait_queue',
  ],
  append1: ['dio_bio_end_io', 'dio_await_one', 'dio_await_completion'],
  dr1: ['generic_file_aio_read'],
};

/** A write that fails late comes to all others. */
const OTHERWISE = 'dw1-inval';

/** The one for most of the functions that a patch edits. */
export function scenarioToTry(edited: readonly string[]): string {
  const counts = Object.entries(SCENARIOS).map(
    ([scenario, functions]) => [scenario, edited.filter((name) => functions.includes(name)).length] as const,
  );
  const [[scenario, count] = [OTHERWISE, 0]] = counts.toSorted(([, a], [, b]) => b - a);
  return count === 0 ? OTHERWISE : scenario;
}
