/**
 * `kioctx/linux`: what is modelled of Linux, in one place for patches: the functions, the constants and the list and ring helpers of
 * their C, in kernel spelling. `npx kioctx list functions` says what there is.
 */
export * from './drivers/usb/gadget/dummy_hcd.ts';
export * from './drivers/usb/gadget/inode.ts';
export * from './env/block-device.ts';
export * from './env/faults.ts';
export * from './env/retrying-file.ts';
export * from './fs/aio/cancel.ts';
export * from './fs/aio/complete.ts';
export * from './fs/aio/exit-aio.ts';
export * from './fs/aio/exit.ts';
export * from './fs/aio/kick.ts';
export * from './fs/aio/put.ts';
export * from './fs/aio/read-events.ts';
export * from './fs/aio/io-setup.ts';
export * from './fs/aio/read-evt.ts';
export * from './fs/aio/request-lists.ts';
export * from './fs/aio/retry.ts';
export * from './fs/aio/run.ts';
export * from './fs/aio/setup.ts';
export * from './fs/aio/submit.ts';
export * from './fs/aio/timeout.ts';
export * from './fs/aio/wait-on-sync.ts';
export * from './fs/direct-io/complete.ts';
export * from './fs/direct-io/submit.ts';
export * from './fs/file-table.ts';
export * from './fs/read_write.ts';
export * from './include/linux/errno.ts';
export * from './include/linux/list.ts';
export * from './include/linux/spinlock.ts';
export { aio_ring, aio_ring_avail, aio_ring_event } from './include/linux/aio.ts';
export { CTX_WORK, FPUT_WORK } from './include/linux/workqueue.ts';
export * from './kernel/fork.ts';
export * from './kernel/sched.ts';
export * from './kernel/signal.ts';
export * from './kernel/stack.ts';
export * from './kernel/timer.ts';
export * from './kernel/wait.ts';
export * from './kernel/workqueue.ts';
export * from './mm/filemap.ts';
