import { describe, expect, it } from 'vitest';
import { showIssue } from '../../../model/diagnostics/input-issue.ts';
import { readDiffs } from '../../../model/diffs/index.ts';

const shown = (lines: readonly string[]): string[] => {
  const read = readDiffs('my.txt', lines.join('\n'));
  return read.ok ? [] : read.issues.map(showIssue);
};
const codes = (lines: readonly string[]): string[] => {
  const read = readDiffs('my.txt', lines.join('\n'));
  return read.ok ? [] : read.issues.map(({ code }) => code);
};

const file = ['--- a/fs/lamp.c', '+++ b/fs/lamp.c'];
const good = [...file, '@@ -1 +1 @@', '-dim', '+lit'];
const UNIFIED = 'a unified diff, as diff -u and git format-patch write it';

describe('a text that holds no unified diff is refused:', () => {
  it.each([
    ['nothing', [], `1:1: no diff in this text; expected ${UNIFIED}`],
    ['prose', ['Dear all,', 'the lamp is out.'], `1:1: no diff in this text; expected ${UNIFIED}`],
    [
      'a mail without its patch',
      ['From: Zoe', 'Subject: [PATCH] lamp', '', 'See below.', '---', ' fs/lamp.c | 2 +-'],
      `1:1: no diff in this text; expected ${UNIFIED}`,
    ],
    [
      'a normal diff',
      ['diff lamp.c.orig lamp.c', '5,6c5', '< dim', '---', '> lit'],
      `2:1: no unified diff: this is a normal diff; expected ${UNIFIED}`,
    ],
    ['an ed script', ['5c', 'lit', '.'], `1:1: no unified diff: this is an ed script; expected ${UNIFIED}`],
    [
      'a context diff',
      ['*** a/fs/lamp.c\tx', '--- b/fs/lamp.c\ty', '***************', '*** 1,2 ****', '! dim', '--- 1,2 ----', '! lit'],
      `3:1: this is a context diff; expected ${UNIFIED}`,
    ],
    [
      'a merge',
      ['diff --cc fs/lamp.c', 'index 1,2..3', ...file, '@@@ -1,1 -1,1 +1,1 @@@', '--dim', '++lit'],
      `5:1: this is a combined diff, against several bases; expected ${UNIFIED}, against one base`,
    ],
  ])('%s', (_, lines, line) => {
    expect(shown(lines)).toEqual([`my.txt:${line}`]);
  });
});

describe('what says more than lines of text is refused, with its line:', () => {
  it.each([
    [
      'a binary patch',
      [...good, 'diff --git a/lamp.png b/lamp.png', 'index 1..2 100644', 'GIT binary patch', 'literal 10', 'zcmZ'],
      'my.txt:8:1: a binary file changes here; expected only text: leave that file out of the diff',
    ],
    [
      'binary files',
      [...good, 'diff -ur a/lamp.png b/lamp.png', 'Binary files a/lamp.png and b/lamp.png differ'],
      'my.txt:7:1: a binary file changes here; expected only text: leave that file out of the diff',
    ],
    [
      'a rename',
      ['diff --git a/fs/lamp.c b/fs/oven.c', 'similarity index 100%', 'rename from fs/lamp.c', 'rename to fs/oven.c'],
      'my.txt:3:1: fs/lamp.c is renamed; expected a diff in which files keep their names (git format-patch --no-renames)',
    ],
    [
      'a copy',
      ['diff --git a/fs/lamp.c b/fs/oven.c', 'similarity index 90%', 'copy from fs/lamp.c', 'copy to fs/oven.c'],
      'my.txt:3:1: fs/lamp.c is copied; expected a diff in which files keep their names (git format-patch --no-renames)',
    ],
    [
      'two names',
      ['--- a/fs/lamp.c', '+++ b/fs/oven.c', '@@ -1 +1 @@', '-dim', '+lit'],
      'my.txt:1:1: fs/lamp.c is renamed to fs/oven.c; expected a diff in which files keep their names (git format-patch --no-renames)',
    ],
  ])('%s', (_, lines, line) => {
    expect(shown(lines)).toEqual([line]);
  });
});

