/*
 * The family of test/bench/family.ts as a SPIN user would write it by hand, under post-eiocbqueued+wake: K requests (-DK=2).
 * One process per context that can run, and one transition per action of the model, named beside it `proc.label`; what the
 * model decides on locals, calls, returns and records in its ledger goes with the action before it. README.md says how far
 * the two agree. -DOUTCOMES prints the outcome whenever the last context finishes.
 */
#ifndef K
#define K 1
#endif
#define RING_NR (K + 1)

/* Results: 0, all bytes, and two errors. */
#define NBYTES 1
#define EIO 2
#define EIOCBQUEUED 3

/* Objects are private to their creator until they are published, and cleared when they are freed. */
typedef Kiocb {
  bit alive;
  bit null_links;
  bit kicked;
  bit cancelled;
  bit inserted;
  bit cancel;
  bit retry;
  bit filp;
  bit linked;
  bit pos;
  bit left;
  unsigned users : 2;
  unsigned obj : 3;
  unsigned pending_err : 2;
  unsigned res : 2
}

typedef Dio {
  bit alive;
  bit bio_lock;
  bit is_async;
  bit waiter;
  unsigned refcount : 2;
  unsigned io_error : 2;
  unsigned result : 2
}

typedef Bio {
  bit in_flight;
  bit uptodate;
  bit bi_private
}

typedef Event {
  unsigned obj : 3;
  unsigned res : 2;
  bit unread
}

/* What happened, for the assertions: no process decides by it. */
typedef Request {
  bit completions;
  bit entered;
  bit events;
  bit failed;
  unsigned own_result : 2;
  unsigned first_error : 2
}

Kiocb kiocb[K];
Dio dio[K];
Bio bio[K];
Event ring[RING_NR];
Request request[K];
byte f_count[K] = 1;

/* The kioctx, and the mm's list that it is on. */
unsigned users : 3 = 1;
bit dead;
bit ctx_lock, ring_lock, wait_lock, list_lock;
bit listed = 1;
byte reqs_active;
byte active_reqs[K];
byte linked;
byte run_list;
byte info_tail, ring_tail, ring_head;

/* The reader, who alone waits: its entry on ctx->wait, and its task. */
bit waiting, exclusive, sleeping;
bit on_rq = 1;

/* What the calls returned. */
byte accepted, taken;
bit invalid;

hidden byte at;

#ifdef OUTCOMES
byte finished;
c_code {
  static void tell(void);
}
#define FINISHED finished++; if :: finished == K + 3 -> c_code { tell(); } :: else fi
#else
#define FINISHED skip
#endif

/*
 * -DHELPED: SPIN's reduction takes a step for private only if it touches nothing but locals. So what nobody else can reach at
 * that time, or what never changes in this family, is not touched; what others will see is made good in a later step.
 */
#ifdef HELPED
#define OWN(step) own = 0
#define HELP(statements) statements
#define HELPED_OR(helped, plain) helped
#else
#define OWN(step) step
#define HELP(statements)
#define HELPED_OR(helped, plain) plain
#endif

#define LOCK(l) d_step { !l -> l = 1 }
#define UNLOCK(l) d_step { assert(l); l = 0 }

inline lookup_ioctx() {
  LOCK(list_lock);                                                              /* lookup_ioctx.lock */
  OWN(assert(listed));                                                          /* lookup_ioctx.search */
  OWN(assert(!dead));                                                           /* lookup_ioctx.dead */
  assert(users > 0);                                                            /* get_ioctx.bug */
  users++;                                                                      /* get_ioctx.inc */
  UNLOCK(list_lock)                                                             /* lookup_ioctx.unlock */
}

/* __wake_up. At most one waits, exclusively; one that still runs does not count, and the scan goes on behind it. */
inline wake_up() {
  LOCK(wait_lock);                                                              /* __wake_up.lock */
  if                                                                            /* .next */
  :: !waiting
  :: waiting;
     if                                                                         /* try_to_wake_up.wake */
     :: d_step { sleeping && !on_rq -> sleeping = 0; on_rq = 1 }
     :: d_step { !sleeping || on_rq -> sleeping = 0 };
        assert(wait_lock && exclusive)                                          /* __wake_up.next */
     fi
  fi;
  UNLOCK(wait_lock)                                                             /* .unlock */
}

