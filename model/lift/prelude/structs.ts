/** Structs of the C, by name: in which pool of the model they are, and what their fields are there, where that is not a field of the same name. */
import type { ValueKind } from '../compile/kinds.ts';

export type FieldMeaning =
  /** A field of the pool, by this name. `unwritten`: why a patch cannot write it. */
  | { readonly field: string; readonly unwritten?: string }
  /** A struct within this one: what it has is found in the same object. */
  | { readonly part: string }
  /** Its own value, whatever is in it (`ki_obj.user`), but for these members, which have fields of their own. */
  | { readonly whole: string; readonly but?: Readonly<Record<string, string>> }
  /** The model has the field for what is a number; of all else that is put there, nothing. */
  | { readonly number: string; readonly else: string }
  /** A value that does not change, an unsigned number unless it says otherwise: it is no touch of the object. */
  | { readonly constant: string | ((id: string) => string); readonly kind?: ValueKind }
  /** A pointer to what has the number of this object. `same`: its struct. */
  | { readonly same: string }
  /** A word of flags that do not change: by name, what says whether one is set, of an object by its number. */
  | { readonly flags: (id: string) => Readonly<Record<string, string>> }
  /** Bits, each of which is a field. */
  | { readonly bits: true }
  /** A list that the object is linked into by this. */
  | { readonly entry: true }
  /** A wait queue. */
  | { readonly queue: true }
  /** The model has nothing of it. */
  | { readonly nothing: string; readonly written: 'any' | 'zero' | 'never' };

export interface StructMeaning {
  readonly pool: string;
  /** Of locals that point to one. */
  readonly type: string;
  readonly fields: Readonly<Record<string, FieldMeaning>>;
  /** Its memory is zeroed when it is made (fs/aio.c:218). */
  readonly isZeroed?: true;
  /** A field that nobody changes: it is read where the C reads or writes one that the model has nothing of, since the object must be alive. */
  readonly constant?: string;
}

/** By pool: numbers that are unsigned in the C. */
export const unsignedFields: ReadonlySet<string> = new Set([
  'kiocb.ki_left',
  'kioctx.tail',
  'kioctx.ring_head',
  'kioctx.ring_tail',
  'dio.refcount',
]);

/** `written`: with what it may be written, and nothing comes of it here. */
const nothing = (why: string, written: 'any' | 'zero' | 'never' = 'never'): FieldMeaning => ({ nothing: why, written });

const INODE = 'which inode a request is about is not modelled';

/** A file has the methods of what its request is: the number of a file is that of its request. */
const FILE_METHODS: ValueKind = {
  is: 'state',
  names: ['NULL', 'generic_file_aio_read', 'generic_file_aio_write', 'retrying_aio_read', 'ep_aio_rwtail'],
};
const method = (by: (op: string) => string): FieldMeaning => ({
  constant: (id) => `(${by(`k.world.iocbs[${id}]?.op`)})`,
  kind: FILE_METHODS,
});

