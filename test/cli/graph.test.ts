import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../properties/aio/outcome.ts';
import { readAut, readDot, tally } from '../counterexamples/formats/written-graphs.ts';
import { changing, patchModule } from './patch-module.ts';
import type { OutcomeRow } from './rows.ts';
import { folder } from './run.ts';

const graph = (...args: readonly string[]) => folder().run(['graph', ...args]);

async function text(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await graph(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe.concurrent('graph', () => {
  it.for(['dw1-inval', 'dw1-reader', 'queued-cancel'])(
    'of %s has the states and transitions that outcomes counts, and its ends',
    async (scenario) => {
      const args = [scenario, '--patch', 'post-eiocbqueued'];
      const [aut, { stdout }] = await Promise.all([
        text(...args, '--as', 'aut'),
        folder().run(['outcomes', ...args, '--no-reduction', '--json']),
      ]);
      const { states, edges, words } = readAut(aut);
      const row = JSON.parse(stdout) as OutcomeRow;
      expect([states, edges.length]).toEqual([row.states, row.transitions]);
      const ends = words.flatMap((some) => some.filter((word) => !word.startsWith('violated=')));
      const told = (row.outcomes as readonly unknown[] as readonly Outcome[]).map(({ end, oops }) =>
        oops === null ? end : `oops=${oops}`,
      );
      expect([...new Set(ends)].toSorted()).toEqual([...new Set(told)].toSorted());
    },
  );

  it('is Graphviz’s where nothing is said, of 2.6.20, and the same text again', async () => {
    const [one, again] = await Promise.all([text('buffered'), text('buffered', '--as', 'dot', '--patch', '2.6.20')]);
    expect(again).toBe(one);
    expect(one).toMatch(/^\/\/ buffered, 2\.6\.20: 71 states, 70 transitions\n/);
    expect(tally(readDot(one))).toEqual({ initial: 1, done: 1 });
  });

  it('--minimise has fewer states, and the same things said of some', async () => {
    const args = ['dw1-inval', '--as', 'aut', '--property', 'no-double-completion', '--property', 'no-use-after-free'];
    const [whole, small] = (await Promise.all([text(...args), text(...args, '--minimise')])).map(readAut);
    expect(small?.states).toBeLessThan(whole?.states ?? 0);
    expect(Object.keys(tally(small as never)).toSorted()).toEqual([
      'done',
      'oops=use_after_free:kiocb',
      'violated=no-double-completion',
    ]);
    expect(small?.edges.filter(({ label }) => label.endsWith(' violated=no-use-after-free'))).not.toEqual([]);
  });

  it('-o writes a file, whole, and prints nothing', async () => {
    const here = folder();
    const args = ['graph', 'buffered', '--as', 'aut'];
    const { stdout } = await here.run(args);
    expect(await here.run([...args, '-o', 'out.aut'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(here.read('out.aut')).toBe(stdout);
    expect(here.contents()).toEqual(['out.aut']);
  });

  it('takes a patch and a property of one’s own', async () => {
    const here = folder({
      'mine.ts': patchModule({ mine: changing({ name: 'mine' }) }),
      'asked.mjs': `export const asked = { name: 'asked', meaning: 'm', reason: 'r',
        antecedent: { text: 'always', reached: () => true }, atEnd: (k, situation, end) => (k.world && end === 'stuck' ? 'stuck' : null) };`,
    });
    const args = ['graph', 'dw1-reader', '--as', 'aut', '--patch', './mine.ts', '--property', './asked.mjs'];
    const { code, stdout, stderr } = await here.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(tally(readAut(stdout)))).toContain('stuck violated=asked');
  });
});

describe.concurrent('a graph that is not whole is not written: exit 3', () => {
  it.for<readonly [string, readonly string[], RegExp]>([
    [
      'there are more states than --max-states',
      ['dw1-inval', '--max-states', '10'],
      /^kioctx: dw1-inval, 2\.6\.20: --max-states was hit after 1\d states; a part is no graph, and nothing is written\n$/,
    ],
    [
      'its time is over',
      ['one-sub-two-readers', '--max-seconds', '0.01'],
      /: --max-seconds was hit after [\d,]+ states?; a part/,
    ],
    ['its memory is', ['dw1-reader', '--max-memory', '0.001'], /: --max-memory was hit after [\d,]+ states?; a part/],
  ])('where %s', async ([, args, says]) => {
    const here = folder({ 'out.dot': 'old' });
    const { code, stdout, stderr } = await here.run(['graph', ...args, '-o', 'out.dot']);
    expect(stderr).toMatch(says);
    expect({ code, stdout, old: here.read('out.dot'), contents: here.contents() }).toEqual({
      code: 3,
      stdout: '',
      old: 'old',
      contents: ['out.dot'],
    });
  });
  it('where a patch of one’s own does not return', async () => {
    const loops = changing({
      name: 'mine',
      changes: "{ replace: { active: { line: 1, c: 'for (;;)', run() { for (;;); } } } }",
    });
    const here = folder({ 'mine.ts': patchModule({ mine: loops }) });
    const { code, stdout, stderr } = await here.run([
      'graph',
      'buffered',
      '--patch',
      './mine.ts',
      '--max-seconds',
      '2',
    ]);
    expect(stderr).toMatch(/^kioctx: buffered, mine: --max-seconds was hit \(\.\/mine\.ts does not return\) after /);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });
});

it('Ctrl-C ends it: exit 3, and nothing is written', async () => {
  const here = folder();
  const { code, stdout, stderr } = await here.run(['graph', 'one-sub-two-readers', '-o', 'out.dot'], {
    interruptAfter: 3_000,
    hangsAfter: 120_000,
  });
  expect(stderr).toMatch(/^kioctx: one-sub-two-readers, 2\.6\.20: interrupted after /);
  expect({ code, stdout, contents: here.contents() }).toEqual({ code: 3, stdout: '', contents: [] });
});

describe.concurrent('bad input is told in a line: exit 2, and nothing is written', () => {
  it.for<readonly [string, readonly string[], RegExp]>([
    ['a format', ['buffered', '--as', 'svg'], /^kioctx: unknown format "svg"; expected one of dot, aut\n$/],
    ['a misspelt format', ['buffered', '--as', 'dott'], /"dott"; expected one of dot, aut \(did you mean dot\?\)\n$/],
    ['a scenario', ['bufered'], /^kioctx: unknown scenario "bufered" \(did you mean buffered\?\); .*\n$/],
    [
      'a patch',
      ['buffered', '--patch', '2.6.2'],
      /^kioctx: unknown patch "2\.6\.2" \(did you mean 2\.6\.20\?\); .*\n$/,
    ],
    ['a property', ['buffered', '--property', 'no-hing'], /^kioctx: unknown property "no-hing" \(did you mean .*\n$/],
  ])('%s', async ([, args, says]) => {
    const here = folder();
    const { code, stdout, stderr } = await here.run(['graph', ...args]);
    expect(stderr).toMatch(says);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: [] });
  });
});

it('a file that cannot be written is told before anything is searched: exit 74', async () => {
  const { code, stdout, stderr } = await graph('one-sub-two-readers', '-o', 'gone/out.dot');
  expect(stderr).toMatch(/^kioctx: -o gone\/out\.dot: cannot write there: .*\n$/);
  expect({ code, stdout }).toEqual({ code: 74, stdout: '' });
});