/* aio_ring_insert_entry */
inline insert(r) {
  d_step { assert(ctx_lock); tail = info_tail };                                /* .tail */
  d_step {                                                                      /* .event */
    assert(kiocb[r].alive);
    assert(!ring[tail].unread && !request[r].events);
    ring[tail].obj = kiocb[r].obj;
    if
    :: kiocb[r].pending_err -> ring[tail].res = kiocb[r].pending_err
    :: else -> ring[tail].res = kiocb[r].res
    fi;
    ring[tail].unread = 1;
    request[r].events = 1;
    if
    :: request[r].first_error -> assert(ring[tail].res == request[r].first_error)
    :: else -> assert(ring[tail].res == request[r].own_result)
    fi;
    tail = (tail + 1) % RING_NR
  };
  info_tail = tail;                                                             /* .info_tail */
  d_step { ring_tail = tail; tail = 0 };                                        /* .publish */
  if                                                                            /* .active */
  :: !waiting
  :: waiting; wake_up()
  fi
}

inline put_req_locked(r) {
  if                                                                            /* __aio_put_req.drop */
  :: d_step { kiocb[r].users != 1 -> assert(ctx_lock && kiocb[r].alive && kiocb[r].users > 0); kiocb[r].users-- }
  :: d_step { kiocb[r].users == 1 -> assert(ctx_lock && kiocb[r].alive); kiocb[r].users = 0 };
     assert(kiocb[r].alive && kiocb[r].inserted);                               /* .inserted */
     insert(r);
     d_step {                                                                   /* .unlink */
       assert(kiocb[r].alive && kiocb[r].linked);
       kiocb[r].linked = 0;
       at = 0;
       do
       :: active_reqs[at] != r -> at++
       :: else -> break
       od;
       linked--;
       do
       :: at < linked -> active_reqs[at] = active_reqs[at + 1]; at++
       :: else -> break
       od;
       active_reqs[at] = 0;
       at = 0
     };
     /* .methods */
     d_step { assert(kiocb[r].alive); kiocb[r].cancel = 0; kiocb[r].retry = 0 };
     /* .fput */
     d_step { assert(kiocb[r].alive && kiocb[r].filp); f_count[r]--; assert(f_count[r] > 0) };
     d_step {                                                                   /* really_put_req.free */
       assert(ctx_lock && kiocb[r].alive);
       kiocb[r].alive = 0;
       kiocb[r].null_links = 0;
       kiocb[r].inserted = 0;
       kiocb[r].filp = 0;
       kiocb[r].pos = 0;
       kiocb[r].left = 0;
       kiocb[r].obj = 0;
       kiocb[r].pending_err = 0;
       kiocb[r].res = 0
     };
     d_step { assert(ctx_lock); reqs_active-- };                                /* .count */
     assert(reqs_active || !dead)                                               /* .dead */
  fi
}

inline enter(r, result, begins) {
  if
  :: begins -> assert(!request[r].completions); request[r].completions = 1
  :: else
  fi;
  assert(!request[r].entered && kiocb[r].alive);
  request[r].entered = 1;
  request[r].own_result = result
}

/* Completions begin where the bio side takes the dio's last reference, or else here. */
inline aio_complete(r, result, begins) {
  OWN(d_step { enter(r, result, begins) });                                     /* aio_complete.entry */
  OWN(assert(kiocb[r].alive));                                                  /* .sync */
  LOCK(ctx_lock);                                                               /* .lock */
  assert(kiocb[r].alive && kiocb[r].null_links);                                /* .unlink */
  assert(kiocb[r].alive && !kiocb[r].cancelled);                                /* .cancelled */
  d_step {                                                                      /* .record */
    HELP(enter(r, result, begins); request[r].failed = request[r].failed || result == EIO;)
    assert(kiocb[r].alive);
    kiocb[r].res = result
  };
  /* .set_inserted */
  d_step { assert(kiocb[r].alive && !kiocb[r].inserted); kiocb[r].inserted = 1 };
  put_req_locked(r);
  if                                                                            /* aio_complete.active */
  :: !waiting
  :: waiting; wake_up()
  fi;
  UNLOCK(ctx_lock)                                                              /* .unlock */
}

inline free_dio(r) {
  assert(dio[r].alive);
  dio[r].alive = 0;
  dio[r].is_async = 0;
  dio[r].refcount = 0;
  dio[r].result = 0
}

inline fail(r) {
  request[r].failed = 1;
  request[r].first_error = EIO
}

