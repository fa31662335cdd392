/** What tables of verdicts say, of rows made up for it. */
import { describe, expect, it } from 'vitest';
import type { VerdictRow } from '../../cli/proving.ts';
import { linesOf, listLegend, matrixLegend } from '../../cli/verdict-text.ts';
import { base } from './made-up-rows.ts';

const numbered = (change: Partial<VerdictRow>, i: number): VerdictRow => ({ ...base, property: `p${i}`, ...change });
const rows = (...changes: readonly Partial<VerdictRow>[]): VerdictRow[] => changes.map(numbered);
const having = (all: readonly VerdictRow[], change: Partial<VerdictRow>): VerdictRow[] =>
  all.map((row) => Object.assign({}, row, change));
const clipped: Partial<VerdictRow> = {
  verdict: 'clipped',
  schedules: null,
  queue: 94,
  clip: 'max-states',
  clipReason: '--max-states was hit',
};
const CLIPPED =
  '--max-states was hit after 1,234 states; nothing is proved. 94 states reached and not expanded, 62 of 246 steps taken.';
const idle: Partial<VerdictRow> = { verdict: 'not-applicable', reached: false };
const violated = (message: string, steps = 5): Partial<VerdictRow> => ({
  verdict: 'violated',
  message,
  steps,
  isShortest: true,
  trace: 'it.trace.json',
});
const endless: Partial<VerdictRow> = { cyclic: true, schedules: null };
const told = (all: readonly VerdictRow[]) => linesOf(all).map(({ properties, detail }) => [properties, detail]);

describe('a list of verdicts', () => {
  it('says of a clipped search once why, and what it covered', () => {
    expect(told(rows(clipped, clipped, clipped, clipped))).toEqual([['all 4', CLIPPED]]);
  });

  it('does so for each search', () => {
    const searches = ['a', 'b'].flatMap((scenario) => having(rows(clipped, clipped, clipped, clipped), { scenario }));
    expect(linesOf(searches).map(({ scenario, properties }) => [scenario, properties])).toEqual([
      ['a', 'all 4'],
      ['b', 'all 4'],
    ]);
    // Two files may call their scenarios alike.
    expect(told([...rows(clipped, clipped, clipped, clipped), ...rows(clipped, clipped, clipped, clipped)])).toEqual([
      ['all 4', CLIPPED],
      ['all 4', CLIPPED],
    ]);
  });

  it('puts them behind what was found before, and names a few', () => {
    const found = violated('it is wrong');
    expect(told(rows(clipped, found, clipped, clipped, clipped))).toEqual([
      ['p1', 'it is wrong; shortest schedule: 5 steps'],
      ['the other 4', CLIPPED],
    ]);
    expect(told(rows(clipped, found, clipped))).toEqual([
      ['p1', 'it is wrong; shortest schedule: 5 steps'],
      ['p0\np2', CLIPPED],
    ]);
  });

  it('keeps apart what is clipped for a reason of its own: no search of many threads finds a livelock', () => {
    expect(told(rows({}, { verdict: 'clipped', schedules: null }))).toEqual([
      ['p0', '1,234 states, 15,103 schedules'],
      ['p1', expect.stringMatching(/^whether an end .* threads share; nothing is proved\. Leave out --workers/)],
    ]);
  });

  it('says what a property speaks of that claims nothing', () => {
    expect(told(rows(idle))).toEqual([['p0', 'no schedule reaches "a task sleeps"']]);
  });

  it('does not say so where that is reached, and there is no end to judge', () => {
    const noEnd = (oops: number) => rows({ verdict: 'not-applicable', ends: { done: 0, stuck: 0, oops } });
    expect(told(noEnd(0))).toEqual([['p0', 'it is judged at the end alone, and no schedule ends']]);
    expect(told(noEnd(2))).toEqual([['p0', 'it is judged at the end alone, and no schedule ends but in an oops']]);
  });

  it('says of what two properties find wrong what it is once', () => {
    const [wrong, longer] = [violated('nothing ends'), violated('nothing ends', 6)];
    expect(told(rows(wrong, wrong, longer))).toEqual([
      ['p0', 'nothing ends; shortest schedule: 5 steps'],
      ['p1', 'the same as p0'],
      ['p2', 'nothing ends; shortest schedule: 6 steps'],
    ]);
  });

  it('says once below it that some schedule never ends, unless a livelock says so', () => {
    const all = rows(endless, { ...endless, ...idle }, endless);
    expect(told(all)).toEqual([
      ['p0', '1,234 states'],
      ['p1', 'no schedule reaches "a task sleeps"'],
      ['p2', '1,234 states'],
    ]);
    const legend = (list: readonly VerdictRow[]) => listLegend(list).filter((line) => line.includes('never ends'));
    expect(legend(all)).toEqual(['Some schedule never ends (there is a cycle among the states): base in s.']);
    expect(legend([...all, ...having(rows(endless), { scenario: 't' })])).toEqual([
      'Some schedule never ends (there is a cycle among the states): base in s; base in t.',
    ]);
    const livelocked = { ...endless, ...violated('no end can be reached any more'), livelock: true };
    expect(legend(rows(endless, livelocked))).toEqual([]);
    expect(legend(rows({}))).toEqual([]);
  });

  it('explains no word that is not in it', () => {
    expect(listLegend(rows({}))).toEqual(['holds: on every schedule.']);
    expect(listLegend(rows(violated('it')))).toEqual(['VIOLATED: on at least one schedule, which is kept as a trace.']);
    expect(listLegend(rows({ ...violated('it'), trace: null }))).toEqual(['VIOLATED: on at least one schedule.']);
    expect(listLegend(rows(idle, clipped))).toEqual([]);
    expect(listLegend(rows({ cut: 2 }))).toEqual([
      expect.any(String),
      expect.stringMatching(/^An oops ends a schedule/),
    ]);
  });
});

