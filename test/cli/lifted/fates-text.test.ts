/** How `kioctx lift` shows a diff with long stretches that stay. */
import { expect, it } from 'vitest';
import { fatesText } from '../../../cli/lifted/fates-text.ts';
import { paletteOf } from '../../../cli/options.ts';
import type { DiffLine } from '../../../model/diffs/index.ts';

/** A hunk from line 1 on: so many lines that stay, a line that comes, so many that stay, and so on. */
function shown(counts: readonly number[], isFolded = true): string[] {
  const lines: DiffLine[] = [];
  const put = (kind: DiffLine['kind'], text: string) => lines.push({ kind, text, at: lines.length + 1 });
  let stays = 0;
  for (const [nth, count] of counts.entries()) {
    if (nth > 0) put('+', 'new();');
    for (let one = 0; one < count; one++) put(' ', `stays(${++stays});`);
  }
  const header = { oldStart: 1, oldCount: stays, newStart: 1, newCount: lines.length, section: '' };
  const bases = Array.from({ length: stays }, (_, nth) => nth + 1);
  const files = [{ file: 'a.diff', path: 'fs/aio.c', hunks: [{ header, lines, bases }] }];
  const text = fatesText({ files, lines: [] }, paletteOf('never', process.stdout), { width: 80, isFolded });
  return text.split('\n').slice(2, -1);
}

it('lines farther than three from any change are counted', () => {
  expect(shown([420, 13, 12])).toMatchInlineSnapshot(`
    [
      "    …  417 unchanged lines",
      "  418  stays(418);",
      "  419  stays(419);",
      "  420  stays(420);",
      "      +new();",
      "  421  stays(421);",
      "  422  stays(422);",
      "  423  stays(423);",
      "    …  7 unchanged lines",
      "  431  stays(431);",
      "  432  stays(432);",
      "  433  stays(433);",
      "      +new();",
      "  434  stays(434);",
      "  435  stays(435);",
      "  436  stays(436);",
      "    …  9 unchanged lines",
    ]
  `);
});

it('fewer than five of them are shown', () => {
  expect(shown([7, 10, 7]).filter((line) => line.includes('unchanged'))).toEqual([]);
  expect(shown([8, 11, 8]).filter((line) => line.includes('unchanged'))).toHaveLength(3);
});

it('all are shown where nothing is to be folded', () => {
  expect(shown([420, 13, 12], false)).toHaveLength(447);
});
