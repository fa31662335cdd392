/** What is said below the table of a random search, of rows made up for it. */
import { describe, expect, it } from 'vitest';
import { paletteOf } from '../../cli/options.ts';
import { searchReport } from '../../cli/search-report.ts';
import type { SearchRow } from '../../cli/searching.ts';

const base: SearchRow = {
  patch: 'base',
  scenario: 'random',
  property: 'p',
  verdict: 'not-found',
  runs: 1000,
  seed: 7,
  path: null,
  shrinks: 0,
  tried: 0,
  guessed: false,
  states: null,
  transitions: null,
  depth: null,
  schedules: null,
  cut: 0,
  seconds: 1,
  clip: null,
  corpus: null,
  trace: null,
  replay: null,
  minimal: null,
  message: null,
  again: null,
};
const numbered = (change: Partial<SearchRow>, i: number): SearchRow => ({ ...base, property: `p${i}`, ...change });
const told = (...changes: readonly Partial<SearchRow>[]) =>
  searchReport(
    { rows: changes.map(numbered), found: [], shown: [], seconds: 1 },
    { runs: 1000, strategy: 'uniform' },
    paletteOf('never', process.stdout),
  ).split('\n');

describe('below the table of a random search', () => {
  const found = expect.stringMatching(/^VIOLATED \(n\): /);
  const kept = expect.stringMatching(/^VIOLATED \(kept\): /);
  const none = 'not found: on none of 1,000 random schedules, which proves nothing; `npx kioctx prove` does.';

  it.each<[string, readonly Partial<SearchRow>[], readonly unknown[]]>([
    ['nothing was found', [{}], [none]],
    ['all was found', [{ verdict: 'violated', runs: 3 }], [found]],
    ['a kept schedule fails', [{ verdict: 'violated', corpus: 'a.trace.json' }], [kept]],
    [
      'there is some of each',
      [{ verdict: 'violated', runs: 3 }, { verdict: 'violated', corpus: 'a' }, {}],
      [found, kept, none],
    ],
    ['it was interrupted', [{ verdict: 'interrupted', clip: 'interrupted' }], []],
  ])('only what is in it is explained where %s', (_, rows, legend) => {
    const [, ...below] = told(...rows)
      .join('\n')
      .split('┘\n');
    expect(below.join().split('\n')).toEqual([...legend, 'Seed 7, strategy uniform, 1.0 s.']);
  });
});
