/** Locals and parameters of modelled functions of the C that the model has otherwise, or not at all. By function of the C's name. */

/** A type of the C; a pointer to a function that is read from this member; or a pointer to links of requests, by the field that they are. */
export type KeptType = string | { readonly method: string } | { readonly link: string };

export interface LocalMeanings {
  /** As C of other names. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Why nothing here looks at them. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** Locals of the model under other names. */
  readonly named?: Readonly<Record<string, string>>;
  /** Locals, or members of them, that point to an object of the model, or are one. `id`: its number, as TypeScript. */
  readonly objects?: Readonly<
    Record<string, { readonly struct: string; readonly id: string; readonly isPointer: boolean }>
  >;
  /** Heads of lists in the frame: the list of the model. */
  readonly lists?: Readonly<Record<string, string>>;
  /** Parameters of the C that the model has not, numbers that are 0 at the beginning: every request begins where its file does. */
  readonly begin?: readonly string[];
  /** What is never 0 here, whatever number it is. */
  readonly some?: readonly string[];
  /** What scenarios say: numbers, as TypeScript. */
  readonly numbers?: Readonly<Record<string, string>>;
  /** Steps that also do what stands in other functions of the C. */
  readonly wider?: readonly string[];
  /** Locals of the C that steps keep to themselves: where these are made anew, they are locals of that type. */
  readonly kept?: Readonly<Record<string, KeptType>>;
  /** Locals of the model that the C has not. */
  readonly alone?: readonly string[];
  /** Locals that steps set back when nothing in 2.6.20 reads them any more, and the C does not: by the steps, or `step > next`. */
  readonly forgets?: Readonly<Record<string, readonly string[]>>;
  /** Locals that conditions test which no step stands for, since they always come to one way here: the lines. */
  readonly tested?: Readonly<Record<string, readonly number[]>>;
  /** Locals of the model alone, which one of its steps hands to another. */
  readonly handed?: readonly string[];
}

const FLAGS = { flags: 'what an interrupt state is saved in is not modelled' };
const PAGES = 'what pages a request is about is not modelled';
const DEVICE = 'which inode and which blocks a request is about is not modelled';

const CANCEL = { method: 'ki_cancel' } as const;
const MM_OF_TASK = { mm: { struct: 'mm_struct', id: 'MM', isPointer: true } } as const;
/** Its number is that of its request. */
const FILE = { struct: 'file', id: 'f.iocb', isPointer: true } as const;
const RING = { struct: 'aio_ring', id: 'f.ctx', isPointer: true } as const;

