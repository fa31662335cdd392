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
const under = (what: string, patch: string, module: string | null, ...says: readonly (string | RegExp)[]): Mistake => ({
  what,
  args: [...proving, '--patch', patch],
  files: module === null ? {} : { 'mine.mts': module },
  says,
});

const nothing = 'export default { name: "nothing", summary: "", hunks: [] };';
const property = (name: string) => `export default {
  name: '${name}', meaning: 'm', reason: 'r', antecedent: { text: 't', reached: () => true }, always: () => null,
};`;

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
  ...['post-eiocbqueued', 'post-eiocbqueued+wake', '2.6.20+no-wake', 'no-wake'].map((name) =>
    under(
      `a patch module under the shipped name ${name}`,
      './mine.mts',
      patchModule({ mine: changing({ name }) }),
      `./mine.mts: is called ${name}, as a shipped one is; expected a name of its own`,
    ),
  ),
  ...Object.entries({
    '': 'an empty text',
    'my own': '"my own", which has a blank or a line break in it',
    'my\u0007own': String.raw`"my\u0007own", which has a character in it that cannot be seen`,
    'my/own': '"my/own", which has a slash in it',
    'my.ts': 'my.ts, as a file is',
    ['x'.repeat(61)]: `"${'x'.repeat(37)}...", which has 61 characters`,
  }).map(([name, called]) =>
    under(
      `a patch module under the name ${JSON.stringify(name)}`,
      './mine.mts',
      patchModule({ mine: changing({ name }) }),
      `./mine.mts: is called ${called}; expected a name of 60 characters at most, without blanks and slashes`,
    ),
  ),
  {
    what: 'two patch modules of one name',
    args: [...proving, '--patch', './mine.mts', '--patch', '2.6.20', '--patch', './other.mts'],
    files: { 'mine.mts': nothing, 'other.mts': nothing },
    says: ['./other.mts: is called nothing, as ./mine.mts is; expected a name of its own'],
  },
  {
    what: 'two patch modules of one name in a sum',
    args: [...proving, '--patch', './mine.mts+./other.mts'],
    files: { 'mine.mts': nothing, 'other.mts': nothing },
    says: ['./other.mts: is called nothing, as ./mine.mts is; expected a name of its own'],
  },
  {
    what: 'two property modules of one name',
    args: ['prove', 'buffered', '--property', './mine.mjs', '--property', './other.mjs'],
    files: { 'mine.mjs': property('p'), 'other.mjs': property('p') },
    says: ['./other.mjs: is called p, as ./mine.mjs is; expected a name of its own'],
  },
  {
    what: 'a property module under a name with a blank',
    args: ['prove', 'buffered', '--property', './mine.mjs'],
    files: { 'mine.mjs': property('my own') },
    says: ['./mine.mjs: is called "my own", which has a blank or a line break in it; expected a name of 60'],
  },
  {
    what: 'a patch module of many mistakes',
    args: [...proving, '--patch', './mine.mts'],
    files: {
      'mine.mts': patchModule({
        mine: changing({ name: 'mine', changes: "{ after: { lock: { return: { line: 1, c: 'x', run() {} } } } }" }),
      }).replace('hunks:', 'fields: { kicob: {}, kiocb: { ki_users: {}, x: undefined } } as never, hunks:'),
    },
    says: [
      /patch mine: the kernel has no struct kicob to add fields to; expected one of .*\(did you mean kiocb\?\)$/,
      'patch mine: kiocb.ki_users is a field of the base; expected a field of another name',
      'patch mine: kiocb.x is undefined; expected a field: bool(), ',
      'patch mine, hunk my-hunk: aio_complete has a step called return, which is where a function ends; expected another',
    ],
  },
  under(
    'a patch module without edits',
    './mine.mts',
    'export default { name: "mine", hunks: [{ name: "h", edits: [7] }, {}] }',
    /patch mine, hunk h: edits\[0\]: got 7; expected what edit/,
    'patch mine, hunk 2: name: missing; expected a text that is not empty',
    'patch mine, hunk 2: edits: missing; expected an array of what edit makes',
  ),
  under(
    'a choice that no trace can hold',
    './mine.mts',
    patchModule({
      mine: changing({
        name: 'mine',
        changes: "{ before: { lock: { x: { line: 1, c: 'x', run: (k) => void k.choose('a\\n', [0, 1]) } } } }",
      }),
    }),
    'aio_complete.x: makes a choice called "a\\n", which has a blank or a line break in it; expected letters,',
  ),
  under(
    'a choice from nothing',
    './mine.mts',
    patchModule({
      mine: changing({
        name: 'mine',
        changes: "{ before: { lock: { x: { line: 1, c: 'x', run: (k) => void k.choose('way', []) } } } }",
      }),
    }),
    'aio_complete.x: chooses way from nothing; expected an array of different whole numbers',
  ),
  under('a patch that is applied twice', 'wake+wake', null, /patch wake\+wake, hunk wake-at-insertion: /),
];

