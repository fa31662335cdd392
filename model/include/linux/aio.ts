/** struct kiocb, struct kioctx and the ring (include/linux/aio.h), with who may touch what. */
import { bool, heapStruct, int, listOf, NULL, oneOf, ref, spinlock, struct, value } from '../../core/index.ts';

/**
 * One request. `ki_flags` is one field per bit: every access in the C is an atomic bit operation.
 * `syncs`: some are sync kiocbs, each in the frame of a task, with no context and so without a lock.
 * Left out: ki_dtor and ki_iovec (no user in this world), ki_wait (nothing waits by it), ki_buf (read by nobody).
 */
export const kiocb = (syncs: boolean) =>
  heapStruct('kiocb', {
    /**
     * Initialised and empty; linked on ctx->run_list, or on the list that __aio_run_iocbs has stolen it to (775); with the
     * poison that list_del leaves (779), or the NULL links of aio_run_iocb (701), neither of which is empty to list_empty.
     */
    ki_run_list: oneOf('empty', 'linked', 'stolen', 'poison', 'null').guarded_by('ki_ctx.ctx_lock').starts('empty'),
    /** Our own record of the flags (ghost/flags.ts) reads it without the lock. */
    KIF_KICKED: (syncs ? bool().racy() : bool().written_under('ki_ctx.ctx_lock')).starts(false),
    KIF_CANCELLED: bool().racy().starts(false),
    /** ~0 for a sync kiocb. */
    ki_key: oneOf('0', 'KIOCB_SYNC_KEY').constant(),
    /**
     * The list that the request is linked on; `empty` after list_del_init (283), which may be deleted again. No one lock
     * guards it: on active_reqs it is under ctx_lock, on fput_head under fput_lock.
     */
    ki_list: oneOf('unlinked', 'active_reqs', 'empty', 'fput_head').racy().starts('unlinked'),
    ki_users: syncs ? int(-1, 7).racy() : int(-1, 7).guarded_by('ki_ctx.ctx_lock'),
    ki_ctx: ref('kioctx').constant(),
    /** Set at 1560, after the request is already on active_reqs, and without the lock. */
    ki_filp: ref('file').racy(),
    /** The driver's method, which it sets without the lock (drivers/usb/gadget/inode.c:663). */
    ki_cancel: oneOf('NULL', 'ep_aio_cancel').racy(),
    /** The method: which function runs the request; NULL until aio_setup_iocb. Set without the lock (1429, 1447). */
    ki_retry: oneOf('NULL', 'aio_rw_vect_retry').racy(),
    /**
     * The user's iocb, by number. Set at 1567, when the request is already on active_reqs: until then lookup_kiocb compares
     * what the memory held before. Fresh memory here, so NULL; the slab's may hold the very iocb of an earlier request.
     */
    ki_obj: ref('request').racy().starts(NULL),
    /** The task that makes a sync kiocb and waits for it: the other half of the union ki_obj. */
    ki_obj_tsk: ref('task_struct').racy(),
    /** The result of a sync kiocb. What the user put there for an event is not kept. */
    ki_user_data: value('long').racy(),
    ki_pos: value('long').racy(),
    ki_left: value('long').racy(),
  });

/**
 * Left out: next and max_reqs, of which this world has one each.
 * `reaps`: a program moves the head of the ring itself, without the lock.
 * `info` in the C is a part of the kioctx; `ring` is the user's page, which lives as long as the kioctx does.
 */
export const kioctx = (ring_nr: number, contexts: number, requests: number, reaps: boolean) =>
  heapStruct('kioctx', {
    /** An atomic_t. One for the mm's list, one per system call that looked the context up, one per deferred fput. */
    users: int(-1, contexts + requests + 2).racy(),
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
    ring_head: reaps ? int(0, ring_nr - 1).racy() : int(0, ring_nr - 1).written_under('ring_lock'),
    ring_tail: int(0, ring_nr - 1).written_under('ctx_lock'),
    /** info->ring_pages: reaching any event goes through it. False: NULL, before aio_setup_ring and from aio_free_ring on. */
    ring_pages: bool().racy().starts(false),
    mm: ref('mm_struct').racy(),
    /** The delayed work, which lies inside the context: whoever touches it touches this first. */
    wq: ref('work_struct').constant(),
    /** The number by which programs know it: the address of its ring. There is one context, and no program has a wrong number. */
    user_id: int(0, 0).constant(),
  });

/** aio_ring_event (fs/aio.c:181): the slot's event, through ring_pages. */
export const aio_ring_event = <E>(
  k: { kioctx: (id: number) => { readonly ring_pages: boolean }; io_event: (slot: number) => E },
  ctx: number,
  nr: number,
): E => k.io_event(k.kioctx(ctx).ring_pages ? nr : NULL);

/** kmap_atomic(info->ring_pages[0]): the page with head and tail, which are fields of the kioctx here. */
export const aio_ring = <C extends { readonly ring_pages: boolean }>(
  k: { kioctx: (id: number) => C; io_event: (slot: number) => unknown },
  ctx: number,
): C => {
  void aio_ring_event(k, ctx, 0);
  return k.kioctx(ctx);
};

/** A slot of the ring: whose event it holds, as the user's iocb, and its result. */
export const io_event = struct('io_event', {
  obj: ref('request').racy(),
  res: value('long').racy(),
  res2: value('long').racy(),
  /** It holds an event that nobody has taken off the ring, and it once held one that another then overwrote. */
  unread: bool().ledger().starts(false),
  overwritten: bool().ledger().starts(false),
  /** What of an event was stored in it since one was last inserted: bits of ghost/events.ts. */
  stored: int(0, 7).ledger().starts(0),
});

/**
 * mm->ioctx_list has one context at most. Its lock is an rwlock; here its readers exclude each other too, which loses
 * nothing: all that two lookups do is to take a reference each. mm_count is not counted, since the tasks keep the mm, and what
 * exit_aio() is called of is no memory of AIO's. `exits`: some task exits, and the last of them looks at the list without the
 * lock (342).
 */
export const mm_struct = (tasks: number, exits: boolean) =>
  struct('mm_struct', {
    mm_count: int(1, 1).racy().starts(1),
    /** An atomic_t: one for each task that has not exited. */
    mm_users: int(0, tasks).racy().starts(tasks),
    ioctx_list_lock: spinlock(),
    ioctx_list: (exits ? ref('kioctx').racy() : ref('kioctx').guarded_by('ioctx_list_lock')).starts(NULL),
  });

/**
 * A list head in the frame of __aio_run_iocbs, one per task and one for aio/0: requests taken off ctx->run_list (775). In the
 * C it is touched under ctx_lock alone, which no class of a field of this struct can say.
 */
export const run_list = struct('run_list', {
  stolen: listOf(ref('kiocb')).racy(),
});

/** fs/aio.c's own globals: requests whose file is to be dropped by the worker (59, 60). */
export const aio_globals = struct('aio_globals', {
  fput_lock: spinlock(),
  fput_head: listOf(ref('kiocb')).guarded_by('fput_lock'),
});

/** One per request, and open from the start. Whoever drops the last reference frees it (__fput). */
export const file = heapStruct('file', {
  /** An atomic_t: the descriptor's reference, unless that was handed to the request, and the request's. */
  f_count: int(-2, 3).racy().starts(1),
});

/** aio_ring_avail (159): free slots, one always kept empty. */
export const aio_ring_avail = (head: number, tail: number, nr: number): number => (head + nr - 1 - tail) % nr;
