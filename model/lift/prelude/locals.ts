/** Locals and parameters of modelled functions of the C that the model has otherwise, or not at all. By function of the C's name. */

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
  /** Steps that also do what stands in other functions of the C. */
  readonly wider?: readonly string[];
  /** Locals of the C that steps keep to themselves: where these are made anew, they are locals of that type. */
  readonly kept?: Readonly<Record<string, string>>;
  /** Locals of the model that the C has not. */
  readonly alone?: readonly string[];
  /** Locals that steps set back when nothing in 2.6.20 reads them any more, and the C does not: by the steps, or `step > next`. */
  readonly forgets?: Readonly<Record<string, readonly string[]>>;
  /** Locals of the model alone, which one of its steps hands to another. */
  readonly handed?: readonly string[];
}

const FLAGS = { flags: 'what an interrupt state is saved in is not modelled' };
const PAGES = 'what pages a request is about is not modelled';
const DEVICE = 'which inode and which blocks a request is about is not modelled';

const RING = { struct: 'aio_ring', id: 'f.ctx', isPointer: true } as const;

export const localMeanings: Readonly<Record<string, LocalMeanings>> = {
  dio_bio_complete: { kept: { uptodate: 'int' } },
  __aio_get_req: {
    kept: { okay: 'int' },
    alone: ['user'],
    objects: { ring: RING },
  },
  __aio_run_iocbs: { forgets: { 'next > more': ['iocb'] } },
  aio_cancel_all: { forgets: { some: ['cancel'] } },
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
    objects: { to: { struct: 'aio_timeout', id: 'f.tsk', isPointer: false } },
    ignored: {
      event: 'user memory is not modelled',
      ent: 'user memory is not modelled',
    },
  },
  io_submit_one: {
    alone: ['requeue'],
    handed: ['requeue'],
    named: { user_iocb: 'user' },
    objects: { file: { struct: 'file', id: 'f.user', isPointer: true } },
    ignored: {
      iocb: 'what the user asks for is in the scenario',
      tmp: 'user memory is not modelled',
    },
  },
  sys_io_cancel: {
    alone: ['user'],
    forgets: { 'method > unlock': ['kiocb'], cancelled: ['kiocb'] },
    ignored: {
      iocb: 'what the user asks for is in the scenario',
      result: 'user memory is not modelled',
      key: 'aio_key is always 0 here',
      tmp: 'an event that io_cancel hands out is zeroed',
    },
  },
  generic_file_direct_IO: {
    alone: ['write'],
    // The pages of the files here are always cached (the step cached).
    aliases: { rw: 'write', 'mapping.nrpages': '1' },
    ignored: { file: DEVICE, mapping: DEVICE, iov: PAGES, offset: PAGES, nr_segs: PAGES, write_len: PAGES, end: PAGES },
  },
  generic_file_direct_write: {
    ignored: {
      file: DEVICE,
      mapping: DEVICE,
      inode: DEVICE,
      iov: PAGES,
      nr_segs: PAGES,
      pos: PAGES,
      ppos: PAGES,
      count: PAGES,
      ocount: PAGES,
      end: PAGES,
    },
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
  direct_io_worker: { alone: ['tsk', 'bio'], handed: ['bio'], ignored: { ...FLAGS, inode: DEVICE, offset: PAGES } },
  aio_get_req: { alone: ['user'] },
  add_wait_queue: { alone: ['ctx'] },
  add_wait_queue_exclusive: { alone: ['ctx'] },
  remove_wait_queue: { alone: ['ctx'] },
  dio_await_completion: { alone: ['tsk'] },
  dio_await_one: { alone: ['tsk'] },
  io_destroy: { alone: ['tsk'] },
  lookup_kiocb: { alone: ['user'] },
  sys_io_destroy: { alone: ['task'] },
  sys_io_getevents: { alone: ['task'] },
  sys_io_submit: { alone: ['task', 'call'] },
};
