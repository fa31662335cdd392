import { describe, expect, it } from 'vitest';
import { folder } from './run.ts';

/** A step as `show --as json` tells it; steps may have more keys. */
interface Step {
  readonly context: string;
  readonly step: string;
  readonly statements: readonly {
    readonly proc: string;
    readonly at: string;
    readonly line: number;
    readonly c: string;
  }[];
  readonly choices: readonly { readonly name: string; readonly value: number }[];
  readonly changes: readonly { readonly what: string; readonly from: string; readonly to: string }[];
  readonly findings: readonly object[];
}

interface Shown {
  readonly steps: readonly Step[];
  readonly replay: object;
  readonly explanation: { readonly statements: readonly object[] };
  readonly schedule: readonly string[];
}

const TRACE = 'traces/2.6.20.dw1-inval.no-double-completion.trace.json';

/** The text of a trace; proved once. */
const saved = (() => {
  let text: Promise<string> | null = null;
  const prove = async () => {
    const here = folder();
    await here.run(['prove', 'dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion']);
    return here.read(TRACE);
  };
  return () => (text ??= prove());
})();

const withTrace = async () => folder({ 'my.json': await saved() });

describe.concurrent('show', () => {
  it('tells a trace as replay does, without the verdict, and has nothing to complain of: exit 0', async () => {
    const here = await withTrace();
    const [shown, replayed] = await Promise.all([here.run(['show', 'my.json']), here.run(['replay', 'my.json'])]);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(`${shown.stdout}my.json: 2.6.20 VIOLATES no-double-completion in dw1-inval\n`).toBe(replayed.stdout);
    expect(shown.stdout).toMatch(/\nnpx kioctx replay my\.json\n+$/);
  });

  it('--as json: the trace itself, what came of it, and all that each step did', async () => {
    const here = await withTrace();
    const { code, stdout } = await here.run(['show', 'my.json', '--as', 'json']);
    const { steps, replay, explanation, ...trace } = JSON.parse(stdout) as Shown;
    expect(trace).toEqual(JSON.parse(here.read('my.json')));
    const message = 'the completion of request 0 begins a second time';
    expect(replay).toEqual({ patch: '2.6.20', verdict: 'violated', message, after: steps.length });
    const lines = steps.flatMap(({ context, step, choices }) => [
      `${context} ${step}`,
      ...choices.map(({ name, value }) => `${context} ? ${name}=${value}`),
    ]);
    expect(lines).toEqual(trace.schedule);
    const { statements, changes, findings } = steps.find(({ choices }) => choices.length > 0) ?? steps[0] ?? {};
    expect(statements?.[0]).toEqual({
      proc: 'generic_file_direct_IO',
      locals: 'err = -EIO',
      at: expect.stringMatching(/^mm\/filemap\.c:\d+$/),
      label: 'invalidate',
      line: 2416,
      c: expect.stringContaining('invalidate_inode_pages2_range'),
      patched: false,
      hunk: null,
      removed: [],
    });
    expect(explanation.statements).toHaveLength(steps.length);
    expect(changes).toContainEqual({ what: 'request[0].invalidate', from: '[]', to: '[-EIO]' });
    expect(findings).toEqual([]);
    expect(code).toBe(0);
  });

  it('under another patch, --as json says what came of it there', async () => {
    const here = await withTrace();
    const { code, stdout } = await here.run(['show', 'my.json', '--as', 'json', '--patch', '2.6.20+no-wake']);
    expect(JSON.parse(stdout)).toMatchObject({
      patch: '2.6.20',
      replay: { patch: '2.6.20+no-wake', verdict: 'violated' },
    });
    expect(code).toBe(0);
  });

  it('-o writes a file, whole and without colours, and prints nothing', async () => {
    const here = await withTrace();
    const { stdout } = await here.run(['show', 'my.json']);
    here.write('out.txt', 'old');
    expect(await here.run(['show', 'my.json', '-o', 'out.txt'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(here.read('out.txt')).toBe(stdout);
    expect(here.contents()).toEqual(['my.json', 'out.txt']);
  });

  it('--color always colours, in a file too', async () => {
    const here = await withTrace();
    await here.run(['show', 'my.json', '--color', 'always', '-o', 'out.txt']);
    expect(here.read('out.txt')).toContain('\u001B[');
  });

  const mistakes: readonly (readonly [string, readonly string[], string | RegExp])[] = [
    [
      'a format of later',
      ['--as', 'pdf'],
      'kioctx: unknown format "pdf"; expected one of text, mail, markdown, mermaid, itf, html, json, c\n',
    ],
    [
      'a misspelt format',
      ['--as', 'jsn'],
      'kioctx: unknown format "jsn"; expected one of text, mail, markdown, mermaid, itf, html, json, c (did you mean json?)\n',
    ],
    ['a misspelt patch', ['--patch', '2.6.2'], /^kioctx: unknown patch "2\.6\.2" \(did you mean 2\.6\.20\?\); .*\n$/],
  ];

  it.for(mistakes)('refuses %s: exit 2, and nothing is written', async ([, args, says]) => {
    const here = await withTrace();
    const { code, stdout, stderr } = await here.run(['show', 'my.json', ...args]);
    expect(stderr).toMatch(says);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: ['my.json'] });
  });

  it('--as c: a shipped scenario by its name, a scenario file, and that of a trace, with the order to hit', async () => {
    const scenario = JSON.stringify((JSON.parse(await saved()) as { readonly scenario: object }).scenario);
    const here = folder({ 'my.json': await saved(), 'mine.json': scenario });
    const [shipped, file, trace] = await Promise.all(
      ['dw1-inval', './mine.json', 'my.json'].map((name) => here.run(['show', name, '--as', 'c'])),
    );
    expect(shipped).toMatchObject({ code: 0, stderr: '' });
    expect(shipped?.stdout).toMatch(
      /^\/\*\n \* dw1-inval: submitter: [^]*\nint main\(int argc, char \*\*argv\)\n[^]*\}\n$/,
    );
    expect(file).toEqual(shipped);
    const [, order = ''] = /^ \* (2\.6\.20 violates no-double-completion[^]*?) \*\/$/m.exec(trace?.stdout ?? '') ?? [];
    expect(order).toContain('hold up bio0.0 at remaining = --dio->refcount');
    expect(trace?.stdout.replace(` *\n * ${order}`, '')).toBe(shipped?.stdout);
  });

  it('--as c -o writes the program', async () => {
    const here = folder();
    const { stdout } = await here.run(['show', 'dw1', '--as', 'c']);
    expect(await here.run(['show', 'dw1', '--as', 'c', '-o', 'dw1.c'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(here.read('dw1.c')).toBe(stdout);
  });

  const neither: readonly (readonly [string, readonly string[], string | RegExp])[] = [
    ['a scenario in another format', ['dw1', '--as', 'mail'], /^kioctx: dw1 is a scenario, not a trace; expected/],
    [
      'a patch for a scenario',
      ['dw1', '--as', 'c', '--patch', '2.6.20'],
      /^kioctx: --patch: a scenario is run under none/,
    ],
    [
      'a misspelt scenario',
      ['dw1-readr', '--as', 'c'],
      /^kioctx: unknown scenario "dw1-readr" \(did you mean dw1-reader/,
    ],
    ['a file that is not there', ['./gone.json', '--as', 'c'], 'expected a readable trace or scenario\n'],
    ['a folded program', ['dw1', '--as', 'c', '--all'], 'kioctx: --all: c is not folded; expected it with --as text\n'],
    [
      'JSON that is neither',
      ['odd.json', '--as', 'c'],
      'kioctx: odd.json: neither a trace nor a scenario; expected an object with a schedule (a trace), or with iocbs and tasks (a scenario)\n',
    ],
    ['no JSON', ['text.json', '--as', 'c'], /^kioctx: text\.json:1:1: malformed JSON/],
    ['a scenario with a mistake', ['bad.json', '--as', 'c'], /^kioctx: bad\.json:1:\d+: /],
  ];

  it.for(neither)('--as c refuses %s: exit 2 and one line', async ([, args, says]) => {
    const here = folder({ 'odd.json': '{"a":[1]}', 'text.json': 'x', 'bad.json': '{"iocbs":[]}' });
    const { code, stdout, stderr } = await here.run(['show', ...args]);
    expect(stderr).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('shows nothing of a trace that does not replay, and leaves what was there before', async () => {
    const here = await withTrace();
    here.write('my.json', here.read('my.json').replace('io_submit_one.fget', 'io_submit_one.fgets'));
    here.write('out.txt', 'old');
    const { code, stderr } = await here.run(['show', 'my.json', '-o', 'out.txt']);
    expect(stderr).toMatch(/^kioctx: my\.json:\d+:3: submitter io_submit_one\.fgets cannot be taken here: /);
    expect({ code, old: here.read('out.txt') }).toEqual({ code: 2, old: 'old' });
  });
});
