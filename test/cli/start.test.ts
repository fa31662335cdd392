/** What the main job prints, of the verdicts that are expected and of others. */
import { describe, expect, it } from 'vitest';
import { paletteOf } from '../../cli/options.ts';
import type { VerdictRow } from '../../cli/proving.ts';
import { screen } from '../../cli/start.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { expectedRows } from './made-up-rows.ts';

const EXPECTED = expectedRows().map((row) =>
  row.verdict === 'violated' ? Object.assign(row, { message: 'it is wrong', steps: 75, trace: 'x.trace.json' }) : row,
);

const linesOf = (rows: readonly VerdictRow[], quiet = false, columns = 120): string[] => {
  const flags = { traces: 'traces', ...(quiet ? { quiet } : {}) } as const;
  return screen(
    { rows, patches: shippedPatches, seconds: 61.8 },
    flags,
    paletteOf('never', process.stdout),
    columns,
  ).split('\n');
};

/** One verdict is another: 2.6.20 loses no wakeup in dw1-reader. */
const changed = (change: Partial<VerdictRow>): VerdictRow[] =>
  EXPECTED.map((row) =>
    row.scenario === 'dw1-reader' && row.patch === '2.6.20' && row.property === 'no-lost-wakeup'
      ? Object.assign({}, row, change)
      : row,
  );

describe('npm start', () => {
  it('is done in one screen, whose last line says that all verdicts are as expected', () => {
    const lines = linesOf(EXPECTED);
    expect(lines[0]).toBe('What 5 kernels do in 73 scenarios, over every schedule');
    expect(lines.slice(-3)).toEqual([
      '',
      '61.8 s. Traces of all violations are in traces/.',
      'All 6,570 verdicts are as expected (properties/aio/manifest.json).',
    ]);
    expect(lines.length).toBeLessThanOrEqual(48);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it.for([80, 200])('has no longer line than %i columns either', (columns) => {
    expect(linesOf(EXPECTED, false, columns).filter((line) => line.length > columns)).toEqual([]);
  });

  it('--quiet leaves out the schedules, and only those', () => {
    const [all, quiet] = [linesOf(EXPECTED), linesOf(EXPECTED, true)];
    const left = all.indexOf('') + 1;
    const begin = all.findIndex((line) => line.startsWith('A schedule of each kind'));
    expect(begin).toBeGreaterThan(left);
    expect(quiet).toEqual([...all.slice(0, begin), ...all.slice(-2)]);
    expect(quiet.join('\n')).not.toContain('npx kioctx');
  });

  it('names in the end what is not as expected', () => {
    const wrong = { verdict: 'violated', message: 'it sleeps', steps: 9, trace: 'y.trace.json' } as const;
    const lines = linesOf(changed(wrong));
    expect(lines.slice(-4)).toEqual([
      '',
      'dw1-reader, 2.6.20: no-lost-wakeup is violated, expected holds',
      '61.8 s. Traces of all violations are in traces/.',
      '1 of 6,570 verdicts differ from the expected.',
    ]);
    expect(lines.find((line) => line.startsWith('no-lost-wakeup '))).toMatch(
      /violated in 2 +BREAKS 15, still 2 +cures 1, still 1/,
    );
  });

  it('says how many searches were not finished', () => {
    const clipped = { verdict: 'clipped', clip: 'interrupted', clipReason: 'interrupted' } as const;
    const lines = linesOf(changed(clipped));
    expect(lines.at(-1)).toBe('1 of 6,570 verdicts are missing: searches were interrupted.');
    expect(lines).toContain('clipped: interrupted (1 of 365 searches); nothing is proved there.');
    const at = lines.findIndex((line) => line.startsWith('no-lost-wakeup '));
    expect(lines.slice(at, at + 3).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['no-lost-wakeup', 'violated', 'BREAKS 15,', 'still 1', 'still 1', 'still 1'],
      ['in 1,', 'still 1,'],
      ['clipped 1', 'violates 1'],
    ]);
    expect(linesOf(changed({ ...clipped, clip: 'max-memory' })).at(-1)).toContain('clipped: there was no more memory');
  });

  it('does not say that there are traces where some were not written', () => {
    expect(linesOf(EXPECTED.map((row) => Object.assign({}, row, { trace: null }))).at(-2)).toBe('61.8 s.');
  });
});
