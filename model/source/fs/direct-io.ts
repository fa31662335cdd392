/** Lines of fs/direct-io.c. */
import { always, leftOut, lines, type LinesOf, noEffect } from '../reasons.ts';

const MAPPING = 'it is about mapping blocks and pages, and a request is aligned and fully mapped here';
const PAGES = 'pages are not pinned or dirtied here';
const WHOLE = 'a bio ends as a whole here';

export const directIoLines: LinesOf = {
  dio_bio_alloc: { helper: 'part of the step dio_bio_submit.prepare: which function ends the bio' },
  dio_bio_reap: { helper: 'nothing in the model: it needs 64 bios' },
  do_direct_IO: {
    helper: 'the steps direct_io_worker.each, submit and submitted: of all that it does, the bios but the last',
  },
  __blockdev_direct_IO: { helper: 'part of the step direct_io_worker.alloc: the dio, and whether it is asynchronous' },

  dio_complete: {
    steps: {
      result: lines([236, 239], [255, 258]),
    },
    reasons: [
      leftOut([242, 243], 'no read goes beyond the end of its file'),
      leftOut([246, 248], 'it needs a filesystem with an end_io of its own'),
      leftOut([249, 251], 'it needs a filesystem that locks about direct I/O'),
      always([253, 254], 'no page of a request is bad'),
    ],
  },
  dio_bio_end_aio: {
    steps: { 'bio_endio.end': lines(269) },
    reasons: [always([273, 274], WHOLE)],
  },
  dio_bio_end_io: {
    steps: { 'bio_endio.end': lines(303), push: lines(311) },
    reasons: [always([306, 307], WHOLE)],
  },
  dio_bio_submit: {
    reasons: [
      noEffect(348, 'the bio is a parameter here'),
      leftOut([357, 358], PAGES),
      leftOut([362, 363], 'only the submitter reads it'),
    ],
  },
  dio_await_one: { steps: { take: lines([404, 405]) } },
  dio_bio_complete: {
    steps: {
      error: lines(416, 421),
    },
    reasons: [
      leftOut(417, PAGES),
      leftOut([423, 433], PAGES),
      leftOut(435, 'only whoever gives up after an error looks at what it returns'),
    ],
  },

  direct_io_worker: {
    steps: {
      alloc: lines(967, [985, 987], [990, 993]),
      queued: lines([1094, 1096]),
      last: lines(1120),
      free: lines(1120),
    },
    reasons: [
      leftOut([965, 966], MAPPING),
      leftOut([968, 984], MAPPING),
      leftOut(988, MAPPING),
      leftOut([999, 1030], MAPPING),
      always([1038, 1040], 'mapping never fails here'),
      always([1044, 1049], 'a write finds its blocks here'),
      leftOut([1055, 1062], MAPPING),
      always(1064, 'every request has at least one bio'),
      leftOut(1068, 'a bio that was submitted may end at any time'),
      leftOut(1074, PAGES),
      leftOut([1081, 1082], 'each request has its own inode, so its mutex keeps nobody out'),
      always(1091, 'mapping never returns -EIOCBQUEUED'),
      leftOut(1113, 'it reads the dio after the reference is gone (the patch dio-bugon puts it back)', 'U14'),
      always(1118, 'only an asynchronous request gets here with references left'),
    ],
  },
};