describe('what is damaged beyond reading is refused, with hunk and line:', () => {
  it('counts that no reading meets', () => {
    const lines = [
      'Hello,',
      '',
      ...file,
      '@@ -507,6 +548,3 @@ int dim(struct lamp *lamp)',
      ' {',
      '-\tint oil;',
      ' }',
      '',
      '-- ',
      'Zoe',
    ];
    expect(shown(lines)).toEqual([
      'my.txt:5:1: hunk @@ -507,6 +548,3 @@ of fs/lamp.c: its 3 lines cannot be 6 old and 3 new; the mail is damaged here; expected the patch as its author has it: attach it, or take it from git format-patch',
    ]);
  });

  it('lines too many, between two hunks', () => {
    expect(codes([...file, '@@ -1 +1 @@', '-dim', '+lit', '+bright', '@@ -9 +9 @@', '-dim', '+lit'])).toEqual([
      'damaged',
    ]);
  });

  it('half a mail', () => {
    expect(shown([...file, '@@ -1,4 +1,5 @@', ' {', '-\tint oil;', '+\tint oil, wick;'])).toEqual([
      'my.txt:3:1: hunk @@ -1,4 +1,5 @@ of fs/lamp.c is cut off: the text ends after 2 of its 4 old and 2 of its 5 new lines; expected the whole mail',
    ]);
  });

  it('half a mail that ends between two files, as its diffstat tells', () => {
    const stat = [' fs/lamp.c | 2 +-', ' fs/oven.c | 1 -', ' 2 files changed, 1 insertion(+), 2 deletions(-)', ''];
    expect(shown([...stat, ...good])).toEqual([
      'my.txt:3:1: the diffstat has 2 files, 1 lines added and 2 removed, but the text ends after 1, 1 and 1; expected the whole mail; or without its diffstat, if that is of another patch',
    ]);
    // A mail that ends as mails do is whole: its author changed it later.
    expect(shown([...stat, ...good, '-- ', 'Zoe'])).toEqual([]);
  });

  it('a line that was added by hand, and not counted', () => {
    const counted = [...file, '@@ -1,2 +1,3 @@', ' int lamp;', '+int oil;', ' int wick;'];
    expect(shown(counted)).toEqual([]);
    expect(codes(counted.toSpliced(4, 0, '+int glass;'))).toEqual(['damaged']);
    expect(codes([...counted, '+int glass;'])).toEqual(['damaged']);
    expect(codes([...counted, '', '+\tint glass;', '', 'Words.'])).toEqual(['damaged']);
    expect(shown([...counted, '', '- it helps', '+1 from me', '-Zoe'])).toEqual([]);
  });

  it('a hunk without a file', () => {
    expect(shown(['@@ -1 +1 @@', '-dim', '+lit'])).toEqual([
      'my.txt:1:1: no lines with --- and +++ tell the file of this hunk; expected the whole patch, with both lines',
    ]);
  });

  it('a header that cannot be read', () => {
    expect(shown([...file, '@@ -1,x +1 @@', '-dim', '+lit'])).toEqual([
      'my.txt:3:1: the header of a hunk is damaged here; expected @@ -line,count +line,count @@: attach the patch',
    ]);
  });

  it('all of them at once, in the order of the text', () => {
    const lines = [
      ...file,
      '@@ -1,3 +1 @@',
      '-dim',
      '+lit',
      ...good,
      'diff --git a/x b/y',
      'rename from x',
      'rename to y',
      ...file,
      '@@ -1,3 +1 @@',
      '-dim',
    ];
    expect(codes(lines)).toEqual(['damaged', 'rename', 'cut-off']);
  });
});