active proctype submitter() {
  HELP(bit own;)
  byte i, tail;
  bit last;
  unsigned ret : 2;

  lookup_ioctx();
next:
  f_count[i]++;                                                                 /* io_submit_one.fget */
  /* __aio_get_req.alloc */
  OWN(d_step { assert(!kiocb[i].alive); kiocb[i].alive = 1; kiocb[i].users = 2 });
  OWN(kiocb[i].pending_err = 0);                                                /* .pending_err */
  LOCK(ctx_lock);                                                               /* .lock */
  assert(reqs_active < (ring_head + RING_NR - 1 - ring_tail) % RING_NR);        /* .avail */
  d_step {                                                                      /* .link */
    HELP(kiocb[i].alive = 1; kiocb[i].users = 2; kiocb[i].filp = 1; kiocb[i].null_links = 1;)
    kiocb[i].linked = 1;
    at = linked;
    do
    :: at > 0 -> active_reqs[at] = active_reqs[at - 1]; at--
    :: else -> break
    od;
    active_reqs[0] = i;
    linked++
  };
  d_step { assert(ctx_lock); reqs_active++ };                                   /* .count */
  UNLOCK(ctx_lock);                                                             /* .unlock */
  OWN(d_step { assert(kiocb[i].alive); kiocb[i].filp = 1 });                    /* io_submit_one.filp */
  d_step { assert(kiocb[i].alive); kiocb[i].obj = i + 1 };                      /* .user */
  OWN(d_step { assert(kiocb[i].alive); kiocb[i].pos = 0; kiocb[i].left = 1 });  /* .fill */
  OWN(d_step { assert(kiocb[i].alive); kiocb[i].retry = 1 });                   /* .setup */
  LOCK(ctx_lock);                                                               /* .lock */
  OWN(assert(kiocb[i].alive && kiocb[i].retry));                                /* aio_run_iocb.entry */
  OWN(d_step { assert(kiocb[i].alive); kiocb[i].kicked = 0 });                  /* .clear_kicked */
  OWN(d_step { assert(kiocb[i].alive); kiocb[i].null_links = 1 });              /* .null_links */
  UNLOCK(ctx_lock);                                                             /* .unlock */
  assert(kiocb[i].alive && !kiocb[i].cancelled);                                /* .cancelled */
  /* direct_io_worker.alloc */
  OWN(d_step { assert(!dio[i].alive); dio[i].alive = 1; dio[i].is_async = 1; dio[i].refcount = 1 });
  OWN(d_step { assert(dio[i].alive); dio[i].result = NBYTES });                 /* .mapped */
  OWN(d_step { assert(dio[i].alive); bio[i].bi_private = 1 });                  /* dio_bio_submit.prepare */
  OWN(LOCK(dio[i].bio_lock));                                                   /* .lock */
  OWN(d_step { assert(dio[i].alive); dio[i].refcount++ });                      /* .get */
  OWN(UNLOCK(dio[i].bio_lock));                                                 /* .unlock */
  d_step {                                                                      /* .submit */
    HELP(dio[i].alive = 1; dio[i].is_async = 1; dio[i].refcount = 2; dio[i].result = NBYTES; bio[i].bi_private = 1;)
    bio[i].in_flight = 1
  };
  /* direct_io_worker.queued */
  HELPED_OR(ret = EIOCBQUEUED, d_step { assert(dio[i].alive && dio[i].is_async && dio[i].result); ret = EIOCBQUEUED });
  LOCK(dio[i].bio_lock);                                                        /* .lock */
  /* .drop */
  d_step { assert(dio[i].alive && dio[i].refcount > 0); dio[i].refcount--; last = (dio[i].refcount == 0) };
  if                                                                            /* .unlock */
  :: d_step { !last -> assert(dio[i].bio_lock); dio[i].bio_lock = 0 }
  :: d_step { last -> assert(dio[i].bio_lock); dio[i].bio_lock = 0; last = 0; HELP(free_dio(i)) };
     HELPED_OR(ret = NBYTES, d_step {                                           /* dio_complete.result */
       assert(dio[i].alive);
       if
       :: dio[i].io_error -> ret = dio[i].io_error
       :: else -> ret = dio[i].result
       fi
     });
     OWN(d_step { free_dio(i) })                                                /* direct_io_worker.free */
  fi;
  if                                                                            /* generic_file_direct_IO.invalidate */
  :: ret == EIOCBQUEUED
  :: HELPED_OR(ret == EIOCBQUEUED, d_step { ret == EIOCBQUEUED -> fail(i) });
     d_step {                                                                   /* aio_propogate_error.pending */
       HELP(fail(i);)
       assert(kiocb[i].alive);
       if
       :: !kiocb[i].pending_err -> kiocb[i].pending_err = EIO
       :: else
       fi
     }
  :: ret != EIOCBQUEUED;
     OWN(d_step { assert(kiocb[i].alive); kiocb[i].pos = 1 });                  /* generic_file_direct_write.ppos */
     OWN(d_step { assert(kiocb[i].alive); kiocb[i].left = 0 });                 /* aio_rw_vect_retry.advance */
     OWN(assert(kiocb[i].alive && !kiocb[i].left))                              /* .more */
  :: d_step { ret != EIOCBQUEUED -> HELPED_OR(ret = EIO, request[i].failed = 1; ret = EIO) }
  fi;
  if                                                                            /* aio_rw_vect_retry.left */
  :: d_step { ret == EIOCBQUEUED -> OWN(assert(kiocb[i].alive && kiocb[i].left)) }
  :: d_step { ret != EIOCBQUEUED -> OWN(assert(kiocb[i].alive)) };
     aio_complete(i, ret, 1)
  fi;
  d_step { !ctx_lock -> ctx_lock = 1; ret = 0 };                                /* aio_run_iocb.out */
  OWN(assert(run_list == 0));                                                   /* io_submit_one.drain */
  UNLOCK(ctx_lock);                                                             /* .unlock */
  OWN(assert(kiocb[i].alive));                                                  /* aio_put_req.entry */
  LOCK(ctx_lock);                                                               /* .lock */
  put_req_locked(i);
  if                                                                            /* aio_put_req.unlock */
  :: d_step { i < K - 1 -> assert(ctx_lock); ctx_lock = 0; i++ }; goto next
  :: d_step { i == K - 1 -> assert(ctx_lock); ctx_lock = 0; i++ }
  fi;
  assert(users > 0);                                                            /* put_ioctx.bug */
  /* .dec */
  d_step { users--; assert(users > 0); accepted = i; assert(accepted); i = 0; FINISHED };
end:
  false
}