export const localMeanings: Readonly<Record<string, LocalMeanings>> = {
  dio_bio_complete: { kept: { uptodate: 'int' } },
  __aio_get_req: {
    tested: { req: [412] },
    kept: { okay: 'int' },
    alone: ['user'],
    objects: { ring: RING },
  },
  __aio_run_iocbs: { forgets: { 'next > more': ['iocb'] }, lists: { run_list: 'stolen(k)' } },
  aio_cancel_all: {
    kept: { cancel: CANCEL, pos: { link: 'ki_list' } },
    forgets: { some: ['cancel'] },
    ignored: { res: 'what drivers fill in of an event is not kept' },
  },
  aio_run_iocb: { kept: { retry: { method: 'ki_retry' } } },
  use_mm: { ignored: { tsk: "the worker's own task is no object here", active_mm: 'there is one mm' } },
  lookup_ioctx: { objects: MM_OF_TASK, numbers: { ctx_id: '1' } },
  aio_kick_handler: { objects: { work: { struct: 'work_struct', id: 'CTX_WORK', isPointer: true } } },
  aio_fput_routine: { forgets: { next: ['ctx'] } },
  aio_complete: {
    forgets: { publish: ['tail'] },
    kept: { event: 'struct io_event *' },
    aliases: { info: '&ctx->ring_info' },
    objects: { ring: RING },
    ignored: FLAGS,
  },
  aio_read_evt: {
    kept: { evp: 'struct io_event *' },
    forgets: { empty: ['head'], 'again > unlock': ['head'], advance: ['head'] },
    aliases: { info: '&ioctx->ring_info' },
    objects: { ring: RING },
    named: { ioctx: 'ctx' },
    ignored: { ent: 'user memory is not modelled' },
  },
  read_events: {
    tested: { ret: [1132] },
    objects: { to: { struct: 'aio_timeout', id: 'f.tsk', isPointer: false } },
    ignored: {
      event: 'user memory is not modelled',
      ent: 'user memory is not modelled',
    },
  },
  io_submit_one: {
    tested: { ret: [1562, 1579] },
    alone: ['requeue'],
    handed: ['requeue'],
    named: { user_iocb: 'user' },
    objects: {
      file: { struct: 'file', id: 'f.user', isPointer: true },
      iocb: { struct: 'iocb', id: 'f.user', isPointer: true },
    },
    ignored: { tmp: 'user memory is not modelled' },
  },
  sys_io_cancel: {
    tested: { ret: [1696] },
    alone: ['user'],
    forgets: { 'method > unlock': ['kiocb'], cancelled: ['kiocb'] },
    kept: { cancel: CANCEL },
    named: { iocb: 'user' },
    numbers: { key: '0' },
    ignored: {
      result: 'user memory is not modelled',
      tmp: 'an event that io_cancel hands out is zeroed',
    },
  },
  generic_file_direct_IO: {
    tested: { retval: [2410] },
    alone: ['write'],
    // The pages of the files here are always cached (the step cached).
    aliases: { rw: 'write' },
    some: ['mapping.nrpages'],
    objects: { file: FILE },
    ignored: { mapping: DEVICE, iov: PAGES, offset: PAGES, nr_segs: PAGES, write_len: PAGES, end: PAGES },
  },
  generic_file_direct_write: {
    begin: ['pos'],
    aliases: { ppos: '&iocb->ki_pos' },
    objects: { file: FILE },
    ignored: {
      mapping: DEVICE,
      inode: DEVICE,
      iov: PAGES,
      nr_segs: PAGES,
      count: PAGES,
      ocount: PAGES,
    },
  },
  generic_file_aio_read: {
    tested: { retval: [1187] },
    begin: ['pos'],
    aliases: { ppos: '&iocb->ki_pos' },
    objects: { filp: FILE },
    ignored: { iov: PAGES, nr_segs: PAGES, count: PAGES, size: PAGES, seg: PAGES, mapping: DEVICE, inode: DEVICE },
  },
  generic_file_aio_write: { objects: { file: FILE }, ignored: { mapping: DEVICE, inode: DEVICE } },
  aio_rw_vect_retry: {
    kept: { rw_op: { method: 'aio_read' }, opcode: 'int' },
    objects: { file: FILE },
    ignored: { mapping: DEVICE, inode: DEVICE },
  },
  dio_bio_end_aio: {
    alone: ['waiter', 'iocb'],
    handed: ['waiter', 'iocb'],
    ignored: { ...FLAGS, bytes_done: PAGES, error: 'whether a bio failed is in its flags' },
  },
  dummy_dequeue: { objects: { '_req.context': { struct: 'kiocb', id: 'f.ep', isPointer: true } } },
  dio_bio_submit: { wider: ['prepare'], ignored: FLAGS },
  try_queue_kicked_iocb: { ignored: FLAGS },
  dio_bio_end_io: { alone: ['waiter'], handed: ['waiter'] },
  aio_run_all_iocbs: { alone: ['requeue'], handed: ['requeue'] },
  flush_workqueue: { handed: ['sequence_needed'] },
  bio_endio: { handed: ['dio'] },
  dummy_timer: { handed: ['found'] },
  ep_aio_complete: { alone: ['status'], handed: ['status'] },
  direct_io_worker: {
    tested: { ret: [1038, 1044, 1059, 1091, 1118] },
    alone: ['tsk', 'bio'],
    handed: ['bio'],
    ignored: { ...FLAGS, inode: DEVICE, offset: PAGES },
  },
  aio_get_req: { alone: ['user'] },
  add_wait_queue: { alone: ['ctx'] },
  add_wait_queue_exclusive: { alone: ['ctx'] },
  remove_wait_queue: { alone: ['ctx'] },
  dio_await_completion: { alone: ['tsk'] },
  dio_await_one: { alone: ['tsk'] },
  io_destroy: { alone: ['tsk'], objects: MM_OF_TASK },
  timeout_func: { ignored: { data: 'the timeout is a parameter here' } },
  set_timeout: { ignored: { start_jiffies: 'time is not modelled', ts: 'how long a timeout is, is left out' } },
  lookup_kiocb: {
    alone: ['user'],
    kept: { pos: { link: 'ki_list' } },
    named: { iocb: 'user' },
    numbers: { key: '0' },
  },
  sys_io_destroy: { alone: ['task'] },
  sys_io_getevents: { alone: ['task'], ignored: { events: 'user memory is not modelled' } },
  sys_io_submit: {
    alone: ['task', 'call'],
    numbers: { nr: 'submitted(k.world, f.task, f.call).length' },
    objects: {
      user_iocb: { struct: 'iocb', id: 'submitted(k.world, f.task, f.call)[f.i] as number', isPointer: true },
    },
    ignored: { iocbpp: 'user memory is not modelled', tmp: 'user memory is not modelled' },
  },
};
