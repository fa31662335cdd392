/** The modelled kernel's memory: every struct with its pool, and the notation bound to it. */
import { type Pools, type Services, type Struct, type Writing, writingFor } from './core/index.ts';
import { usb_ep } from './include/linux/usb_gadget.ts';
import { context_log, kioctx_log, request, task_log } from './ghost/ledger.ts';
import { kick, retrying_file } from './include/retrying-device.ts';
import type { World } from './world.ts';
import { aio_globals, file, io_event, kiocb, kioctx, mm_struct, run_list } from './include/linux/aio.ts';
import { bio, dio } from './include/linux/bio.ts';
import { aio_timeout, timer_list } from './include/linux/timer.ts';
import { cpu_workqueue_struct, work_struct } from './include/linux/workqueue.ts';
import { task_struct, wait_queue_t } from './include/linux/wait.ts';

/** The sizes on which field ranges depend. */
export interface StructBounds {
  readonly ring_nr: number;
  readonly contexts: number;
  readonly requests: number;
  /** The most system calls that one task makes. */
  readonly calls: number;
  /** The most events that one system call takes off the ring. */
  readonly taken: number;
  /** The most times that work is queued before all of it has been run. */
  readonly works: number;
}

export const structs = ({ ring_nr, contexts, requests, calls, taken, works }: StructBounds) => ({
  kiocb,
  kioctx: kioctx(ring_nr, contexts, requests),
  io_event,
  mm_struct,
  aio_globals,
  file,
  wait_queue_t,
  task_struct,
  dio,
  bio,
  run_list,
  timer_list,
  aio_timeout,
  work_struct,
  cpu_workqueue_struct: cpu_workqueue_struct(works),
  usb_ep,
  retrying_file,
  kick,
  request,
  task_log: task_log(calls, taken),
  context_log,
  kioctx_log,
});

/**
 * How the C nests locks, the outermost first: a device's lock around its controller's and around ctx_lock
 * (drivers/usb/gadget/inode.c:671, 600), and ctx_lock around fput_lock, the workqueue's and the wait queue's (fs/aio.c:524, 527,
 * 474). The others it never nests; a patch may nest them as it likes, as long as it does so one way round.
 */
export const LOCK_CHAINS = [
  ['usb_ep.dev_lock', 'usb_ep.dum_lock'],
  ['usb_ep.dev_lock', 'kioctx.ctx_lock', 'aio_globals.fput_lock'],
  ['kioctx.ctx_lock', 'cpu_workqueue_struct.lock'],
  ['kioctx.ctx_lock', 'kioctx.wait_lock'],
] as const;

export type AioStructs = ReturnType<typeof structs>;
export type Kernel = Pools<AioStructs> & Services<World>;

/** Fields that a patch adds, by struct. */
export type AddedFields = { readonly [N in keyof AioStructs]?: Struct['fields'] };

/** The kernel's memory with these fields besides. */
export type PoolsWith<Added extends AddedFields> = Omit<Pools<AioStructs>, keyof Added> &
  Pools<{
    [N in keyof Added & keyof AioStructs]: Added[N] extends Struct['fields']
      ? Struct<AioStructs[N]['fields'] & Added[N]>
      : never;
  }>;

/** What the steps of a patch that adds these fields are handed as `k`. */
export type KernelWith<Added extends AddedFields> = PoolsWith<Added> & Services<World>;

export const { proc, edit } = writingFor<Kernel>();

/** `proc` and `edit` for a patch that adds fields, `const { proc, edit } = withFields(fields)`: the compiler knows these fields too. */
export const withFields = <const Added extends AddedFields>(_fields: Added): Writing<KernelWith<Added>> => writingFor();

/** The one context, the one mm, fs/aio.c's globals and its workqueue. */
export const CTX = 0;
export const MM = 0;
export const GLOBALS = 0;
export const AIO_WQ = 0;

/** The timer of the delayed work of the one context: it follows those of the tasks. */
export const wq_timer = (world: World): number => world.tasks.length;
