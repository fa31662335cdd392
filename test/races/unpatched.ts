/** Races of the unpatched 2.6.20. */
import { SEQUENTIAL, type Race } from './race.ts';

export const unpatched: readonly Race[] = [
  {
    id: 'U1',
    what: 'a failed invalidation overwrites -EIOCBQUEUED; submission and bio both complete the request, and the bio comes last, to a request that is freed',
    shows: [
      {
        scenario: 'dw1-inval',
        kernel: '2.6.20',
        property: 'no-double-completion',
        says: 'the completion of request 0 begins a second time',
        last: 'bio0.0 dio_bio_end_aio.drop',
      },
    ],
  },
  {
    id: 'U2',
    what: 'the same, whoever comes first: with two events for one slot that was reserved the ring overflows',
    shows: [
      {
        scenario: 'dw1-inval-ring2',
        kernel: '2.6.20',
        property: 'ring-sound',
        says: 'the ring overflows: no slot is left empty',
      },
    ],
  },
  {
    id: 'U3',
    what: 'a failed O_SYNC flush overwrites -EIOCBQUEUED, too',
    shows: [
      {
        scenario: 'dw1-osync',
        kernel: '2.6.20',
        property: 'no-double-completion',
        says: 'the completion of request 0 begins a second time',
      },
    ],
  },
  {
    id: 'U4',
    what: 'no barrier between publishing the tail and looking for waiters',
    unseen: SEQUENTIAL,
    closedElsewhere: '6cb2a210 (2.6.25)',
  },
  {
    id: 'U5',
    what: 'the one wake goes to a reader that a signal takes away',
    shows: [
      {
        scenario: 'buffered-two-readers-signal',
        kernel: '2.6.20',
        property: 'no-lost-wakeup',
        says: 'reader sleeps in read_events() for ever, and the ring holds an event',
      },
    ],
  },
  {
    id: 'U6',
    what: 'io_cancel marks a request that is completing: no event in the ring, and the driver is too late to cancel',
    shows: [
      {
        scenario: 'queued-cancel',
        kernel: '2.6.20',
        property: 'cancel-exclusive',
        says: 'request 0 was cancelled, and in the end the ring had 0 of its events and io_cancel handed out 0',
      },
    ],
  },
  {
    id: 'U7',
    what: 'io_cancel marks a request between its completion and its last put; so does io_destroy, which harms nobody, for the ring goes too',
    shows: [
      {
        scenario: 'queued-cancel',
        kernel: '2.6.20',
        property: 'flags-protocol',
        says: 'request 0 is completed, and then its KIF_CANCELLED changes',
      },
    ],
  },
  {
    id: 'U8',
    what: 'io_submit makes a request of a context whose destroyer has already seen that there is none',
    shows: [
      {
        scenario: 'dw1-destroy',
        kernel: '2.6.20',
        property: 'no-use-after-free',
        says: 'use_after_free:kioctx',
        last: 'bio0.0 really_put_req.dead',
      },
      {
        scenario: 'dw1-destroy',
        kernel: '2.6.20',
        property: 'refcount-sound',
        says: 'bug_on:__put_ioctx',
        last: 'destroyer __put_ioctx.bug',
      },
    ],
  },
  {
    id: 'U9',
    what: 'a kick drops ctx_lock, and holds no reference to the context that it queues work on',
    shows: [
      {
        scenario: 'retry2-self-destroy',
        kernel: '2.6.20',
        property: 'no-use-after-free',
        says: 'use_after_free:kioctx',
        last: 'kick0.1 aio_queue_work.waiting',
      },
    ],
  },
  {
    id: 'U10',
    what: "a wait queue's callback takes itself off and kicks a request that a retry has freed; no file of 2.6.20 waits so, and `wait-by-callback` is one",
    shows: [
      {
        scenario: 'retry1',
        kernel: '2.6.20+wait-by-callback',
        property: 'no-use-after-free',
        says: 'use_after_free:kiocb',
      },
    ],
    closedBy: ['2.6.20+wait-by-callback+wake-with-reference'],
  },
  {
    id: 'U11',
    what: 'another thread destroys the context before io_setup has returned its number',
    shows: [
      {
        scenario: 'setup-destroy',
        kernel: '2.6.20',
        property: 'no-use-after-free',
        says: 'use_after_free:kioctx',
      },
    ],
  },
  {
    id: 'U12',
    what: 'io_destroy wakes nobody who waits for events',
    shows: [
      {
        scenario: 'dw1-reader-destroy',
        kernel: '2.6.20',
        property: 'teardown-finishes',
        says: 'reader sleeps in read_events() for ever, on a context that is destroyed',
      },
    ],
  },
  {
    id: 'U13',
    what: 'io_destroy passes a request whose driver has not yet set its cancel method, and waits for the I/O',
    unseen: 'since the I/O ends',
    sound: { scenario: 'queued-destroy', kernel: 'check-dead' },
  },
  {
    id: 'U14',
    what: 'fs/direct-io.c:1113 reads the dio behind its own put',
    shows: [
      {
        scenario: 'dw1',
        kernel: '2.6.20+dio-bugon',
        property: 'no-use-after-free',
        says: 'use_after_free:dio',
        last: 'submitter direct_io_worker.bug',
      },
    ],
    closedBy: ['2.6.20'],
    closedElsewhere: 'fcb82f88 (2.6.22): both are without that line',
  },
  {
    id: 'U15',
    what: 'the worker puts the last reference to a context, and flushes its own queue',
    unseen: 'since the worker runs its queue inside itself',
    sound: { scenario: 'retry1-last-destroy', kernel: 'check-dead' },
  },
  {
    id: 'U16',
    what: 'two flushers wait for each other by workqueue_mutex',
    unseen: 'not seen: two flushers need two contexts',
  },
  {
    id: 'U17',
    what: "a sync kiocb's task is woken through a pointer that is read behind the store that lets the task go on, with the kiocb in its frame: by who completes it, and by who kicks it",
    shows: [
      {
        scenario: 'queued-sync',
        kernel: '2.6.20',
        property: 'no-use-after-free',
        says: 'use_after_free:kiocb',
        last: 'irq0 aio_complete.tsk',
      },
      {
        scenario: 'retry1-sync',
        kernel: '2.6.20',
        property: 'no-use-after-free',
        says: 'use_after_free:kiocb',
        last: 'kick0.0 kick_iocb.tsk',
      },
    ],
    closedElsewhere: '4.1 (2015): sync kiocbs are no longer completed by aio_complete',
  },
  {
    id: 'U18',
    what: 'no read barrier between the look at the tail and the copy of the event',
    unseen: SEQUENTIAL,
    closedElsewhere: '2ff396be (2014)',
  },
  {
    id: 'U19',
    what: 'gadgetfs puts a reference twice in its retry, and uses its private data after freeing it',
    unseen: 'not seen: that data is left out',
    closedElsewhere: '49631ca7 (2007)',
  },
  {
    id: 'U20',
    what: 'a partial write and then -EIOCBQUEUED: the count is wrong',
    unseen: 'not seen: no direct write here is partial',
  },
];
