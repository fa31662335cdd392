/** struct kiocb, struct kioctx and the ring (include/linux/aio.h), with who may touch what. */
import { bool, heapStruct, int, listOf, NULL, oneOf, ref, spinlock, struct, value } from '../../core/index.ts';

/**
 * One request. `ki_flags` is one field per bit: every access in the C is an atomic bit operation.
 * Left out: ki_dtor and ki_iovec (no user in this world), ki_wait (retries), ki_user_data and ki_buf (read by nobody).
 */
export const kiocb = heapStruct('kiocb', {
  /** Linked on the run list, initialised and empty, or with the NULL links that aio_run_iocb leaves (701). */
  ki_run_list: oneOf('empty', 'linked', 'null').guarded_by('ki_ctx.ctx_lock').starts('empty'),
  /** Tested without the lock elsewhere; changed under it (693, kick_iocb). */
  KIF_KICKED: bool().written_under('ki_ctx.ctx_lock').starts(false),
  KIF_CANCELLED: bool().racy().starts(false),
  /** ~0 for a sync kiocb, of which this world has none. */
  ki_key: oneOf('0', 'KIOCB_SYNC_KEY').constant(),
  /** Whether the request is linked on active_reqs. */
  ki_list: oneOf('unlinked', 'active_reqs').guarded_by('ki_ctx.ctx_lock').starts('unlinked'),
  ki_users: int(-1, 7).guarded_by('ki_ctx.ctx_lock'),
  ki_ctx: ref('kioctx').constant(),
  /** Set at 1560, after the request is already on active_reqs, and without the lock. */
  ki_filp: ref('file').racy(),
  ki_cancel: bool().guarded_by('ki_ctx.ctx_lock'),
  /** The method: which function runs the request; NULL until aio_setup_iocb. Set without the lock (1429, 1447). */
  ki_retry: oneOf('NULL', 'aio_rw_vect_retry').racy(),
  /** The user's iocb, by number; unset while the request is already on active_reqs (1567). */
  ki_obj: ref('request').racy(),
  ki_pos: value('long').racy(),
  ki_left: value('long').racy(),
});

/**
 * Left out: mm, user_id, next and max_reqs, of which this world has one each, and the delayed work.
 * `info` in the C is a part of the kioctx; `ring` is the user's page, which lives as long as the kioctx does.
 */
export const kioctx = (ring_nr: number, contexts: number, requests: number) =>
  heapStruct('kioctx', {
    /** An atomic_t. One for the mm's list, one per system call that looked the context up. */
    users: int(-1, contexts + 2).racy(),
    dead: bool().racy(),
    wait_lock: spinlock(),
    /** waitqueue_active() looks at it without the lock. */
    wait: listOf(ref('wait_queue_t')).written_under('wait_lock'),
    ctx_lock: spinlock(),
    /** __put_ioctx looks at it without the lock (376). */
    reqs_active: int(-1, requests).written_under('ctx_lock'),
    active_reqs: listOf(ref('kiocb')).guarded_by('ctx_lock'),
    /** read_events looks at it without the lock (1138). */
    run_list: listOf(ref('kiocb')).written_under('ctx_lock'),
    ring_lock: spinlock(),
    /** info->tail, the kernel's own copy. */
    tail: int(0, ring_nr - 1).guarded_by('ctx_lock'),
    ring_head: int(0, ring_nr - 1).written_under('ring_lock'),
    ring_tail: int(0, ring_nr - 1).written_under('ctx_lock'),
    /** info->ring_pages: reaching any event goes through it. */
    ring_pages: bool().constant().starts(true),
  });

/** A slot of the ring: whose event it holds, as the user's iocb, and its result. */
export const io_event = struct('io_event', {
  obj: ref('request').racy(),
  res: value('long').racy(),
  res2: value('long').racy(),
  /** It holds an event that nobody has taken off the ring, and it once held one that another then overwrote. */
  unread: bool().ledger().starts(false),
  overwritten: bool().ledger().starts(false),
});

/** mm->ioctx_list has one context at most; nobody in this world takes the write side of its lock. */
export const mm_struct = struct('mm_struct', {
  ioctx_list: ref('kioctx').racy().starts(NULL),
});

/** fs/aio.c's own globals: requests whose file is to be dropped by the worker (59, 60). */
export const aio_globals = struct('aio_globals', {
  fput_lock: spinlock(),
  fput_head: listOf(ref('kiocb')).guarded_by('fput_lock'),
});

export const file = struct('file', {
  /** An atomic_t: the descriptor's reference and the request's. */
  f_count: int(-1, 3).racy().starts(1),
});

/** aio_ring_avail (159): free slots, one always kept empty. */
export const aio_ring_avail = (head: number, tail: number, nr: number): number => (head + nr - 1 - tail) % nr;
