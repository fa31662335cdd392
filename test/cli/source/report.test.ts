import { describe, expect, it } from 'vitest';
import { type SourceCheck, sourceReport } from '../../../cli/source/report.ts';

const plain = { bold: String, dim: String, red: String, cyan: String, green: String, yellow: String };
const shown = (found: Partial<SourceCheck>, isQuiet = false): string =>
  sourceReport({ linux: 'tree', files: [], functions: [], scenarios: [], ...found }, plain, 140, isQuiet);

const file = (functions: SourceCheck['files'][number]['functions']) => ({
  path: 'fs/aio.c',
  isSame: false,
  lines: 1800,
  functions,
  places: [],
});
const compiled = (name: string, of: Partial<SourceCheck['functions'][number]>) => ({
  path: 'fs/aio.c',
  name,
  line: 925,
  statements: 10,
  compiled: 10,
  why: null,
  stays: [],
  ...of,
});
const compared = (of: Partial<SourceCheck['scenarios'][number]>) => ({
  scenario: 'dw1',
  is: 'equal' as const,
  why: null,
  states: [1000, 1500] as const,
  outcomes: 2,
  missing: 0,
  surplus: 0,
  verdicts: 18,
  differing: [],
  ...of,
});

describe('lines', () => {
  it('of a function that is changed, with the steps that stood for them', () => {
    const files = [file([{ name: 'aio_complete', line: 925, moved: 3, gone: [991, 992], added: [995] }])];
    expect(shown({ files })).toContain(
      [
        '    aio_complete() is changed: fs/aio.c:991, 992 are gone, 1 line put in',
        '      steps whose lines are gone: aio_complete.info_tail, aio_complete.publish',
      ].join('\n'),
    );
  });

  it('of one that stands elsewhere', () => {
    const files = [file([{ name: 'aio_complete', line: 925, moved: -3, gone: [], added: [] }])];
    expect(shown({ files })).toContain('    aio_complete() stands 3 lines further up');
  });
});

describe('functions', () => {
  it('whole, in part with why, and not at all', () => {
    const functions = [
      compiled('f', {}),
      compiled('g', { compiled: 7, stays: [{ line: 930, why: 'h() is unknown' }] }),
      compiled('schedule', { compiled: 0, statements: 0, why: 'of it the model has an outline' }),
    ];
    expect(shown({ functions })).toContain(
      [
        '  1 whole:',
        '    f',
        '  1 in part; what is named stays as it is written by hand:',
        '    g: 7 of 10 statements',
        '      fs/aio.c:930: h() is unknown',
        '  1 not at all:',
        '    schedule (fs/aio.c:925): of it the model has an outline',
      ].join('\n'),
    );
    expect(shown({ functions }, true)).not.toContain('whole:');
  });
});

describe('scenarios', () => {
  it('are equal, differ in what is named, or are undecided', () => {
    const text = shown({
      functions: [compiled('f', {})],
      scenarios: [
        compared({}),
        compared({ is: 'differs', missing: 1, differing: [{ property: 'no-hang', verdicts: ['holds', 'violated'] }] }),
        compared({ is: 'undecided', why: '2.6.20: --max-states was hit' }),
      ],
    });
    expect(text).toContain('2 alike');
    expect(text).toContain('1 missing ');
    expect(text).toContain('no-hang: holds, violated');
    expect(text).toContain('undecided');
    expect(text).toContain('1 of 3 scenarios is equal to what is written by hand');
  });
});
