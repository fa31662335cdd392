/** `kioctx replay --all`: every trace that is kept. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOfThisRun } from '../drawn.ts';
import { packaged } from './program.ts';
import { folder } from './run.ts';
import { proved } from './search-rows.ts';

interface Row {
  readonly file: string;
  readonly verdict: string;
}
const rowsOf = (stdout: string): readonly Row[] => (JSON.parse(stdout) as { results: readonly Row[] }).results;

const shipped = readdirSync(packaged('counterexamples/corpus')).filter((file) => file.endsWith('.trace.json'));
const nameOf = ({ file }: Row): string => file.slice(file.lastIndexOf('/') + 1);

const found = (() => {
  let made: ReturnType<typeof proved> | null = null;
  return () => (made ??= proved(folder(), 'dw1-inval', '2.6.20', 'no-double-completion'));
})();

describe.concurrent('all traces that are kept', () => {
  it('are those that are shipped, each of which is violated still: exit 1', async () => {
    const { code, stdout, stderr } = await folder().run(['replay', '--all', '--json']);
    expect(rowsOf(stdout).map(nameOf)).toEqual(shipped.toSorted());
    expect(rowsOf(stdout).filter(({ verdict }) => verdict !== 'violated')).toEqual([]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it.runIf(isOfThisRun('are also those of counterexamples/corpus here, those of --traces, and those that are named'))(
    'are also those of counterexamples/corpus here, those of --traces, and those that are named',
    async () => {
      const { text } = await found();
      const files = ['named.json', 'counterexamples/corpus/here.trace.json', 'mine/there.trace.json'];
      const here = folder(Object.fromEntries([...files, 'traces/no.trace.json'].map((file) => [file, text])));
      const { stdout } = await here.run(['replay', 'named.json', '--all', '--traces', 'mine', '--json']);
      const expected = ['named.json', ...shipped.toSorted(), 'here.trace.json', 'there.trace.json'];
      expect(rowsOf(stdout).map(nameOf)).toEqual(expected);
    },
  );

  it.runIf(isOfThisRun('are each replayed once, where a folder has two names'))(
    'are each replayed once, where a folder has two names',
    async () => {
      const { text } = await found();
      const here = folder({ 'counterexamples/corpus/here.trace.json': text });
      const args = ['replay', '--all', '--traces', './counterexamples/corpus', '--json'];
      expect(rowsOf((await here.run(args)).stdout)).toHaveLength(shipped.length + 1);
    },
  );

  it('are told though one of them is broken: exit 2', async () => {
    const here = folder({ 'counterexamples/corpus/broken.trace.json': '{' });
    const { code, stdout, stderr } = await here.run(['replay', '--all', '--json']);
    expect(rowsOf(stdout)).toHaveLength(shipped.length);
    expect(stderr).toMatch(/^kioctx: \S+broken\.trace\.json:1:2: malformed JSON[^\n]*\n$/);
    expect(code).toBe(2);
  });

  it.runIf(isOfThisRun('can be run on another kernel'))('can be run on another kernel', async () => {
    const { stdout } = await folder().run(['replay', '--all', '--relaxed', '--patch', '2.6.20', '--json']);
    expect(new Set(rowsOf(stdout).map(({ verdict }) => verdict))).toEqual(new Set(['parted', 'not-violated']));
  });
});

describe.concurrent('refused with exit 2 are', () => {
  it.for([
    [['replay'], 'replay: no trace is named; expected trace files, or --all for those of the corpus'],
    [['replay', '--all', '--traces', 'gone'], '--traces gone: there is no such folder; expected a folder of traces'],
    [
      ['replay', 'a.json', '--traces', 'mine'],
      '--traces mine: it is of replay --all; expected --all, or the traces by name',
    ],
  ] as const)('%s', async ([args, says]) => {
    expect(await folder().run(args)).toEqual({ code: 2, stdout: '', stderr: `kioctx: ${says}\n` });
  });
});