const names: readonly Mistake[] = [
  {
    what: 'a misspelt scenario',
    args: ['prove', 'bufered'],
    says: [/^kioctx: unknown scenario "bufered" \(did you mean buffered\?\); expected .*npx kioctx list scenarios/],
  },
  {
    what: 'a scenario of which only a word is right: five names, not all',
    args: ['prove', 'reader'],
    says: [
      /"reader" \(did you mean ([\w-]+, ){3}[\w-]+ or [\w-]+\?\); expected a name from `npx kioctx list scenarios`$/,
    ],
  },
  {
    what: 'a scenario unlike any',
    args: ['outcomes', 'zzzzzzzz'],
    says: [/"zzzzzzzz"; expected a name from `npx kioctx list scenarios`$/],
  },
  under('a misspelt patch', 'post-eiocbqued', null, /"post-eiocbqued" \(did you mean post-eiocbqueued\?\); expected/),
  under('a misspelt patch in a sum', '2.6.20+wak', null, /"wak" \(did you mean wake\?\); expected/),
  under(
    'half a patch’s name',
    '2.6.21',
    null,
    /"2\.6\.21" \(did you mean mainline-2\.6\.21 or 2\.6\.20\?\); expected a name from `npx kioctx list patches`$/,
  ),
  under('half of two', 'post', null, /"post" \(did you mean post-eiocbqueued or post-eiocbqueued\+wake\?\); expected/),
  under('a patch without a name', '', null, 'unknown patch ""; expected a name from `npx kioctx list patches`'),
  {
    what: 'a misspelt property',
    args: ['prove', 'buffered', '--property', 'no-lost-wakup'],
    says: [/"no-lost-wakup" \(did you mean no-lost-wakeup\?\); expected .*npx kioctx list properties/],
  },
  {
    what: 'a word of a property',
    args: ['run', 'double'],
    says: [/"double" \(did you mean no-double-completion\?\)/],
  },
];

const trace = { version: 1, patch: '2.6.20', scenario: good, property: 'no-leak', schedule: [] };
const diff = '--- a/fs/aio.c\n+++ b/fs/aio.c\n@@ -1 +1 @@\n-a\n+b\n';
const things = {
  'a.trace.json': JSON.stringify(trace),
  'mine.json': JSON.stringify(good),
  'broken.json': JSON.stringify({ ...good, ring_nr: 0 }),
  'fix.diff': diff,
  'git.patch': `diff --git a/fs/aio.c b/fs/aio.c\n${diff}`,
  'fix.mbox': `From: somebody\nSubject: [PATCH] aio\n\n${diff}`,
};
const unloadable = { 'mine.mts': 'throw new Error("nobody loads this")' };
const other = (command: string, ...says: readonly string[]): Mistake => ({
  what: command,
  args: command.split(' '),
  files: command.includes('mine.mts') ? unloadable : things,
  says: [new RegExp(`^kioctx: .*${says.map((part) => part.replaceAll(/[.+?]/g, String.raw`\$&`)).join('.*')}`)],
});
const asTrace = 'to run it: npx kioctx replay';
const asScenario = 'to decide properties in it: npx kioctx prove';

