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
  'dw1-exit': ['exit_aio', 'mmput'],
  'setup-destroy': ['sys_io_setup', 'ioctx_alloc'],
  'buffered-wait2-signal': ['signal_wake_up'],
  'queued-sync': ['do_sync_write', 'wait_on_sync_kiocb'],
  'dr1-sync': ['do_sync_read'],
  'retry1-sync': ['wait_on_retry_sync_kiocb'],
  append1: ['dio_bio_end_io', 'dio_await_one', 'dio_await_completion'],
  dr1: ['generic_file_aio_read'],
};

/** A write that fails late comes to all others. */
const OTHERWISE = 'dw1-inval';

/** Where a patch edits functions of two of them: what comes to both. */
const OF_TWO: readonly (readonly [string, string, string])[] = [
  ['dw1-destroy', 'dw1-reader', 'dw1-reader-destroy'],
  ['dw1-destroy', 'retry1', 'retry1-destroy'],
  ['dw1-destroy', 'dw1-last', 'dw1-last-destroy'],
  ['dw1-destroy', 'queued-cancel', 'queued-destroy'],
  ['dw1-reader', 'retry1', 'retry1-reader'],
  ['dw1-reader', 'dw1-last', 'dw1-last-reader'],
  ['dw1-reader', 'queued-cancel', 'queued-cancel-reader'],
  ['dw1-reader', 'append1', 'append1-reader'],
  ['dw1-destroy', 'append1', 'append1-destroy'],
];

/** What the text of a patch looks at, and who sets it. */
const SET_BY: readonly (readonly [RegExp, string])[] = [[/->dead\b/, 'io_destroy']];

/** The one for most of the functions that a patch edits, and those that set what it looks at. `added`: the lines that it brings. */
export function scenarioToTry(edited: readonly string[], added: readonly string[] = []): string {
  const setters = SET_BY.flatMap(([form, name]) => (added.some((line) => form.test(line)) ? [name] : []));
  const named = [...edited, ...setters];
  const counts = Object.entries(SCENARIOS).flatMap(([scenario, functions]) => {
    const count = named.filter((name) => functions.includes(name)).length;
    return count === 0 ? [] : [[scenario, count] as const];
  });
  const [first, second] = counts.toSorted(([, a], [, b]) => b - a).map(([scenario]) => scenario);
  const ofTwo = OF_TWO.find(([one, other]) => [first, second].includes(one) && [first, second].includes(other));
  return ofTwo?.[2] ?? first ?? OTHERWISE;
}
