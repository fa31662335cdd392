import { describe, expect, it } from 'vitest';
import { changing, patchModule } from './patch-module.ts';
import { folder, kioctx } from './run.ts';

/** What the program says to input that it cannot use. */
interface Mistake {
  readonly what: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** What each line on standard error has, in order. */
  readonly says: readonly (string | RegExp)[];
}

const good = {
  version: 1,
  name: 'mine',
  ring_nr: 4,
  iocbs: [{ op: 'buffered' }],
  tasks: [{ name: 'a', calls: [{ io_submit: [0] }] }],
};
const calls = (...made: readonly object[]) => ({ tasks: [{ name: 'a', calls: made }] });

const inScenario = (what: string, changes: object | string, ...says: readonly (string | RegExp)[]): Mistake => ({
  what: `a scenario with ${what}`,
  args: ['prove', './mine.json', '--patch', '2.6.20'],
  files: { 'mine.json': typeof changes === 'string' ? changes : JSON.stringify({ ...good, ...changes }) },
  says,
});

const scenarios: readonly Mistake[] = [
  inScenario('malformed JSON', '{"version": 1,\n "name": }', './mine.json:2:10: malformed JSON'),
  inScenario(
    'a ring of one entry, unknown names, and a request that is never kicked',
    { ring_nr: 1, iocbs: [{ op: 'bufered' }, { op: 'retry', kicks: 0 }], faults: { bio: ['EOI'] } },
    /mine\.json:1:\d+: ring_nr: got 1; expected an integer from 2/,
    /iocbs\[0\]\.op: .*"bufered".*did you mean buffered\?/,
    /iocbs\[1\]\.kicks: got 0; expected an integer from 1 to 4/,
    /faults\.bio\[0\]: .*"EOI".*did you mean EIO\?/,
  ),
  inScenario(
    'an iocb submitted twice, and one that is not there',
    calls({ io_submit: [0] }, { io_submit: [0, 3] }),
    /calls\[1\]\.io_submit\[0\]: iocb 0 is submitted by task a already/,
    /calls\[1\]\.io_submit\[1\]: there is no iocb 3; expected a number from 0 to 0/,
  ),
  inScenario('tasks of one name', { tasks: [...calls().tasks, ...calls().tasks] }, /tasks\[1\]\.name: .*"a" .*twice/),
  inScenario('an iocb cancelled that is not there', calls({ io_cancel: 7 }), /io_cancel: there is no iocb 7; expected/),
  inScenario('another format version', { version: 2 }, /mine\.json:1:12: version: /),
  { what: 'a scenario file that is not there', args: ['prove', './gone.json'], says: ['./gone.json: cannot read'] },
  {
    what: 'a folder for a scenario file',
    args: ['outcomes', './folder.json'],
    files: { 'folder.json/README': '' },
    says: ['./folder.json: cannot read'],
  },
];

const proving = ['prove', 'buffered', '--property', 'no-lost-wakeup'];
const under = (what: string, patch: string, module: string | null, says: string | RegExp): Mistake => ({
  what,
  args: [...proving, '--patch', patch],
  files: module === null ? {} : { 'mine.mts': module },
  says: [says],
});

const patches: readonly Mistake[] = [
  under(
    'a patch module that throws',
    './mine.mts',
    'throw new Error("boom\\nbang")',
    /mine\.mts: .*does not load: boom bang$/,
  ),
  under(
    'a patch module of bad syntax',
    './mine.mts',
    'export const = {{',
    './mine.mts: this patch module does not load',
  ),
  under(
    'a patch module that imports what is not there',
    './mine.mts',
    'import "./gone.mts"',
    /does not load: .*gone\.mts/,
  ),
  under('a patch module that exports a number', './mine.mts', 'export default 42', './mine.mts: exports no patch'),
  under(
    'a patch module that exports two patches',
    './mine.mts',
    patchModule({ a: changing({ name: 'a' }), b: changing({ name: 'b' }) }),
    './mine.mts: exports 2 patches; expected one',
  ),
  under('a patch module that is not there', './gone.mts', null, './gone.mts: no such patch module'),
  under(
    'a patch for a function that the kernel lacks',
    'wake',
    null,
    /patch wake, .* no function aio_ring_insert_entry/,
  ),
  under(
    'a patch for a step that the kernel lacks',
    './mine.mts',
    patchModule({ mine: changing({ name: 'mine', changes: "{ remove: ['no_such_step'] }" }) }),
    /patch mine, hunk \S+: aio_complete has no step no_such_step/,
  ),
  under('a patch that is applied twice', 'wake+wake', null, /patch wake\+wake, hunk wake-at-insertion: /),
];

const names: readonly Mistake[] = [
  { what: 'a misspelt scenario', args: ['prove', 'bufered'], says: [/"bufered".*\(did you mean buffered\?\)$/] },
  {
    what: 'a scenario unlike any',
    args: ['outcomes', 'zzzzzzzz'],
    says: [/"zzzzzzzz"; expected one of .*, buffered, /],
  },
  under('a misspelt patch', 'post-eiocbqued', null, /"post-eiocbqued".*\(did you mean post-eiocbqueued\?\)$/),
  under('a misspelt patch in a sum', '2.6.20+wak', null, /"wak".*\(did you mean wake\?\)$/),
  under('a patch without a name', '', null, 'unknown patch ""'),
  {
    what: 'a misspelt property',
    args: ['prove', 'buffered', '--property', 'no-lost-wakup'],
    says: [/"no-lost-wakup".*\(did you mean no-lost-wakeup\?\)$/],
  },
];