/** One thing given where another is expected. */
const others: readonly Mistake[] = [
  other('prove a.trace.json', 'a.trace.json is a trace, not a scenario; expected', `; ${asTrace} a.trace.json`),
  other('prove ./a.trace.json', './a.trace.json is a trace, not a scenario', asTrace),
  other('outcomes a.trace.json', 'is a trace, not a scenario', asTrace),
  other('run --scenario a.trace.json', 'is a trace, not a scenario', asTrace),
  other('prove buffered --patch a.trace.json', 'is a trace, not a patch', asTrace),
  other('run ./a.trace.json', 'is a trace, not a property', asTrace),
  other('replay mine.json', 'mine.json is a scenario, not a trace; expected', `; ${asScenario} mine.json`),
  other('replay broken.json', 'broken.json is a scenario, not a trace', asScenario),
  other('show ./mine.json', './mine.json is a scenario, not a trace', asScenario),
  other('shrink mine.json', 'is a scenario, not a trace', asScenario),
  other('replay dw1-reader', 'dw1-reader is a scenario, not a trace', `${asScenario} dw1-reader`),
  other('prove buffered --patch ./mine.json', './mine.json is a scenario, not a patch', asScenario),
  other('prove buffered --patch 2.6.20+dw1', 'dw1 is a scenario, not a patch', asScenario),
  other('run dw1', 'dw1 is a scenario, not a property', asScenario),
  other('prove post-eiocbqueued', 'is a patch, not a scenario', 'did you mean --patch post-eiocbqueued?'),
  other('prove 2.6.20+wake', 'is a patch, not a scenario', 'did you mean --patch 2.6.20+wake?'),
  other('prove 2.6.20+./mine.mts', 'is a patch, not a scenario', 'did you mean --patch 2.6.20+./mine.mts?'),
  other('replay 2.6.20', 'is a patch, not a trace', 'did you mean --patch 2.6.20?'),
  other('prove buffered --property wake', 'is a patch, not a property', 'did you mean --patch wake?'),
  other('outcomes no-hang', 'is a property, not a scenario', 'did you mean --property no-hang?'),
  other('show no-hang', 'is a property, not a trace', 'did you mean --property no-hang?'),
  other('prove buffered --patch no-hang', 'is a property, not a patch', 'did you mean --property no-hang?'),
  other('prove mine.mts', 'is a module, not a scenario', '--patch mine.mts, or --property mine.mts?'),
  other('prove ./mine.mts', 'is a module, not a scenario', '--patch ./mine.mts'),
  other('replay mine.mts', 'is a module, not a trace', '--patch mine.mts'),
  other('prove ./fix.diff', './fix.diff is a diff, not a scenario'),
  other('replay git.patch', 'git.patch is a diff, not a trace'),
  other('prove fix.mbox', 'fix.mbox is a mail, not a scenario'),
  other('prove buffered --patch ./fix.diff', './fix.diff is a diff, not a patch; expected', 'module'),
  other('prove buffered --property fix.mbox', 'fix.mbox is a mail, not a property'),
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

const table = [...scenarios, ...patches, ...names, ...others, ...flags];

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
  it('a --junit file in a folder that is not there: exit 74 and one line', async () => {
    const { code, stderr } = await kioctx(...proving, '--junit', 'gone/verdicts.xml');
    expect(code).toBe(74);
    expect(stderr).toMatch(/^kioctx: --junit gone\/verdicts\.xml: .*\n$/);
  });

  it('such a --junit file is refused before the search, so that nothing is printed or left behind', async () => {
    const here = folder();
    const { code, stdout } = await here.run(['prove', ...violating, '--junit', 'gone/verdicts.xml']);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 74, stdout: '', contents: [] });
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
    expect(stderr).toMatch(/^kioctx: .*mine.*boom; expected an edit of aio_complete that does not throw\n$/);
  });
});
