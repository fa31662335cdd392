/** What `prove` and `run` say under GitHub Actions, and that they say it nowhere else. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOfThisRun } from '../drawn.ts';
import { hunkLines } from '../../cli/foreign/hunk-places.ts';
import { errorLine } from '../../cli/github.ts';
import { hunkPlace, type HunkSource } from '../../cli/guilty-hunk.ts';
import { type Folder, folder } from './run.ts';
import { seed } from './seed-diffs.ts';

const ACTIONS = { env: { GITHUB_ACTIONS: 'true' } } as const;

/** A patch as one writes it: the second hunk is on the way, and loses the wakeup; the third only leaves out. */
const series = `import { aio_complete, io_submit_one } from 'kioctx/linux';
import { edit, type Patch } from 'kioctx/model';

const patch: Patch = {
  name: 'series',
  summary: 'a test',
  hunks: [
    {
      name: 'early',
      standsFor: 'nothing',
      edits: [edit(io_submit_one, { before: { get_req: { early: { line: 1, c: 'early', run() {} } } } })],
    },
    {
      name: \`late\`,
      standsFor: 'nothing',
      edits: [
        edit(aio_complete, {
          after: { put_rq: { late: { line: 1002, c: 'late', run() {} } } },
        }),
      ],
    },
    { name: 'none', standsFor: 'nothing', edits: [edit(aio_complete, { remove: ['active', 'wake'] })] },
  ],
};
export default patch;
`;
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

const prove = (here: Folder, patch: string, ...more: readonly string[]) =>
  here.run(['prove', 'buffered-reader', '--patch', patch, '--property', 'no-lost-wakeup', '--quiet', ...more], ACTIONS);

describe('a line for GitHub', () => {
  it('spells out what its form has for itself', () => {
    expect(errorLine('100 % of\r\nit: a,b', { file: 'a:b,c%.ts', line: 7 })).toBe(
      '::error file=a%3Ab%2Cc%25.ts,line=7::100 %25 of%0D%0Ait: a,b',
    );
  });

  it('has no line where that is not known, and no file where there is none', () => {
    expect(errorLine('x', { file: 'a.ts', line: null })).toBe('::error file=a.ts::x');
    expect(errorLine('x', null)).toBe('::error::x');
  });
});

describe('the place of a hunk', () => {
  const linesOf = (text: string) => Object.fromEntries(hunkLines(join(folder({ 'a.ts': text }).path, 'a.ts')));

  it('is the line of its first edit', () => {
    expect(linesOf(series)).toEqual({
      early: lineOf(series, 'edit(io_submit_one'),
      late: lineOf(series, 'edit(aio_complete, {\n'),
      none: lineOf(series, 'edit(aio_complete, { remove'),
    });
    expect(linesOf("const e = 1;\nexport const h = { name: 'h', standsFor: '',\n edits: e }")).toEqual({ h: 3 });
    expect(linesOf("export const h = { 'name': 'h', edits: ([\n] as const) } as const;")).toEqual({ h: 1 });
  });

  it('is not known where the text does not spell its name out', () => {
    expect(linesOf(series.replaceAll(/name: ('early'|`late`|'none')/g, "name: ['h', $1].join('-')"))).toEqual({});
    expect(linesOf("const a = 'b';\nexport const h = { name: `x${a}`, edits: [] };")).toEqual({});
  });

  const source = (file: string): HunkSource => ({
    file,
    edits: {
      name: 'mine',
      summary: '',
      structs: [],
      fields: [],
      lockOrder: [],
      contexts: [],
      works: [],
      functions: [],
      hunks: [{ name: 'first', standsFor: '', edits: [] }],
    },
    lines: new Map([['first', 3]]),
  });

  it('is the first one’s where a schedule comes to none, as it does not show what is left out', () => {
    expect(hunkPlace([source('a.ts'), source('b.ts')], [])).toEqual({ file: 'a.ts', line: 3 });
  });

  it('is the module alone where it does not load again, and nothing where there is no module', () => {
    expect(hunkPlace([{ ...source('a.ts'), edits: null, lines: new Map() }], [])).toEqual({ file: 'a.ts', line: null });
    expect(hunkPlace([], [])).toBeNull();
  });
});

