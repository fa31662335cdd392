/** What was written is read again; and what was damaged is the same patch again, or refused: never another. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideReading, type DiffLine, readDiffs, sideOf } from '../../../model/diffs/index.ts';
import { assertLaw } from '../../law.ts';
import {
  archived,
  collapsed,
  type Damage,
  quoted,
  quotedPrintable,
  tabsToBlanks,
  withoutBlankInEmpty,
  withoutLeadingBlank,
  wrappedAt,
  wrappedAtCharacter,
} from './damages.ts';
import { countOf, drawnFiles, type DrawnFile, written } from './drawn-diffs.ts';

const asRead = (files: readonly DrawnFile[]) =>
  files.map(({ path, hunks }) => ({
    path,
    hunks: hunks.map((hunk) => ({
      header: {
        oldStart: hunk.oldStart,
        oldCount: countOf(hunk, '-'),
        newStart: hunk.newStart,
        newCount: countOf(hunk, '+'),
        section: hunk.section,
      },
      lines: hunk.lines.map(({ kind, text }) => ({ kind, text })),
      others: [],
    })),
  }));

it('a diff is read as it was written', () => {
  assertLaw(
    fc.property(drawnFiles, fc.constantFrom('\n', '\r\n'), (files, end) => {
      const read = readDiffs(
        'my.patch',
        written(files)
          .map((line) => line + end)
          .join(''),
      );
      expect(read.ok && read.patches).toHaveLength(1);
      const found = read.ok ? (read.patches[0]?.files ?? []) : [];
      expect(
        found.map(({ path, hunks }) => ({
          path,
          hunks: hunks.map(({ header, lines, others }) => ({
            header,
            lines: lines.map(({ kind, text }) => ({ kind, text })),
            others,
          })),
        })),
      ).toEqual(asRead(files));
    }),
    100,
  );
});

const bare = (lines: readonly Pick<DiffLine, 'kind' | 'text'>[]): string[] =>
  lines.map(({ kind, text }) => kind + text.replaceAll(/\s/g, ''));
const oldSide = (lines: readonly Pick<DiffLine, 'kind' | 'text'>[]): string =>
  bare(
    sideOf(
      lines.map((line) => ({ ...line, at: 0 })),
      'old',
    ),
  )
    .map((line) => line.slice(1))
    .join('\n');

const inTurn = (damages: readonly Damage[], lines: readonly string[]): readonly string[] =>
  damages.reduce((all, damage) => damage(all), lines);

/** How many hunks are the same again; throws where one became another. */
function mendedOf(files: readonly DrawnFile[], damaged: readonly string[]): number {
  const read = readDiffs('my.txt', [...damaged, '', '-- ', 'Zoe'].join('\n'));
  if (!read.ok) return 0;
  const found = read.patches.flatMap((patch) => patch.files);
  expect(found.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
  let mended = 0;
  for (const [nth, { hunks }] of files.entries())
    for (const [which, { lines }] of hunks.entries()) {
      const hunk = found[nth]?.hunks[which];
      const decided = hunk && decideReading(hunk, (one) => oldSide(one) === oldSide(lines));
      if (decided?.ok !== true) continue;
      expect(bare(decided.lines)).toEqual(bare(lines));
      mended += 1;
    }
  return mended;
}

describe('whatever was done to a diff, it is the same patch again or refused', () => {
  const some = fc.subarray([tabsToBlanks, withoutLeadingBlank, withoutBlankInEmpty, collapsed]);
  const wrapping = fc.constantFrom<Damage[]>(
    [],
    [wrappedAt(64)],
    [wrappedAt(72)],
    [wrappedAt(76)],
    [wrappedAtCharacter(72)],
  );
  const sending = fc.constantFrom<Damage[]>(
    [],
    [quoted],
    [quotedPrintable],
    [quoted, quotedPrintable],
    [archived],
    [archived, quoted],
  );

  it('in any order that happens', () => {
    let [all, mended] = [0, 0];
    assertLaw(
      fc.property(drawnFiles, wrapping, some, sending, fc.boolean(), (files, wraps, spaces, sends, isQuotedFirst) => {
        const damages = isQuotedFirst ? [quoted, ...wraps] : [...wraps, ...spaces, ...sends];
        all += files.reduce((sum, { hunks }) => sum + hunks.length, 0);
        mended += mendedOf(files, inTurn(damages, written(files)));
      }),
      100,
    );
    expect(mended / all).toBeGreaterThan(0.9);
  });

  it.each<[string, Damage[]]>([
    ['tabs turned to blanks', [tabsToBlanks]],
    ['no blank in empty lines', [withoutBlankInEmpty]],
    ['no blank in front', [withoutLeadingBlank]],
    ['runs of blanks collapsed', [collapsed]],
    ['quoted in a reply', [quoted]],
    ['quoted-printable', [quotedPrintable]],
  ])('nothing is lost where lines stay whole: %s', (_, damages) => {
    assertLaw(
      fc.property(drawnFiles, (files) => {
        const count = files.reduce((sum, { hunks }) => sum + hunks.length, 0);
        expect(mendedOf(files, inTurn(damages, written(files)))).toBe(count);
      }),
      20,
    );
  });
});

it('any text is read or refused, with a place in it', () => {
  const lines = fc.array(
    fc.oneof(
      fc.constantFrom(
        '--- a/fs/lamp.c',
        '+++ b/fs/lamp.c',
        '@@ -1,2 +1,3 @@',
        '@@ -1 +1 @@ x',
        '+lit',
        '-dim',
        ' {',
        '',
        'words',
        '-- ',
        '> +x',
      ),
      fc.constantFrom(
        'Subject: x',
        'From: y',
        '--- /dev/null',
        '\\ No newline at end of file',
        '@@@ -1 -1 +1 @@@',
        'Content-Transfer-Encoding: base64',
        '="',
        '"',
      ),
      fc.string(),
    ),
    { maxLength: 30 },
  );
  assertLaw(
    fc.property(lines, (text) => {
      const whole = text.join('\n');
      const read = readDiffs('my.txt', whole);
      if (read.ok) return;
      const count = whole.split(/\r\n|\r|\n/).length;
      expect(read.issues.length).toBeGreaterThan(0);
      expect(read.issues.filter(({ line }) => line < 1 || line > count)).toEqual([]);
    }),
    300,
  );
});