/* aio_read_evt, behind its first look at the tail */
inline take_event() {
  LOCK(ring_lock);                                                              /* aio_read_evt.lock */
  HELPED_OR(head = i, head = ring_head);                                        /* .locked_head */
  assert(head != ring_tail);                                                    /* .again; nobody else takes events */
  assert(ring[head].unread);                                                    /* .copy */
  d_step { ring[head].unread = 0; ring_head = (head + 1) % RING_NR; head = 0 }  /* .advance */
}

active proctype reader() {
  HELP(bit own;)
  byte i, head;
  bit ret;

  lookup_ioctx();
fast:
  HELPED_OR(head = i, head = ring_head);                                        /* aio_read_evt.head */
  if                                                                            /* .empty */
  :: d_step { head == ring_tail && i > 0 -> head = 0 }; goto put
  :: d_step { head == ring_tail && i == 0 -> head = 0 }
  :: d_step { head != ring_tail -> head = 0 };
     take_event();
     if                                                                         /* aio_read_evt.unlock */
     :: d_step { i < K - 1 -> assert(ring_lock); ring_lock = 0; i++ }; goto fast
     :: d_step { i == K - 1 -> assert(ring_lock); ring_lock = 0; i++ }; goto put
     fi
  fi;
  OWN(assert(run_list == 0));                                                   /* read_events.run_list */
add:
  OWN(exclusive = 1);                                                           /* add_wait_queue_exclusive.flags */
  LOCK(wait_lock);                                                              /* .lock */
  d_step { assert(!waiting); HELP(exclusive = 1;) waiting = 1 };                /* .add */
  UNLOCK(wait_lock);                                                            /* .unlock */
interruptible:
  sleeping = 1;                                                                 /* read_events.interruptible */
  HELPED_OR(head = i, head = ring_head);                                        /* aio_read_evt.head */
  if                                                                            /* .empty */
  :: d_step { head == ring_tail && i > 0 -> head = 0 }
  :: d_step { head == ring_tail && i == 0 -> head = 0 };
     if                                                                         /* schedule.deactivate */
     :: !sleeping
     :: d_step { sleeping -> on_rq = 0 };
        on_rq                                                                   /* .asleep */
     fi;
     goto interruptible
  :: d_step { head != ring_tail -> head = 0 };
     take_event();
     d_step { assert(ring_lock); ring_lock = 0; ret = 1 }                       /* aio_read_evt.unlock */
  fi;
  sleeping = 0;                                                                 /* read_events.running */
  LOCK(wait_lock);                                                              /* remove_wait_queue.lock */
  d_step { assert(waiting); waiting = 0 };                                      /* .remove */
  if                                                                            /* .unlock */
  :: d_step { ret && i < K - 1 -> assert(wait_lock); wait_lock = 0; i++; ret = 0 }; goto add
  :: d_step { ret && i == K - 1 -> assert(wait_lock); wait_lock = 0; i++; ret = 0 }
  :: d_step { !ret -> assert(wait_lock); wait_lock = 0 }
  fi;
put:
  assert(users > 0);                                                            /* put_ioctx.bug */
  /* .dec */
  d_step { users--; assert(users > 0); taken = i; assert(taken); i = 0; FINISHED };
end:
  false
}

