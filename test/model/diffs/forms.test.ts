/** The forms in which people hand over a patch. One small change in all of them, in words of our own. */
import { describe, expect, it } from 'vitest';
import { type PatchText, readDiffs } from '../../../model/diffs/index.ts';
import { base64, change, hunkLines, mailed, quotedPrintableBody } from './one-change.ts';

function patchesOf(text: string): readonly PatchText[] {
  const read = readDiffs('my.patch', text);
  if (!read.ok) throw new Error(read.issues.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return read.patches;
}

const linesIn = (patches: readonly PatchText[]): string[] =>
  patches.flatMap(({ files }) =>
    files.flatMap(({ path, hunks }) =>
      hunks.flatMap(({ header, lines }) => [
        `${path} -${header.oldStart},${header.oldCount} +${header.newStart},${header.newCount}`,
        ...lines.map(({ kind, text }) => kind + text),
      ]),
    ),
  );

const whole = ['fs/lamp.c -12,4 +12,5', ...hunkLines];

describe('the change is read from', () => {
  it.each([
    [
      'diff -u of two trees',
      [
        '--- linux-2.6.20.orig/fs/lamp.c\t2007-02-19 11:52:27.000000000 -0800',
        '+++ linux-2.6.20/fs/lamp.c\t2007-02-19 12:32:52.000000000 -0800',
        ...change,
      ],
    ],
    [
      'diff -u of a backup',
      ['--- fs/lamp.c.orig\t2007-02-19 11:52:27', '+++ fs/lamp.c\t2007-02-19 12:32:52', ...change],
    ],
    [
      'diff -u with blanks for tabs',
      ['--- old/fs/lamp.c 2007-02-19 11:52:27', '+++ new/fs/lamp.c 2007-02-19 12:32:52', ...change],
    ],
    [
      'diff -ur of a tree elsewhere',
      [
        'diff -ur /usr/src/linux-2.6.20/fs/lamp.c /tmp/linux-mine/fs/lamp.c',
        '--- /usr/src/linux-2.6.20/fs/lamp.c\tx',
        '+++ /usr/src/linux-mine/fs/lamp.c\ty',
        ...change,
      ],
    ],
    ['a diff without prefixes', ['--- ./fs/lamp.c', '+++ ./fs/lamp.c', ...change]],
    [
      'hg diff',
      [
        'diff -r 8c8c075ae1c3 fs/lamp.c',
        '--- a/fs/lamp.c\tMon Feb 19 11:52:27 2007 -0800',
        '+++ b/fs/lamp.c\tMon Feb 19 12:32:52 2007 -0800',
        ...change,
      ],
    ],
    [
      'quilt',
      [
        'Index: linux-2.6.20/fs/lamp.c',
        '='.repeat(67),
        '--- linux-2.6.20.orig/fs/lamp.c',
        '+++ linux-2.6.20/fs/lamp.c',
        ...change,
      ],
    ],
    [
      'git diff',
      [
        'diff --git a/fs/lamp.c b/fs/lamp.c',
        'old mode 100755',
        'new mode 100644',
        'index 0a1b2c3..4d5e6f7',
        '--- a/fs/lamp.c',
        '+++ b/fs/lamp.c',
        ...change,
      ],
    ],
    [
      'git diff with prefixes of what it compares',
      [
        'diff --git i/fs/lamp.c w/fs/lamp.c',
        'index 0a1b2c3..4d5e6f7 100644',
        '--- i/fs/lamp.c',
        '+++ w/fs/lamp.c',
        ...change,
      ],
    ],
    [
      'file names that were wrapped',
      [
        '--- a/fs/lamp.c Mon Feb 19 11:52:27 2007',
        '-0800',
        '+++ b/fs/lamp.c Mon Feb 19 12:32:52',
        '2007 -0800',
        ...change,
      ],
    ],
    [
      'prose on both sides',
      [
        'Please look at this:',
        '',
        '--- a/fs/lamp.c',
        '+++ b/fs/lamp.c',
        ...change,
        '',
        'It helps me - a lot.',
        '+1 from me',
      ],
    ],
    ['prose right below', ['--- a/fs/lamp.c', '+++ b/fs/lamp.c', ...change, 'That is all.']],
    [
      'a diff that ends with its text',
      ['--- a/fs/lamp.c', '+++ b/fs/lamp.c', ...change, '\\ No newline at end of file'],
    ],
    [
      'a line that had no end before',
      [
        '--- a/fs/lamp.c',
        '+++ b/fs/lamp.c',
        change[0] ?? '',
        ...hunkLines.slice(0, 2),
        '\\ No newline at end of file',
        ...hunkLines.slice(2),
      ],
    ],
    ['a mail', mailed('Content-Type: text/plain; charset=us-ascii')],
    ['a mail with CR before LF', mailed('Content-Type: text/plain').map((line) => `${line}\r`)],
    ['a mail in quoted-printable', mailed('Content-Transfer-Encoding: quoted-printable', quotedPrintableBody)],
    ['a mail whose archive decoded it, and kept its headers', mailed('Content-Transfer-Encoding: quoted-printable')],
    [
      'a mail in base64',
      mailed('Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: base64', base64),
    ],
    [
      'a mail of one text part and a page',
      mailed('Content-Type: multipart/alternative; boundary="=_x"', (body) => [
        '--=_x',
        'Content-Type: text/plain',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        ...quotedPrintableBody(body),
        '--=_x',
        'Content-Type: text/html',
        '',
        '<pre>',
        ...body,
        '</pre>',
        '--=_x--',
      ]),
    ],
    [
      'an attachment',
      mailed('Content-Type: multipart/mixed; boundary=frontier', (body) => [
        'No MIME here.',
        '--frontier',
        '',
        'See the attachment.',
        '--frontier',
        'Content-Type: text/x-patch; name="lamp.patch"',
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment',
        '',
        ...base64(body),
        '--frontier--',
      ]),
    ],
    ['a reply that quotes it', mailed('X-Loop: no').map((line) => `> ${line}`)],
    [
      'a reply to a reply',
      ['Zoe wrote:', '>> Max wrote:', ...mailed('X-Loop: no').map((line) => `> > ${line}`), '>> Yes.', '> No.'],
    ],
    ['a quotation without blanks behind the marks', mailed('X-Loop: no').map((line) => `>${line}`)],
    [
      'a reply with remarks in between',
      [
        '> --- a/fs/lamp.c',
        '> +++ b/fs/lamp.c',
        ...change.slice(0, 3).map((line) => `> ${line}`),
        '',
        'Why this? - I wonder',
        '+1',
        '',
        ...change.slice(3).map((line) => `> ${line}`),
        '',
        'Cheers',
      ],
    ],
    [
      'a reply with the original unquoted behind it',
      [
        'From: Max',
        'Subject: RE: [PATCH] trim the lamp',
        '',
        'I tried it:',
        '- it works',
        '-----Original Message-----',
        ...mailed('X-Loop: no'),
      ],
    ],
    [
      'a byte order mark and lines that end at CR',
      [`\uFEFF--- a/fs/lamp.c`, '+++ b/fs/lamp.c', ...change].map((line) => `${line}\r`),
    ],
  ])('%s', (form, lines) => {
    const text = lines.join(form.includes('end at CR') ? '' : '\n');
    expect(linesIn(patchesOf(text))).toEqual(whole);
  });
});

describe('what a patch is called, and who wrote it', () => {
  const diff = ['--- a/fs/lamp.c', '+++ b/fs/lamp.c', ...change];
  it.each([
    ['a plain diff', diff, null, null],
    [
      'a mail',
      ['From: Zoe <zoe@example.org>', 'Subject: [PATCH 2/3] lamp: trim it', '', ...diff],
      'lamp: trim it',
      'Zoe <zoe@example.org>',
    ],
    [
      'a long subject',
      ['Subject: Re: [PATCH] lamp: trim it', '\tbefore dawn', 'From: Zoe', '', ...diff],
      'lamp: trim it before dawn',
      'Zoe',
    ],
    [
      'encoded words',
      [
        'From: =?utf-8?q?Zo=C3=AB?= <z@example.org>',
        'Subject: =?iso-8859-1?Q?na=EFve?= =?utf-8?B?IGxhbXA=?=',
        '',
        ...diff,
      ],
      'naïve lamp',
      'Zoë <z@example.org>',
    ],
    [
      'an author who is not the sender',
      ['From: Max', 'Subject: lamp', '', 'From: Zoe', '', 'Words.', '', ...diff],
      'lamp',
      'Zoe',
    ],
    [
      'git show',
      [
        'commit 0123456789abcdef0123456789abcdef01234567',
        'Author: Zoe <z@example.org>',
        'Date:   Mon Feb 19',
        '',
        '    lamp: trim it',
        '    ',
        '    Words.',
        '',
        'diff --git a/fs/lamp.c b/fs/lamp.c',
        ...diff,
      ],
      'lamp: trim it',
      'Zoe <z@example.org>',
    ],
    [
      'hg export',
      [
        '# HG changeset patch',
        '# User Zoe',
        '# Date 1171914747 28800',
        '# Node ID 0123',
        'lamp: trim it',
        '',
        'diff -r 0123 fs/lamp.c',
        ...diff,
      ],
      'lamp: trim it',
      'Zoe',
    ],
  ])('%s', (_, lines, title, from) => {
    expect(patchesOf(lines.join('\n')).map((patch) => [patch.title, patch.from])).toEqual([[title, from]]);
  });
});

/** As `git format-patch` writes it, with a diffstat that looks like changes. */
const formatted = (nth: number, path: string): string[] => [
  `From 0123456789abcdef0123456789abcdef0123456${nth} Mon Sep 17 00:00:00 2001`,
  'From: Zoe <zoe@example.org>',
  'Date: Mon, 19 Feb 2007 12:32:52 -0800',
  `Subject: [PATCH ${nth}/2] lamp: trim ${path}`,
  '',
  'Words - and more.',
  '>From here on it is dark.',
  '---',
  ` ${path} | 3 ++-`,
  `${path} | 3 ++-`,
  ' 1 file changed, 2 insertions(+), 1 deletion(-)',
  '',
  `diff --git a/${path} b/${path}`,
  'index 0a1b2c3..4d5e6f7 100644',
  `--- a/${path}`,
  `+++ b/${path}`,
  ...change,
  '-- ',
  '2.20.1',
  '',
];

describe('several', () => {
  it('patches of one mailbox are read in their order', () => {
    const patches = patchesOf([...formatted(1, 'fs/lamp.c'), ...formatted(2, 'mm/oven.c')].join('\n'));
    expect(patches.map(({ title }) => title)).toEqual(['lamp: trim fs/lamp.c', 'lamp: trim mm/oven.c']);
    expect(linesIn(patches)).toEqual([...whole, 'mm/oven.c -12,4 +12,5', ...hunkLines]);
  });

  it('mails without lines between them too', () => {
    const second = mailed('Message-ID: <2@example.org>').join('\n').replaceAll('fs/lamp.c', 'mm/oven.c');
    const patches = patchesOf([...mailed('Message-ID: <1@example.org>'), '', second].join('\n'));
    expect(patches.map(({ files }) => files.map(({ path }) => path))).toEqual([['fs/lamp.c'], ['mm/oven.c']]);
  });

  it('files of one patch', () => {
    const files = ['fs/lamp.c', 'include/linux/lamp.h', 'include/uapi/linux/oven.h'];
    const text = files
      .flatMap((path) => [`diff -r 01 ${path}`, `--- a/${path}`, `+++ b/${path}`, ...change])
      .join('\n');
    expect(patchesOf(text).map((patch) => patch.files.map(({ path }) => path))).toEqual([files]);
  });

  it('hunks of one file, each with the line of its header', () => {
    const text = ['--- a/fs/lamp.c', '+++ b/fs/lamp.c', ...change, '@@ -40 +41 @@ dim', '-one', '+other', ''].join(
      '\n',
    );
    const [hunks] = patchesOf(text).flatMap(({ files }) => files.map((file) => file.hunks));
    expect(hunks?.map(({ at, header, others }) => [at, header.section, others.length])).toEqual([
      [3, 'static int trim(struct lamp *lamp)', 0],
      [10, 'dim', 0],
    ]);
    expect(hunks?.[1]?.header).toEqual({ oldStart: 40, oldCount: 1, newStart: 41, newCount: 1, section: 'dim' });
    expect(hunks?.[1]?.lines).toEqual([
      { kind: '-', text: 'one', at: 11 },
      { kind: '+', text: 'other', at: 12 },
    ]);
  });
});

describe('a line is placed where it stands in the file that was given', () => {
  const places = (lines: readonly string[]): (readonly number[])[] =>
    patchesOf(lines.join('\n')).flatMap(({ files }) =>
      files.flatMap(({ hunks }) => hunks.map((hunk) => hunk.lines.map(({ at }) => at))),
    );

  it('below headers', () => {
    const lines = mailed('Content-Type: text/plain');
    const first = lines.indexOf(hunkLines[0] ?? '') + 1;
    expect(places(lines)).toEqual([hunkLines.map((_, nth) => first + nth)]);
  });

  it('where quoted-printable broke it', () => {
    const lines = mailed('Content-Transfer-Encoding: quoted-printable', (body) =>
      quotedPrintableBody(body).flatMap((line) =>
        line.startsWith('+\tif') ? [`${line.slice(0, 5)}=`, line.slice(5)] : [line],
      ),
    );
    const first = lines.indexOf(hunkLines[0] ?? '') + 1;
    const broken = lines.findIndex((line) => line.endsWith('=')) + 1;
    expect(places(lines)).toEqual([hunkLines.map((_, nth) => (first + nth <= broken ? first + nth : first + nth + 1))]);
  });

  it('in the line of base64 that holds its first byte', () => {
    const lines = mailed('Content-Transfer-Encoding: base64', base64);
    const [found = []] = places(lines);
    expect(found.toSorted((a, b) => a - b)).toEqual(found);
    expect(new Set(found).size).toBeGreaterThan(1);
    expect(Math.max(...found)).toBeLessThanOrEqual(lines.length);
  });
});

describe('files that a patch makes or removes', () => {
  it.each([
    [
      'makes, for git',
      [
        'diff --git a/fs/lamp.c b/fs/lamp.c',
        'new file mode 100644',
        'index 000..1a2',
        '--- /dev/null',
        '+++ b/fs/lamp.c',
        '@@ -0,0 +1 @@',
        '+lamp',
      ],
      true,
      false,
    ],
    [
      'makes, for diff -N',
      ['--- linux/fs/lamp.c\t1970-01-01 01:00:00', '+++ linux-2/fs/lamp.c\t2007-02-19', '@@ -0,0 +1 @@', '+lamp'],
      true,
      false,
    ],
    ['removes', ['--- a/fs/lamp.c', '+++ /dev/null', '@@ -1 +0,0 @@', '-lamp'], false, true],
  ])('%s', (_, lines, isNew, isDeleted) => {
    const [file] = patchesOf(lines.join('\n')).flatMap(({ files }) => files);
    expect(file).toMatchObject({ path: 'fs/lamp.c', isNew, isDeleted });
    expect(file?.hunks).toHaveLength(1);
  });

  it('a change of modes alone is none', () => {
    const text = 'diff --git a/fs/lamp.c b/fs/lamp.c\nold mode 100644\nnew mode 100755\n';
    expect(patchesOf(text)).toEqual([{ title: null, from: null, files: [] }]);
  });
});
