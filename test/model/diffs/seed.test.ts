/** The mail with which this project began, as a web archive shows it: its lines wrapped and the white space gone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DiffHunk, type DiffLine, readDiffs } from '../../../model/diffs/index.ts';
import { packaged } from '../../cli/program.ts';

const read = readDiffs('seed.txt', readFileSync(packaged('test/fixtures/seed-lkml-2007-02-20.txt'), 'utf8'));
const patches = read.ok ? read.patches : [];
const hunks = patches.flatMap(({ files }) =>
  files.flatMap((file) => file.hunks.map((hunk) => ({ path: file.path, hunk }))),
);

const hunkOf = (path: string, oldStart: number): DiffHunk => {
  const found = hunks.find((one) => one.path === path && one.hunk.header.oldStart === oldStart);
  if (found === undefined) throw new Error(`no hunk -${oldStart} of ${path}`);
  return found.hunk;
};
/** Of the line that begins at this line of the mail. */
const shown = (hunk: DiffHunk, at: number): string | undefined => {
  const line = hunk.lines.find((one) => one.at === at);
  return line && line.kind + line.text;
};

it('is one patch, with the title and the author of the mail that the reply quotes', () => {
  expect(patches.map(({ title, from }) => [title, from])).toEqual([
    ['aio: propogate post-EIOCBQUEUED errors to completion event', 'Zach Brown [mailto:zach.brown@xxxxxxxxxx]'],
  ]);
});

it('changes three files, of which the first has no line with diff -r', () => {
  expect(patches[0]?.files.map(({ path, at, hunks: all }) => [path, at, all.length])).toEqual([
    ['fs/aio.c', 104, 5],
    ['include/linux/aio.h', 270, 5],
    ['mm/filemap.c', 353, 2],
  ]);
});

const count = (lines: readonly DiffLine[], kind: DiffLine['kind']): number =>
  lines.filter((line) => line.kind === kind).length;

describe('each hunk has as many lines removed, added and left as its header and the diffstat say', () => {
  it.each([
    ['fs/aio.c', 192, 0, 40, 6],
    ['fs/aio.c', 418, 0, 1, 6],
    ['fs/aio.c', 507, 1, 5, 9],
    ['fs/aio.c', 924, 5, 1, 7],
    ['fs/aio.c', 946, 44, 12, 12],
    ['include/linux/aio.h', 34, 0, 1, 6],
    ['include/linux/aio.h', 41, 0, 1, 6],
    ['include/linux/aio.h', 49, 0, 1, 6],
    ['include/linux/aio.h', 119, 0, 4, 6],
    ['include/linux/aio.h', 246, 0, 23, 6],
    ['mm/filemap.c', 2031, 1, 1, 6],
    ['mm/filemap.c', 2396, 1, 1, 6],
  ])('%s -%i', (path, oldStart, removed, added, left) => {
    const { header, lines } = hunkOf(path, oldStart);
    expect([count(lines, '-'), count(lines, '+'), count(lines, ' ')]).toEqual([removed, added, left]);
    expect([removed + left, added + left]).toEqual([header.oldCount, header.newCount]);
  });

  it('91 lines are added and 52 removed in all', () => {
    const lines = hunks.flatMap(({ hunk }) => hunk.lines);
    expect([count(lines, '+'), count(lines, '-')]).toEqual([91, 52]);
  });
});

describe('what the archive did is undone', () => {
  it.each([
    [
      'an expression wrapped before its last operand',
      'fs/aio.c',
      192,
      132,
      '+ event->res = iocb->ki_pending_err ? iocb->ki_pending_err : iocb->ki_res;',
    ],
    [
      'parameters of a function',
      'fs/aio.c',
      192,
      112,
      '+static void aio_ring_insert_entry(struct kioctx *ctx, struct kiocb *iocb)',
    ],
    [
      'a macro whose last backslash stood alone',
      'fs/aio.c',
      192,
      108,
      ' kunmap_atomic((void *)((unsigned long)__event & PAGE_MASK), km); \\',
    ],
    [
      'a comment at the end of a hunk',
      'fs/aio.c',
      192,
      155,
      ' * Allocates and initializes an ioctx. Returns an ERR_PTR if it failed.',
    ],
    ['a comment behind a statement', 'fs/aio.c', 507, 178, ' list_del(&req->ki_list); /* remove from active_reqs */'],
    [
      'an added comment',
      'fs/aio.c',
      946,
      212,
      '+ * the ring once the last reference to the iocb is dropped. Cancelled',
    ],
    [
      'a macro that is added',
      'include/linux/aio.h',
      49,
      296,
      '+#define kiocbIsInserted(iocb) test_bit(KIF_INSERTED, &(iocb)->ki_flags)',
    ],
    [
      'a macro that stays',
      'include/linux/aio.h',
      41,
      285,
      ' #define kiocbSetCancelled(iocb) set_bit(KIF_CANCELLED, &(iocb)->ki_flags)',
    ],
    [
      'an added prototype',
      'include/linux/aio.h',
      246,
      338,
      '+static inline int aio_propogate_error(struct kiocb *iocb, int existing_err,',
    ],
    ['a call above another', 'mm/filemap.c', 2031, 361, '+ written = aio_propogate_error(iocb, written, err);'],
    ['a call in three lines that was one in two', 'mm/filemap.c', 2396, 368, ' offset >> PAGE_CACHE_SHIFT, end);'],
    ['the last call', 'mm/filemap.c', 2396, 372, '+ retval = aio_propogate_error(iocb, retval, err);'],
  ])('%s', (_, path, oldStart, at, line) => {
    expect(shown(hunkOf(path, oldStart), at)).toBe(line);
  });

  it('the lone - of the signature removes nothing', () => {
    expect(hunkOf('mm/filemap.c', 2396).lines.at(-1)).toEqual({ kind: ' ', text: 'return retval;', at: 376 });
  });

  it('empty lines without a blank are lines of both sides', () => {
    expect(hunkOf('fs/aio.c', 507).lines[0]).toEqual({ kind: ' ', text: '', at: 166 });
  });
});
