/** The modelled kernel's memory: every struct with its pool, and the notation bound to it. */
import {
  type DeclaredStruct,
  type Patch,
  type Pool,
  poolFor,
  type Pools,
  type Services,
  type Struct,
  type View,
  type Writing,
  writingFor,
} from './core/index.ts';
import { usb_ep } from './include/linux/usb_gadget.ts';
import { context_log, kioctx_log, request, task_log } from './ghost/ledger.ts';
import { user_program } from './include/user-program.ts';
import { kick, retrying_file } from './include/retrying-device.ts';
import type { World } from './world.ts';
import { aio_globals, file, io_event, kiocb, kioctx, mm_struct, run_list } from './include/linux/aio.ts';
import { bio, dio } from './include/linux/bio.ts';
import { aio_timeout, timer_list } from './include/linux/timer.ts';
import { cpu_workqueue_struct, work_struct } from './include/linux/workqueue.ts';
import { signalled_task_struct, user_signal } from './include/linux/signal.ts';
import { wait_queue_t } from './include/linux/wait.ts';

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
  readonly tasks: number;
  /** Some task exits. */
  readonly exits: boolean;
  /** Some program takes events off the ring itself. */
  readonly reaps: boolean;
  /** Some task reads or writes synchronously. */
  readonly syncs: boolean;
}

export const structs = ({
  ring_nr,
  contexts,
  requests,
  calls,
  taken,
  works,
  tasks,
  exits,
  reaps,
  syncs,
}: StructBounds) => ({
  kiocb: kiocb(syncs),
  kioctx: kioctx(ring_nr, contexts, requests, reaps),
  io_event,
  mm_struct: mm_struct(tasks, exits),
  aio_globals,
  file,
  wait_queue_t,
  task_struct: signalled_task_struct,
  dio,
  bio,
  run_list,
  timer_list,
  aio_timeout,
  work_struct,
  cpu_workqueue_struct: cpu_workqueue_struct(works),
  usb_ep,
  user_program: user_program(requests),
  user_signal,
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

/** A patch of this kernel, whose functions are handed its world. */
export type AioPatch = Patch<World>;

/** What a patch declares: fields by struct, and structs of its own. */
export interface Declares {
  readonly fields?: Readonly<Record<string, Struct['fields']>>;
  readonly structs?: Readonly<Record<string, DeclaredStruct>>;
}

type StructOf<D> = D extends Pool<infer S> ? S : D extends Struct ? D : never;
type Own<D extends Declares> = D extends { readonly structs: infer S } ? { [N in keyof S]: StructOf<S[N]> } : unknown;
type AddedTo<D extends Declares, N> = D extends { readonly fields: infer F }
  ? N extends keyof F
    ? F[N]
    : unknown
  : unknown;
type Fitted<S, A> = S extends Struct<infer F> ? (A extends Struct['fields'] ? Struct<F & A> : S) : never;
type AllStructs<D extends Declares> = AioStructs & Own<D>;

/** The kernel's memory with all that the patch declares. */
export type PoolsDeclaring<D extends Declares> = Pools<{
  [N in keyof AllStructs<D>]: Fitted<AllStructs<D>[N], AddedTo<D, N>>;
}>;

/** What the steps of such a patch are handed as `k`. */
export type KernelDeclaring<D extends Declares> = PoolsDeclaring<D> & Services<World>;

/** No field is of a struct that is not there. */
interface KnownStructs<D extends Declares> {
  readonly fields?: { readonly [N in Exclude<keyof NonNullable<D['fields']>, keyof AllStructs<D>>]: never };
}

/** The same for a patch that declares structs too: `const { proc, edit } = withDeclared({ fields, structs })`. */
export const withDeclared = <const D extends Declares>(_declared: D & KnownStructs<D>): Writing<KernelDeclaring<D>> =>
  writingFor();

/** Of which a patch may declare one object each: `pool(heapStruct({ … }), 'requests')`. A task makes so many `calls` as the one that makes most. */
export type CountedBy = 'tasks' | 'calls' | 'requests' | 'bios' | 'contexts';

/** A struct of a patch, how many objects of it there are, and how each begins where that is not what its fields start as. */
export const pool: <S extends Struct>(
  struct: S,
  count: number | CountedBy | ((world: World) => number),
  begin?: (object: View<S>, id: number, world: World) => void,
) => Pool<S, World> = poolFor<World>();

/** The one context, the one mm, fs/aio.c's globals and its workqueue. */
export const CTX = 0;
export const MM = 0;
export const GLOBALS = 0;
export const AIO_WQ = 0;

/** The timer of the delayed work of the one context: it follows those of the tasks. */
export const wq_timer = (world: World): number => world.tasks.length;
