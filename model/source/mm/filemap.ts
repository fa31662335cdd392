/** Lines of mm/filemap.c. */
import { always, leftOut, lines, type LinesOf, noEffect } from '../reasons.ts';

const INODES = 'each request has its own file and inode';
const SEGMENTS = 'each request has one segment, and all of it is good';
const OWN_INODE = 'each request has its own inode, so its mutex keeps nobody out';

export const filemapLines: LinesOf = {
  generic_file_buffered_write: { helper: 'the step generic_file_aio_write.buffered' },
  do_generic_mapping_read: { helper: 'nothing in the model: nothing reads through the page cache' },
  filemap_write_and_wait: { helper: 'nothing in the model: dirty pages are written out, which succeeds' },

  generic_file_direct_IO: {
    steps: { failed: lines(2419) },
    reasons: [
      noEffect([2393, 2394], INODES),
      leftOut([2403, 2406], 'no file is mapped into memory here'),
      always(2410, 'dirty pages are written out first, which succeeds'),
      leftOut([2414, 2415], 'which pages are invalidated is no matter here'),
    ],
  },
  generic_file_direct_write: {
    steps: { ppos: lines(2036), failed: lines(2054) },
    reasons: [
      noEffect([2026, 2028], INODES),
      always([2031, 2032], 'no write is shortened by a limit'),
      leftOut([2037, 2039], 'nothing here reads the size of a file'),
    ],
  },
  __generic_file_aio_write_nolock: {
    steps: {
      'generic_file_aio_write.direct': lines(2260),
      'generic_file_aio_write.direct_write': lines([2282, 2283], 2332),
      'generic_file_aio_write.buffered': lines(2332),
    },
    reasons: [
      noEffect([2223, 2227], INODES),
      leftOut([2233, 2254], SEGMENTS),
      leftOut(2256, 'no filesystem is frozen here'),
      leftOut(2259, 'nothing here is throttled'),
      always([2262, 2264], 'every write in a scenario is allowed'),
      always([2266, 2267], 'every write in a scenario has bytes'),
      always([2269, 2271], 'taking privileges off a file never fails'),
      noEffect(2273, 'times are no matter here'),
      leftOut([2288, 2319], 'a direct write is never partial, so it does not fall through to the page cache', 'U20'),
      leftOut(2331, 'nothing here is throttled'),
    ],
  },
  generic_file_aio_write: {
    steps: {
      direct: lines([2370, 2371]),
      direct_write: lines(2381),
      buffered: lines(2381),
    },
    reasons: [
      noEffect([2362, 2364], INODES),
      always(2367, 'the caller hands in the position of the request itself'),
      leftOut(2369, OWN_INODE),
      leftOut(2372, OWN_INODE),
      leftOut([2374, 2379], 'a known gap (docs/adr/002): sync_page_range fails after a synchronous O_SYNC write'),
    ],
  },
  generic_file_aio_read: {
    steps: { some: lines(1213), ppos: lines(1213) },
    reasons: [
      noEffect(1143, INODES),
      noEffect(1147, 'the position is a field of the request'),
      leftOut([1149, 1166], SEGMENTS),
      always(1170, 'every read in a scenario is direct'),
      noEffect([1175, 1176], INODES),
      always([1177, 1179], 'every read in a scenario has bytes'),
      always([1180, 1181], 'every read in a scenario lies in its file'),
      always(1187, 'a direct read never returns 0 here'),
      noEffect([1188, 1189], 'times are no matter here'),
      always([1193, 1208], 'nothing reads through the page cache'),
    ],
  },
};
