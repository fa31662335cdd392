/** What mailers and archives do to a diff, one kind at a time, in words of our own. */
import { describe, expect, it } from 'vitest';
import { readDiffs } from '../../../model/diffs/index.ts';

/** The only hunk below this text, as its best reading has it. */
function mended(lines: readonly string[], header = '@@ -1,3 +1,4 @@'): string[] {
  const text = ['--- a/fs/lamp.c', '+++ b/fs/lamp.c', header, ...lines].join('\n');
  const read = readDiffs('my.txt', text);
  if (!read.ok) throw new Error(read.issues.map(({ message }) => message).join('\n'));
  const [hunk] = read.patches.flatMap(({ files }) => files.flatMap(({ hunks }) => hunks));
  return hunk?.lines.map(({ kind, text: one }) => kind + one) ?? [];
}

it('lines of both sides have lost the blank in front', () => {
  expect(mended(['\tstruct lamp *lamp;', '+\tint oil;', '{', '\treturn 0;'])).toEqual([
    ' \tstruct lamp *lamp;',
    '+\tint oil;',
    ' {',
    ' \treturn 0;',
  ]);
});

describe('an empty line without a blank', () => {
  it('is a line of both sides, where the counts ask for it', () => {
    expect(mended([' {', '', '+\tint oil;', ' }', 'Words.'])).toEqual([' {', ' ', '+\tint oil;', ' }']);
    expect(mended([' {', '+\tint oil;', ' }', '', 'Words.'])).toEqual([' {', '+\tint oil;', ' }', ' ']);
  });

  it('is none, where they are met without it', () => {
    expect(mended(['int wick;', '+int oil;', 'int flame;', 'int lamp;', '', 'Words.'])).toHaveLength(4);
  });
});

it('a lone - is a signature, above the footer of a list', () => {
  const footer = ['-', 'To unsubscribe from this list: send the line', 'the body of a message'];
  expect(mended(['int wick;', '-int oil;', '+int oil, flame;', '+int glass;', 'int lamp;', ...footer]).at(-1)).toBe(
    ' int lamp;',
  );
  expect(
    mended(['int wick;', '+int oil;', '+int glass;', 'int lamp;', '-', 'int more;'], '@@ -1,4 +1,5 @@').at(-2),
  ).toBe('-');
});

it('an indented diffstat, and one that is not, are no diff', () => {
  const stat = [' fs/lamp.c | 2 +-', 'fs/lamp.c | 2 +-', '1 file changed, 1 insertion(+), 1 deletion(-)', ''];
  const read = readDiffs(
    'my.txt',
    [...stat, '--- a/fs/lamp.c', '+++ b/fs/lamp.c', '@@ -1 +1 @@', '-dim', '+lit'].join('\n'),
  );
  expect(read.ok && read.patches.flatMap(({ files }) => files.map(({ at }) => at))).toEqual([5]);
});

describe('a wrapped line is whole again:', () => {
  it.each([
    [
      'a call',
      ['+\tlamp->oil = refill(lamp, lamp->shelf,', 'lamp->wick);'],
      ['+\tlamp->oil = refill(lamp, lamp->shelf, lamp->wick);'],
    ],
    [
      'an expression',
      ['+\tlamp->oil = lamp->pending ? lamp->pending :', 'lamp->left;'],
      ['+\tlamp->oil = lamp->pending ? lamp->pending : lamp->left;'],
    ],
    ['a comment', ['+\t/* nobody may look at the lamp', 'again */'], ['+\t/* nobody may look at the lamp again */']],
    [
      'a comment behind a statement',
      ['+\tlist_del(&lamp->list); /* remove from', 'shelf */'],
      ['+\tlist_del(&lamp->list); /* remove from shelf */'],
    ],
    [
      'a line within a comment',
      ['+\t * The first error is the one that', 'counts'],
      ['+\t * The first error is the one that counts'],
    ],
    [
      'a macro',
      ['+#define lampIsLit(lamp) test_bit(LAMP_LIT,', '&(lamp)->flags)'],
      ['+#define lampIsLit(lamp) test_bit(LAMP_LIT, &(lamp)->flags)'],
    ],
    [
      'a macro that goes on',
      ['+\tput_lamp((void *)((unsigned long)lamp & MASK), oil);', '\\'],
      ['+\tput_lamp((void *)((unsigned long)lamp & MASK), oil); \\'],
    ],
    [
      'a string, by one blank',
      ['+\tprintk("the lamp is out and nobody', 'has oil\\n");'],
      ['+\tprintk("the lamp is out and nobody has oil\\n");'],
    ],
    [
      'three lines that were one',
      [
        '+\tif (weigh_all_of_it(lamp, shelf->upper, oil->pending) &&',
        'weigh_all_of_it(lamp, shelf->upper, wick->pending, depth) &&',
        'lamp->glass)',
      ],
      [
        '+\tif (weigh_all_of_it(lamp, shelf->upper, oil->pending) && weigh_all_of_it(lamp, shelf->upper, wick->pending, depth) && lamp->glass)',
      ],
    ],
  ])('%s', (_, damaged, whole) => {
    expect(mended([' {', ...damaged, ' ', ' }'])).toEqual([' {', ...whole, ' ', ' }']);
    // And without the blanks in front.
    const bare = mended(['{', ...damaged.map((line) => line.replaceAll('\t', ' ')), '', '}']);
    expect(bare.map((line) => line.replaceAll(' ', ''))).toEqual(
      ['{', ...whole, '', '}'].map((line) => line.replaceAll(/\s/g, '')),
    );
  });

  it('what stands behind the second @@', () => {
    const header = '@@ -1,3 +1,4 @@ static inline struct lamp *lamp_of_the_shelf(struct';
    expect(mended(['shelf *shelf,', ' {', '+\tint oil;', ' ', ' }'], header)).toEqual([' {', '+\tint oil;', ' ', ' }']);
  });

  it('a line of a reply, whose rest has no mark', () => {
    const quoted = [
      '> --- a/fs/lamp.c',
      '> +++ b/fs/lamp.c',
      '> @@ -1 +1,2 @@',
      '>  {',
      '> +\tif (lamp->oil + shelf->oil + glass->oil + shop->oil',
      '> LIMIT)',
    ];
    const read = readDiffs('my.txt', [...quoted, '', 'Really?'].join('\n'));
    expect(read.ok && read.patches[0]?.files[0]?.hunks[0]?.others.length).toBeGreaterThan(0);
    // That a rest has no mark is seen by another one: then the > is an operator.
    const seen = ['> +\tlamp->oil = weigh(lamp->oil, shelf->oil, glass->oil,', 'shop->oil);'];
    const again = readDiffs(
      'my.txt',
      [...quoted.slice(0, 2), '> @@ -1 +1,3 @@', ...quoted.slice(3), ...seen, '', 'Really?'].join('\n'),
    );
    expect(again.ok && again.patches[0]?.files[0]?.hunks[0]?.lines[1]?.text).toMatch(/shop->oil > LIMIT\)$/);
  });
});