describe.concurrent('under GitHub Actions', () => {
  const message = (patch: string, trace: string, given: string) =>
    `${patch} violates no-lost-wakeup in buffered-reader: reader sleeps in read_events() for ever, and the ring holds an event%0Anpx kioctx replay ${trace} --patch ${given}`;

  it.runIf(isOfThisRun('a violation is one line, at the first edit of the hunk that the schedule came to last'))(
    'a violation is one line, at the first edit of the hunk that the schedule came to last',
    async () => {
      const here = folder({ 'series.ts': series });
      const { code, stderr } = await prove(here, './series.ts');
      const trace = 'traces/series.buffered-reader.no-lost-wakeup.trace.json';
      const line = lineOf(series, 'edit(aio_complete, {\n');
      expect(stderr).toBe(`::error file=./series.ts,line=${line}::${message('series', trace, './series.ts')}\n`);
      expect(code).toBe(1);
    },
  );

  it.runIf(isOfThisRun('of a mail it is at the header of that hunk'))(
    'of a mail it is at the header of that hunk',
    async () => {
      const { stderr } = await prove(folder({ 'seed.txt': seed }), 'seed.txt');
      const line = lineOf(seed, '@@ -507,');
      expect(stderr).toMatch(new RegExp(`^::error file=seed\\.txt,line=${line}::`, 'm'));
    },
  );

  it.runIf(isOfThisRun('in a sum it is in the module whose step that is, not in the last one'))(
    'in a sum it is in the module whose step that is, not in the last one',
    async () => {
      const other = series.replace("name: 'series'", "name: 'other'").replace("['active', 'wake']", '[]');
      const renamed = other.replaceAll('late:', 'later:').replaceAll('early:', 'earlier:');
      const { code, stderr } = await prove(
        folder({ 'series.ts': series, 'other.ts': renamed }),
        './other.ts+./series.ts',
      );
      expect(stderr).toMatch(/^::error file=\.\/other\.ts,line=\d+::other\+series violates [^\n]*\n$/);
      expect(code).toBe(1);
    },
  );

  it('of a shipped patch there is no file', async () => {
    const { code, stderr } = await prove(folder(), 'post-eiocbqueued');
    expect(stderr).toMatch(/^::error::post-eiocbqueued violates no-lost-wakeup in buffered-reader: [^\n]*\n$/);
    expect(code).toBe(1);
  });

  it('each violation has a line, and what holds has none; standard output is as it was', async () => {
    const args = ['prove', 'dw1-inval', '--patch', '2.6.20', '--json', '--traces', 'none'];
    const [there, here] = await Promise.all([folder().run(args, ACTIONS), folder().run(args)]);
    const { results } = JSON.parse(there.stdout) as { results: { verdict: string }[] };
    const violated = results.filter(({ verdict }) => verdict === 'violated');
    expect(there.stderr.trimEnd().split('\n')).toHaveLength(violated.length);
    expect(violated.length).toBeGreaterThan(2);
    expect(here).toMatchObject({ code: there.code, stderr: '' });
    expect((await folder().run(['prove', 'buffered', '--patch', '2.6.20', '--quiet'], ACTIONS)).stderr).toBe('');
  });

  it('with --against only what differs has a line', async () => {
    const { stderr } = await folder().run(
      ['prove', 'dw1-inval', '--patch', 'mainline-2.6.21', '--against', '2.6.20', '--quiet'],
      ACTIONS,
    );
    expect(stderr).toBe('');
  });

  it('run says the same', async () => {
    const here = folder({ 'series.ts': series });
    const search = ['run', 'no-lost-wakeup', '--patch', './series.ts', '--scenario', 'buffered-reader', '--no-corpus'];
    const { code, stderr } = await here.run([...search, '--seed', '1', '--quiet'], ACTIONS);
    expect(stderr).toMatch(
      new RegExp(
        `^::error file=\\./series\\.ts,line=${lineOf(series, 'edit(aio_complete, {\n')}::series violates [^\n]*\n$`,
      ),
    );
    expect(code).toBe(1);
  });
});
