/** What the patch of February 2007 brings, and what it changes of the races that there were. */
import { SEQUENTIAL, type Race } from './race.ts';

/** What it makes of a request, without what it makes of errors. */
const AIO_HUNKS = 'post-eiocbqueued[insert-at-last-put,record-in-complete,clear-pending-err]';

export const ofThePatch: readonly Race[] = [
  {
    id: 'P1',
    what: 'the last put inserts an event, and wakes nobody',
    shows: [
      {
        scenario: 'buffered-reader',
        kernel: 'post-eiocbqueued',
        property: 'no-lost-wakeup',
        says: 'reader sleeps in read_events() for ever, and the ring holds an event',
      },
    ],
  },
  {
    id: 'P2',
    what: 'so does the put behind a retry',
    shows: [
      {
        scenario: 'retry1',
        kernel: 'post-eiocbqueued',
        property: 'no-lost-wakeup',
        says: 'submitter sleeps in read_events() for ever, and the ring holds an event',
      },
    ],
  },
  {
    id: 'P3',
    what: "so does the put of a driver's cancel",
    shows: [
      {
        scenario: 'queued-cancel-reader-block',
        kernel: 'post-eiocbqueued',
        property: 'no-lost-wakeup',
        says: 'reader sleeps in read_events() for ever, and the ring holds an event',
      },
    ],
  },
  {
    id: 'P4',
    what: 'an event waits for the retries that the submitter drains before its own put',
    unseen: 'a delay; nothing here waits for the event in a retry',
  },
  {
    id: 'P5',
    what: "an error behind the I/O replaces the count of bytes, and the bio's own error",
    unseen: 'since that is what the patch is for: the first error wins',
    sound: { scenario: 'dw1-inval', kernel: 'post-eiocbqueued' },
  },
  {
    id: 'P6',
    what: "the event is inserted before the file's count is dropped, which is a barrier: it narrows U4",
    unseen: SEQUENTIAL,
  },
  {
    id: 'P7',
    what: 'the event is inserted and its slot given back in one section, so that slots are counted exactly',
    unseen: 'no race: in 2.6.20 a slot may be counted twice for a while, which refuses a request, and no more',
  },
  {
    id: 'P8',
    what: 'whether a request is cancelled is looked at when it completes, and not when its event is inserted: as U7',
    shows: [
      {
        scenario: 'queued-cancel',
        kernel: 'post-eiocbqueued',
        property: 'flags-protocol',
        says: 'request 0 is completed, and then its KIF_CANCELLED changes',
      },
    ],
  },
  {
    id: 'P9',
    what: 'the pending error is an int beside results that are longs, a bit has a number in which another counts, and the kiocb grows',
    unseen: 'no race; numbers here have no width, and errors fit an int',
  },
  {
    id: 'P10',
    what: 'the hunks of fs/aio.c without those of mm/filemap.c: a request that is completed twice has one event, and is still used after it is freed',
    shows: [
      {
        scenario: 'dw1-inval',
        kernel: AIO_HUNKS,
        property: 'no-use-after-free',
        says: 'use_after_free:kiocb',
      },
    ],
    closedBy: ['post-eiocbqueued'],
  },
];
