/**
 * Files on the page cache (mm/filemap.c), as far as an O_DIRECT request goes through. Left out everywhere: i_mutex (each
 * request has its own inode, so it never waits), and dirty pages to write out first (2409, which then succeeds).
 */
import { type ErrorReport, to } from '../core/index.ts';
import { generic_osync_inode, invalidate_inode_pages2_range } from '../env/faults.ts';
import { NBYTES } from '../world.ts';
import { direct_io_worker } from '../fs/direct-io/submit.ts';
import { EIOCBQUEUED } from '../include/linux/errno.ts';
import { proc } from '../kernel.ts';

/** `write` is 1 for WRITE. A file that is written always has cached pages, so every write meets the invalidation. */
export const generic_file_direct_IO = proc(
  'generic_file_direct_IO',
  'mm/filemap.c:2390',
  { iocb: 'struct kiocb *', write: 'int', retval: 'ssize_t', err: 'int' },
  {
    flush: {
      line: 2409,
      c: 'retval = filemap_write_and_wait(mapping)  /* which succeeds here */',
      go(f) {
        f.retval = 0;
      },
    },
    direct_IO: {
      line: 2411,
      c: 'retval = mapping->a_ops->direct_IO(rw, iocb, iov, offset, nr_segs)',
      call: to(direct_io_worker, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'retval',
    },
    cached: {
      line: 2413,
      c: 'if (rw == WRITE && mapping->nrpages)',
      go: (f) => (f.write === 1 ? 'invalidate' : 'return'),
    },
    invalidate: {
      line: 2416,
      c: 'err = invalidate_inode_pages2_range(mapping, ...)',
      run(k, f) {
        f.err = invalidate_inode_pages2_range(k, f.iocb);
      },
    },
    failed: {
      line: 2418,
      c: 'if (err) retval = err',
      go(f) {
        if (f.err !== 0) f.retval = f.err;
      },
    },
  },
  'retval',
);

/** An error behind the I/O is one that replaces, or should have replaced, the result so far. */
export const errorReports: readonly ErrorReport[] = [
  { function: 'generic_file_direct_IO', result: 'retval', error: 'err', iocb: 'iocb' },
  { function: 'generic_file_direct_write', result: 'written', error: 'err', iocb: 'iocb' },
];

/** Left out: i_size, which a write beyond the end moves (2037-2040) and nothing here reads. */
export const generic_file_direct_write = proc(
  'generic_file_direct_write',
  'mm/filemap.c:2022',
  { iocb: 'struct kiocb *', written: 'ssize_t', err: 'int' },
  {
    direct_IO: {
      line: 2034,
      c: 'written = generic_file_direct_IO(WRITE, iocb, iov, pos, *nr_segs)',
      call: to(generic_file_direct_IO, (g, f) => {
        g.iocb = f.iocb;
        g.write = 1;
      }),
      result: 'written',
    },
    some: { line: 2035, c: 'if (written > 0)', go: (f) => (f.written > 0 ? 'ppos' : 'sync') },
    ppos: {
      line: 2041,
      c: '*ppos = end  /* iocb->ki_pos */',
      run(k, f) {
        k.kiocb(f.iocb).ki_pos = f.written;
      },
    },
    sync: {
      line: 2050,
      c: 'if ((written >= 0 || written == -EIOCBQUEUED) && (file->f_flags & O_SYNC))',
      go: (f, k) =>
        (f.written >= 0 || f.written === -EIOCBQUEUED) && k.world.iocbs[f.iocb]?.o_sync ? 'osync' : 'return',
    },
    osync: {
      line: 2052,
      c: 'err = generic_osync_inode(inode, mapping, OSYNC_METADATA)',
      run(k, f) {
        f.err = generic_osync_inode(k, f.iocb);
      },
    },
    failed: {
      line: 2053,
      c: 'if (err < 0) written = err',
      go(f) {
        if (f.err < 0) f.written = f.err;
      },
    },
  },
  'written',
);

/**
 * With __generic_file_aio_write_nolock (2220), which it calls: direct, or through the page cache at once. A direct write
 * here is never partial, so it does not fall through to the page cache (2282). Left out, a known gap (docs/adr/002): that
 * sync_page_range fails after a synchronous O_SYNC write (2374-2379).
 */
export const generic_file_aio_write = proc(
  'generic_file_aio_write',
  'mm/filemap.c:2359',
  { iocb: 'struct kiocb *', ret: 'ssize_t' },
  {
    direct: {
      line: 2276,
      c: 'if (file->f_flags & O_DIRECT)',
      go: (f, k) => (k.world.iocbs[f.iocb]?.op === 'buffered' ? 'buffered' : 'direct_write'),
    },
    direct_write: {
      line: 2280,
      c: 'written = generic_file_direct_write(iocb, iov, &nr_segs, pos, ppos, count, ocount)',
      call: to(generic_file_direct_write, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'ret',
      then: 'return',
    },
    buffered: {
      line: 2327,
      c: 'written = generic_file_buffered_write(iocb, iov, nr_segs, pos, ppos, count, written)',
      run(k, f) {
        k.might_sleep();
        k.kiocb(f.iocb).ki_pos = NBYTES;
        f.ret = NBYTES;
      },
    },
  },
  'ret',
);

/** The O_DIRECT branch alone: nothing in this world reads through the page cache. */
export const generic_file_aio_read = proc(
  'generic_file_aio_read',
  'mm/filemap.c:1140',
  { iocb: 'struct kiocb *', retval: 'ssize_t' },
  {
    direct_IO: {
      line: 1182,
      c: 'retval = generic_file_direct_IO(READ, iocb, iov, pos, nr_segs)',
      call: to(generic_file_direct_IO, (g, f) => {
        g.iocb = f.iocb;
      }),
      result: 'retval',
    },
    some: { line: 1184, c: 'if (retval > 0)', go: (f) => (f.retval > 0 ? 'ppos' : 'return') },
    ppos: {
      line: 1185,
      c: '*ppos = pos + retval  /* iocb->ki_pos */',
      run(k, f) {
        k.kiocb(f.iocb).ki_pos = f.retval;
      },
    },
  },
  'retval',
);
