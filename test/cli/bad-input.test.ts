import { describe, expect, it } from 'vitest';
import { diffs } from './bad-input-diffs.ts';
import { type Mistake, patches, proving, under } from './bad-input-patches.ts';
import { changing, patchModule } from './patch-module.ts';
import { folder, kioctx } from './run.ts';

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
  {
    what: 'a scenario file that is not there',
    args: ['prove', './gone.json'],
    says: ['./gone.json: there is no such file; expected a readable scenario'],
  },
  {
    what: 'a scenario file whose name is misspelt',
    args: ['prove', './of mine/two-reader.json'],
    files: { 'of mine/two-readers.json': '{}', 'of mine/two-reader.ts': '' },
    says: ['there is no such file (did you mean of mine/two-readers.json?); expected'],
  },
  {
    what: 'a folder for a scenario file',
    args: ['outcomes', './folder.json'],
    files: { 'folder.json/README': '' },
    says: ['./folder.json: cannot read'],
  },
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
  other('prove ./fix.diff', './fix.diff is a diff, not a scenario', 'did you mean --patch ./fix.diff?'),
  other('replay git.patch', 'git.patch is a diff, not a trace'),
  other('prove fix.mbox', 'fix.mbox is a mail, not a scenario'),
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

const table = [...scenarios, ...patches, ...diffs, ...names, ...others, ...flags];

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