describe('the legend of a matrix', () => {
  const legend = (all: readonly VerdictRow[], word: string) => matrixLegend(all).filter((line) => line.includes(word));

  it('says what those properties speak of that claim nothing under a patch', () => {
    const all = [...having(rows({}, idle, idle), { patch: 'a' }), ...having(rows({}, idle, {}), { patch: 'b' })];
    expect(legend(all, 'n/a')).toEqual([
      'n/a p1: no schedule reaches "a task sleeps"',
      'n/a p2: no schedule reaches "a task sleeps"',
    ]);
    expect(legend(all, 'not counted')).toEqual([]);
  });

  it('says that what claims nothing in some scenarios is not counted there', () => {
    const all = [...rows({}), ...having(rows(idle), { scenario: 't' })];
    expect(legend(all, 'n/a')).toEqual([]);
    expect(legend(all, 'not counted')).toHaveLength(1);
  });

  it('says once for each reason how many searches were clipped', () => {
    const ran = ['s', 't', 'u', 'v'].flatMap((scenario, i) =>
      having(rows(clipped, clipped), i === 3 ? { scenario, clipReason: 'interrupted' } : { scenario }),
    );
    const all = [...ran, ...having(rows({}), { scenario: 'w' })];
    expect(legend(all, 'clipped')).toEqual([
      'clipped: --max-states was hit (3 of 5 searches); nothing is proved there.',
      'clipped: interrupted (1 of 5 searches); nothing is proved there.',
    ]);
  });
});

describe('a matrix says where something is violated', () => {
  const where = (all: readonly VerdictRow[]) => matrixLegend(all).filter((line) => line.startsWith('VIOLATED '));
  const inScenarios = (names: string, property: string, patch = 'base'): VerdictRow[] =>
    ['a', 'b', 'c', 'd', 'e', 'f'].map((scenario) =>
      Object.assign({}, base, { scenario, property, patch, verdict: names.includes(scenario) ? 'violated' : 'holds' }),
    );

  it('at once for what is in the same scenarios', () => {
    const all = [...inScenarios('bd', 'p0'), ...inScenarios('bd', 'p1'), ...inScenarios('bd', 'p0', 'other')];
    expect(where([...all, ...inScenarios('abcde', 'p2')])).toEqual([
      'VIOLATED in b, d: base: p0, p1; other: p0',
      'VIOLATED in a, b, c and 2 more: base: p2',
    ]);
  });

  it('in a few lines, and not where there is one scenario', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f', 'ab', 'ac', 'ad', 'ae'].flatMap((names, i) =>
      inScenarios(names, `p${i}`),
    );
    expect(where(all)).toHaveLength(9);
    expect(where(all).at(-1)).toBe('VIOLATED elsewhere: 2 more such lines; --json has all');
    expect(where(inScenarios('a', 'p0').slice(0, 1))).toEqual([]);
  });
});