active proctype canceller() {
  HELP(bit own;)
  byte pos;

  lookup_ioctx();
  LOCK(ctx_lock);                                                               /* sys_io_cancel.lock */
  do                                                                            /* lookup_kiocb.next */
  :: d_step { pos >= linked -> assert(ctx_lock); pos = 0 }; break
  :: d_step { pos < linked && kiocb[active_reqs[pos]].obj != 1 -> assert(ctx_lock && kiocb[active_reqs[pos]].alive); pos++ }
  :: d_step { pos < linked && kiocb[active_reqs[pos]].obj == 1 -> assert(ctx_lock && kiocb[active_reqs[pos]].alive); pos = 0 };
     assert(kiocb[0].alive && !kiocb[0].cancel);                                /* sys_io_cancel.method */
     break
  od;
  if                                                                            /* sys_io_cancel.unlock */
  :: d_step { assert(ctx_lock); ctx_lock = 0 }
  fi;
  assert(users > 0);                                                            /* put_ioctx.bug */
  /* .dec */
  d_step { users--; assert(users > 0); invalid = 1; assert(invalid); FINISHED };
end:
  false
}

#define ME (_pid - 3)

/* bio_endio with dio_bio_end_aio, of request ME */
active [K] proctype bio_endio() {
  HELP(bit own;)
  byte tail;
  bit last;

end_idle:
  /* .end */
  d_step { bio[ME].in_flight -> bio[ME].in_flight = 0; bio[ME].uptodate = 1; assert(bio[ME].bi_private) };
  OWN(assert(dio[ME].alive && bio[ME].uptodate));                               /* dio_bio_complete.error */
  LOCK(dio[ME].bio_lock);                                                       /* dio_bio_end_aio.lock */
  d_step {                                                                      /* .drop */
    assert(dio[ME].alive && dio[ME].refcount > 0);
    dio[ME].refcount--;
    last = (dio[ME].refcount == 0);
    if
    :: last -> assert(!request[ME].completions); request[ME].completions = 1
    :: else
    fi
  };
  OWN(assert(last || (dio[ME].alive && !dio[ME].waiter)));                      /* .waiter */
  if                                                                            /* .unlock */
  :: d_step { !last -> assert(dio[ME].bio_lock); dio[ME].bio_lock = 0; FINISHED }
  :: d_step { last -> assert(dio[ME].bio_lock); dio[ME].bio_lock = 0; last = 0; HELP(free_dio(ME)) };
     OWN(assert(dio[ME].alive && kiocb[ME].alive));                             /* .offset */
     /* dio_complete.result */
     OWN(assert(dio[ME].alive && !dio[ME].io_error && dio[ME].result == NBYTES));
     OWN(assert(dio[ME].alive));                                                /* dio_bio_end_aio.iocb */
     aio_complete(ME, NBYTES, 0);
     d_step { HELPED_OR(skip, free_dio(ME)); FINISHED }                         /* dio_bio_end_aio.free */
  fi;
end:
  false
}

#ifdef OUTCOMES
c_code {
  static void tell(void) {
    int i, alive = 0;
    printf("outcome %d %d %d %d", now.accepted, now.taken, now.invalid, now.users - 1);
    for (i = 0; i < K; i++) alive += now.kiocb[i].alive;
    printf(" %d", alive);
    for (i = 0; i < K; i++) printf(" %d", now.request[i].failed);
    for (i = 0; i < now.ring_tail; i++) printf(" %d:%d", now.ring[i].obj - 1, now.ring[i].res);
    printf("\n");
  }
}
#endif