export const structMeanings: Readonly<Record<string, StructMeaning>> = {
  kiocb: {
    pool: 'kiocb',
    type: 'struct kiocb *',
    constant: 'ki_ctx',
    fields: {
      ki_flags: { bits: true },
      ki_run_list: { entry: true },
      ki_list: { entry: true },
      ki_obj: { whole: 'ki_obj', but: { tsk: 'ki_obj_tsk' } },
      ki_nbytes: { constant: 'NBYTES' },
      ki_user_data: { number: 'ki_user_data', else: 'what the user put there comes back to the user alone' },
      ki_buf: nothing('buffers have no addresses here', 'any'),
      ki_iovec: nothing('nobody sets it apart from the inline vector', 'zero'),
      ki_dtor: nothing('nobody here sets a destructor', 'zero'),
      ki_wait: nothing('no method here waits by it'),
      private: nothing('what a driver keeps there is its own', 'zero'),
      ki_opcode: {
        constant: (id) =>
          `(k.world.iocbs[${id}]?.op === 'direct_read' || k.world.iocbs[${id}]?.op === 'retry' ? 0 : 1)`,
      },
    },
  },
  kioctx: {
    pool: 'kioctx',
    type: 'struct kioctx *',
    isZeroed: true,
    constant: 'wq',
    fields: {
      ring_info: { part: 'aio_ring_info' },
      wait: { queue: true },
      // There is one context, whose number is 1.
      user_id: { constant: '1' },
      next: { constant: 'NULL', kind: { is: 'pointer', to: 'kioctx' } },
      max_reqs: nothing('there is one context'),
    },
  },
  aio_ring_info: {
    pool: 'kioctx',
    type: 'struct kioctx *',
    fields: {
      nr: { constant: 'k.world.ring_nr' },
      ring_lock: { field: 'ring_lock' },
      ring_pages: { part: 'aio_ring_pages' },
      nr_pages: nothing('the pages of the ring are not modelled'),
      mmap_base: nothing('the pages of the ring are not modelled'),
      mmap_size: nothing('the pages of the ring are not modelled'),
    },
  },
  /** The pages, of which the first has the ring's head and tail. */
  aio_ring_pages: { pool: 'kioctx', type: 'struct kioctx *', fields: {} },
  aio_ring: {
    pool: 'kioctx',
    type: 'struct kioctx *',
    fields: {
      head: { field: 'ring_head' },
      tail: { field: 'ring_tail' },
      nr: { constant: 'k.world.ring_nr' },
      magic: nothing('what describes the ring to users is not modelled'),
      id: nothing('what describes the ring to users is not modelled'),
    },
  },
  io_event: {
    pool: 'io_event',
    type: 'struct io_event *',
    fields: { data: nothing('what the user put there comes back to the user alone', 'any') },
  },
  aio_timeout: {
    pool: 'aio_timeout',
    type: 'struct aio_timeout *',
    fields: {
      timed_out: { field: 'timed_out', unwritten: 'it is looked at only where there is a timeout' },
      timer: { part: 'timer_list' },
      p: { same: 'task_struct' },
    },
  },
  timer_list: {
    pool: 'timer_list',
    type: 'struct timer_list *',
    fields: {
      expires: nothing('how long a timeout is, is left out: it may be over at any time', 'any'),
    },
  },
  // All that a request asks for is mapped.
  dio: {
    pool: 'dio',
    type: 'struct dio *',
    fields: { size: { constant: 'NBYTES' }, map_bh: nothing('mapping blocks is not modelled', 'any') },
  },
  bio: { pool: 'bio', type: 'struct bio *', fields: { bi_flags: { bits: true } } },
  file: {
    pool: 'file',
    type: 'struct file *',
    fields: {
      f_op: { same: 'file_operations' },
      f_mapping: nothing(INODE, 'never'),
      f_flags: {
        flags: (id) => ({
          O_SYNC: `k.world.iocbs[${id}]?.o_sync === true`,
          O_DIRECT: `k.world.iocbs[${id}]?.op !== 'buffered'`,
        }),
      },
    },
  },
  file_operations: {
    pool: 'file',
    type: 'const struct file_operations *',
    fields: {
      aio_read: method((op) => `${op} === 'retry' ? 'retrying_aio_read' : 'generic_file_aio_read'`),
      aio_write: method((op) => `${op} === 'queued' ? 'ep_aio_rwtail' : 'generic_file_aio_write'`),
    },
  },
  mm_struct: {
    pool: 'mm_struct',
    type: 'struct mm_struct *',
    constant: 'mm_count',
    fields: { mm_count: nothing('tasks keep their mm', 'any') },
  },
  task_struct: {
    pool: 'task_struct',
    type: 'struct task_struct *',
    fields: {
      mm: nothing('there is one mm', 'any'),
      active_mm: nothing('there is one mm', 'any'),
      io_wait: nothing('no method waits by ki_wait', 'any'),
    },
  },
  wait_queue_t: { pool: 'wait_queue_t', type: 'wait_queue_t *', fields: {} },
  /** The user's own, by number. */
  iocb: {
    pool: 'request',
    type: 'struct iocb __user *',
    fields: {
      aio_key: { constant: '0' },
      aio_offset: { constant: '0' },
      aio_nbytes: { constant: 'NBYTES' },
      aio_data: nothing('the word that the user gave is not kept'),
      aio_buf: nothing('the buffer is not kept'),
      aio_lio_opcode: nothing('what a request does is in the scenario'),
      aio_fildes: nothing('each request has its own file'),
    },
  },
};

/** What pointers to functions hold, by the member that they are read from. */
export const methodKinds: ReadonlyMap<string, ValueKind> = new Map<string, ValueKind>([
  ['aio_read', FILE_METHODS],
  ['aio_write', FILE_METHODS],
  ['ki_cancel', { is: 'state', names: ['NULL', 'ep_aio_cancel'] }],
  ['ki_retry', { is: 'state', names: ['NULL', 'aio_rw_vect_retry'] }],
]);

/** The struct that a pool's objects are of. */
export const structOfPool = (pool: string): string | null =>
  Object.keys(structMeanings).find((name) => structMeanings[name]?.pool === pool) ?? null;
