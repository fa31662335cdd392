/**
 * Mainline's own answer (65b8291c, 2.6.21): invalidate the page cache before the write, when an error can still be
 * returned. It comes in variants that differ in what follows ->direct_IO: as merged (mm/filemap.c:2414-2430 of 2.6.21), as
 * bdb76ef5 (2007, in 2.6.24) mended that, and one of ours.
 */
import type { Hunk, Patch } from '../core/index.ts';
import { invalidate_inode_pages2_range } from '../env/faults.ts';
import { EIOCBQUEUED } from '../include/linux/errno.ts';
import { edit } from '../kernel.ts';
import { generic_file_direct_IO } from '../mm/filemap.ts';

const before: Hunk = {
  name: 'invalidate-before',
  standsFor: '65b8291c, first half: invalidate before ->direct_IO, and return the error if that fails',
  edits: [
    edit(generic_file_direct_IO, {
      before: {
        direct_IO: {
          cached_before: {
            line: 2411,
            c: 'if (rw == WRITE && mapping->nrpages)',
            go: (f) => (f.write === 1 ? 'invalidate_before' : 'direct_IO'),
          },
          invalidate_before: {
            line: 2411,
            c: 'retval = invalidate_inode_pages2_range(mapping, ...); if (retval) goto out',
            run(k, f) {
              f.retval = invalidate_inode_pages2_range(k, f.iocb);
              return f.retval === 0 ? 'direct_IO' : 'return';
            },
          },
        },
      },
    }),
  ],
};

/** Nothing is reported in it that first-error-wins could count: after -EIOCBQUEUED the error is dropped. */
const second = (hunk: Omit<Hunk, 'edits'>, condition: string, isReplaced: (retval: number) => boolean): Hunk => ({
  ...hunk,
  edits: [
    edit(generic_file_direct_IO, {
      replace: {
        failed: {
          line: 2418,
          c: `if (err && ${condition}) retval = err`,
          go(f) {
            if (f.err !== 0 && isReplaced(f.retval)) f.retval = f.err;
            return 'return';
          },
        },
      },
    }),
  ],
});

const keepErrors = second(
  {
    name: 'keep-errors',
    standsFor: '65b8291c, second half: the second invalidation replaces no error, so that -EIOCBQUEUED stays',
  },
  'retval >= 0',
  (retval) => retval >= 0,
);

const keepQueued = second(
  {
    name: 'keep-queued',
    standsFor:
      'of no commit: the second invalidation replaces whatever is not -EIOCBQUEUED, errors of ->direct_IO included ' +
      '(65b8291c itself replaces no error: if (err && retval >= 0))',
  },
  'retval != -EIOCBQUEUED',
  (retval) => retval !== -EIOCBQUEUED,
);

const gotoOut: Hunk = {
  name: 'goto-out',
  standsFor: '65b8291c as merged: the second invalidation runs only if ->direct_IO returned 0',
  edits: [
    edit(generic_file_direct_IO, {
      after: {
        direct_IO: {
          out: {
            line: 2412,
            c: 'if (retval) goto out',
            go: (f) => (f.retval !== 0 ? 'return' : 'cached'),
          },
        },
      },
    }),
  ],
};

export const invalidateFirst: Patch = {
  name: 'invalidate-first',
  summary: 'invalidate before ->direct_IO; a second invalidation follows, whose error never replaces -EIOCBQUEUED',
  hunks: [before, keepQueued],
};

export const mainline2621: Patch = {
  name: 'mainline-2.6.21',
  summary: '65b8291c as merged: invalidate before ->direct_IO, then leave unless that returned 0',
  hunks: [before, keepErrors, gotoOut],
};

/** What was asked was asked in vain: the error is not looked at, so that the page cache may keep what is stale, and nobody is told. */
const ignoreErrors: Hunk = {
  name: 'ignore-errors',
  standsFor:
    'bdb76ef5: invalidate_inode_pages2_range(mapping, ...), whatever ->direct_IO returned, and its error dropped',
  edits: [
    edit(generic_file_direct_IO, {
      remove: ['failed'],
      replace: {
        invalidate: {
          line: 2416,
          c: 'invalidate_inode_pages2_range(mapping, ...)  /* whose error nobody looks at */',
          run: (k, f) => void invalidate_inode_pages2_range(k, f.iocb),
        },
      },
    }),
  ],
};

export const mainline2624: Patch = {
  name: 'mainline-2.6.24',
  summary: '65b8291c with bdb76ef5 (2007): the second invalidation runs, and its failure is ignored',
  hunks: [before, ignoreErrors],
};