const ofFlag = (flag: string, value: string, says: string): Mistake => ({
  what: `${flag} ${value}`,
  args: [...proving, flag, value],
  says: [`argument '${value}' is invalid. Expected ${says}`],
});

const flags: readonly Mistake[] = [
  ofFlag('--max-states', '0', 'a number above 0.'),
  ofFlag('--max-states', 'abc', 'a number above 0.'),
  ofFlag('--max-states', '-1', 'a number above 0.'),
  ofFlag('--max-states', '1.5', 'a whole number above 0.'),
  ofFlag('--max-seconds', '0', 'a number above 0.'),
  ofFlag('--max-memory', '0', 'a number above 0.'),
  ofFlag('--max-memory', 'abc', 'a number above 0.'),
  ofFlag('--workers', '0', 'a number above 0.'),
  ofFlag('--color', 'sometimes', 'auto, always or never.'),
  { what: '--patch without a value', args: ['prove', '--patch'], says: ["'--patch <name|file>' argument missing"] },
  { what: 'a flag unlike any', args: ['prove', '--zzzzzzzz'], says: ["unknown option '--zzzzzzzz'"] },
  {
    what: 'a flag of another command',
    args: ['outcomes', 'buffered', '--junit', 'x'],
    says: ["unknown option '--junit'"],
  },
  { what: 'a command unlike any', args: ['zzzzzzzz'], says: ["unknown command 'zzzzzzzz'"] },
  {
    what: 'a command of control characters',
    args: ['\u001B[2J\n'],
    says: [String.raw`error: unknown command '\u001b[2J\u000a'`],
  },
  { what: 'outcomes of nothing', args: ['outcomes'], says: ["missing required argument 'scenario'"] },
  { what: 'list of nothing', args: ['list'], says: ["missing required argument 'what'"] },
  {
    what: 'list of an unknown thing',
    args: ['list', 'patchs'],
    says: [/'patchs'.* patches, scenarios, properties, traces/],
  },
];

const table = [...scenarios, ...patches, ...names, ...flags];

describe.concurrent('bad input: exit 2, one line for each mistake, and nothing is written', () => {
  it.for(table.map((row) => [row.what, row] as const))('%s', async ([, { args, files = {}, says }]) => {
    const here = folder(files);
    const before = here.contents();
    const { code, stdout, stderr } = await here.run(args);
    const lines = stderr.trimEnd().split('\n');
    for (const [i, part] of says.entries()) expect(lines[i]).toMatch(part);
    expect(lines).toHaveLength(says.length);
    for (const line of lines) expect(line).toMatch(/^(kioctx|error): \S/);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: before });
  });

  it('the same files are accepted without the mistake', async () => {
    const mine = changing({ name: 'mine', changes: '{}' });
    const here = folder({ 'mine.json': JSON.stringify(good), 'mine.mts': patchModule({ mine }) });
    const { code, stderr } = await here.run(['prove', './mine.json', '--patch', './mine.mts', '--max-states', '1000']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('a misspelt command or flag gets a second line with the nearest', async () => {
    const [command, flag] = await Promise.all([kioctx('prov', 'buffered'), kioctx('prove', '--jsn', 'buffered')]);
    expect(command).toEqual({ code: 2, stdout: '', stderr: "error: unknown command 'prov'\n(Did you mean prove?)\n" });
    expect(flag).toEqual({ code: 2, stdout: '', stderr: "error: unknown option '--jsn'\n(Did you mean --json?)\n" });
  });
});

const violating = ['dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion'];

describe.concurrent('an output that cannot be written', () => {
  it('a --junit file in a folder that is not there: exit 2 and one line', async () => {
    const { code, stderr } = await kioctx(...proving, '--junit', 'gone/verdicts.xml');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kioctx: --junit gone\/verdicts\.xml: .*\n$/);
  });

  it('such a --junit file is refused before the search, so that nothing is printed or left behind', async () => {
    const here = folder();
    const { code, stdout } = await here.run(['prove', ...violating, '--junit', 'gone/verdicts.xml']);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: [] });
  });

  it('a file where the folder for traces should be is refused in one line', async () => {
    const here = folder({ traces: '' });
    const { code, stderr } = await here.run(['prove', ...violating]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kioctx: .*traces.*\n$/);
  });

  it('a scenario name too long for a file name is no obstacle', async () => {
    const iocbs = [{ op: 'direct_write' }];
    const long = { ...good, name: 'x'.repeat(300), iocbs, faults: { invalidate: ['EIO'] } };
    const here = folder({ 'mine.json': JSON.stringify(long) });
    const { code, stderr } = await here.run(['prove', './mine.json', ...violating.slice(1)]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('an edit of a user’s patch that throws is bad input', async () => {
    const edit = "{ proc: 'aio_complete', claims: [], apply() { throw new Error('boom'); } }";
    const module = `export default { name: 'mine', summary: '', hunks: [{ name: 'h', standsFor: '', edits: [${edit}] }] }`;
    const here = folder({ 'mine.mts': module });
    const { code, stderr } = await here.run([...proving, '--patch', './mine.mts']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kioctx: .*mine.*boom\n$/);
  });
});
