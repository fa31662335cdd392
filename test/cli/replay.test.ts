import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOfThisRun } from '../drawn.ts';
import { changing, patchModule } from './patch-module.ts';
import { verdictsIn } from './rows.ts';
import { packaged, type Result } from './program.ts';
import { type Folder, folder } from './run.ts';

/** What `replay --json` prints. */
interface Replays {
  readonly results: readonly object[];
  readonly version: string;
}

interface Trace {
  readonly patch: string;
  readonly property: string;
  readonly finding: { readonly message: string };
  readonly minimal: { readonly steps: number };
  readonly schedule: readonly string[];
}

/** Proves one violation: what was printed, and where its trace is. */
async function violate(here: Folder, scenario: string, patch: string, property: string) {
  const { code, stdout } = await here.run(['prove', scenario, '--patch', patch, '--property', property]);
  const path = here.contents().find((name) => name.endsWith('.trace.json')) ?? 'no trace';
  expect({ code, path }).toEqual({ code: 1, path: expect.stringMatching(/^traces\//) });
  const text = here.read(path);
  return { stdout, path, text, trace: JSON.parse(text) as Trace };
}

/** A violation to edit the trace of; proved once. */
const double = (() => {
  let proved: ReturnType<typeof violate> | null = null;
  return () => (proved ??= violate(folder(), 'dw1-inval', '2.6.20', 'no-double-completion'));
})();

const lanesIn = (stdout: string): string => /^step │[^]*?(?=^✗)/m.exec(stdout)?.[0] ?? 'no lanes';

/** The arguments of the command that a text gives to be pasted. */
function pasted(stdout: string): string[] {
  const command = /^npx kioctx (.*)$/m.exec(stdout)?.[1] ?? '';
  return Array.from(command.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '');
}

/** What was expected of a trace that did not replay. */
const expectedIn = (stderr: string): string[] => /; expected (?:one of )?(.*)$/m.exec(stderr)?.[1]?.split(', ') ?? [];

const violations = [
  ['dw1-inval', '2.6.20', 'no-double-completion'],
  ['dw1-inval', '2.6.20', 'no-use-after-free'],
  ['dw1-all-nosync', '2.6.20', 'no-double-completion'],
  ['buffered-reader', '2.6.20+no-wake', 'no-lost-wakeup'],
] as const;

describe.concurrent('a violation that was proved', () => {
  it.for(violations)('replays from its trace: %s under %s violates %s', async ([scenario, patch, property]) => {
    const here = folder();
    const proved = await violate(here, scenario, patch, property);
    const { path, trace } = proved;
    expect(pasted(proved.stdout)).toEqual(['replay', path]);
    const [text, json] = await Promise.all([
      here.run(pasted(proved.stdout)),
      here.run([...pasted(proved.stdout), '--json']),
    ]);
    expect(lanesIn(text.stdout)).toBe(lanesIn(proved.stdout));
    expect(text.stdout).toMatch(/\n✗ \S.*\.\n/);
    expect(text.stdout).toContain(`\nTrace: ${path}\nnpx kioctx replay ${path}\n`);
    expect(text.stdout).toMatch(`\n${path}: ${patch} VIOLATES ${property} in ${scenario}\n`);
    expect(text).toMatchObject({ code: 1, stderr: '' });

    const { results, version } = JSON.parse(json.stdout) as Replays;
    const { finding, minimal } = trace;
    const row = { file: path, patch, scenario, property, verdict: 'violated', message: finding.message };
    expect(results).toEqual([{ ...row, steps: minimal.steps, after: minimal.steps }]);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(json).toMatchObject({ code: 1, stderr: '' });
  });

  it('replays with the whole scenario that the trace has, wherever the trace lies', async () => {
    const { text, stdout } = await double();
    const there = folder({ 'kept/it’s mine.json': text });
    const replayed = await there.run(['replay', 'kept/it’s mine.json']);
    expect(lanesIn(replayed.stdout)).toBe(lanesIn(stdout));
    expect(replayed.stdout).toContain("\nnpx kioctx replay 'kept/it’s mine.json'\n");
    expect(there.contents()).toEqual(['kept', 'kept/it’s mine.json']);
  });
});

describe.concurrent('under another patch', () => {
  it.runIf(isOfThisRun('a schedule may run, and violate nothing any more: exit 0'))(
    'a schedule may run, and violate nothing any more: exit 0',
    async () => {
      const here = folder();
      const broken = 'post-eiocbqueued+wake+last-error-wins';
      const { path } = await violate(here, 'dw1-osync-all', broken, 'first-error-wins');
      const { code, stdout } = await here.run(['replay', path, '--patch', 'post-eiocbqueued+wake']);
      expect(stdout).toContain('post-eiocbqueued+wake does not violate first-error-wins in dw1-osync-all\n');
      expect(stdout).toContain('\n✓ first-error-wins is not violated on this schedule\n');
      expect(stdout).toContain(`\nnpx kioctx replay ${path} --patch post-eiocbqueued+wake\n`);
      expect(code).toBe(0);
    },
  );

  it.runIf(isOfThisRun('another may not fit any more: exit 2, and the first line that does not, with what would'))(
    'another may not fit any more: exit 2, and the first line that does not, with what would',
    async () => {
      const here = folder();
      const { path, trace } = await violate(here, 'dw1-reader', 'post-eiocbqueued', 'no-lost-wakeup');
      const { code, stdout, stderr } = await here.run(['replay', path, '--patch', 'post-eiocbqueued+wake']);
      const [, line, column] = /:(\d+):(\d+): /.exec(stderr)?.map(Number) ?? [];
      const text = here.read(path).split('\n')[(line ?? 0) - 1] ?? '';
      const step = (JSON.parse(text.trim().replace(/,$/, '')) ?? '') as string;
      expect(trace.schedule).toContain(step);
      const [context] = step.split(' ');
      const at = `${context} is at aio_ring_insert_entry.active`;
      expect(stderr).toContain(`kioctx: ${path}:${line}:3: ${step} cannot be taken here: ${at}; expected `);
      expect(expectedIn(stderr)).toContain(`${context} aio_ring_insert_entry.active`);
      expect({ column, stdout, code }).toEqual({ column: 3, stdout: '', code: 2 });
    },
  );
});

describe.concurrent('a patch of one’s own', () => {
  const mine = patchModule({ mine: changing({ name: 'mine' }) });

  it.runIf(isOfThisRun('is part of the command that replays'))('is part of the command that replays', async () => {
    const here = folder({ 'my patches/mine.mts': mine });
    const { stdout, path } = await violate(here, 'buffered-reader', './my patches/mine.mts', 'no-lost-wakeup');
    expect(stdout).toContain(`\nnpx kioctx replay ${path} --patch './my patches/mine.mts'\n`);
    const replayed = await here.run(pasted(stdout));
    expect(replayed.stdout).toContain(`\nnpx kioctx replay ${path} --patch './my patches/mine.mts'\n`);
    expect(lanesIn(replayed.stdout)).toBe(lanesIn(stdout));
    expect(replayed.code).toBe(1);
  });

  it.runIf(isOfThisRun('may be part of a sum'))('may be part of a sum', async () => {
    const here = folder({ 'mine.mts': mine });
    const { stdout, trace } = await violate(here, 'buffered-reader', 'post-eiocbqueued+./mine.mts', 'no-lost-wakeup');
    expect(trace.patch).toBe('post-eiocbqueued+mine');
    expect(await here.run(pasted(stdout))).toMatchObject({ code: 1, stderr: '' });
  });

  it.runIf(isOfThisRun('has to be named: a trace is never a reason to run a file'))(
    'has to be named: a trace is never a reason to run a file',
    async () => {
      const here = folder({ 'mine.mts': mine });
      const { path, trace } = await violate(here, 'buffered-reader', './mine.mts', 'no-lost-wakeup');
      here.write('other.json', JSON.stringify({ ...trace, patch: './mine.mts' }));
      const { code, stderr } = await here.run(['replay', path, 'other.json']);
      expect(stderr.split('\n')).toEqual([
        expect.stringMatching(
          `${path}:3:11: patch: unknown patch "mine"; .*; give a patch of your own with --patch FILE`,
        ),
        expect.stringMatching(/other\.json:1:\d+: patch: unknown patch "\.\/mine\.mts"; .*--patch FILE/),
        '',
      ]);
      expect(code).toBe(2);
    },
  );
});

describe.concurrent('a schedule that was edited', () => {
  const replayOf = (trace: object): Promise<Result> =>
    folder({ 'edited.json': JSON.stringify(trace, null, 1) }).run(['replay', 'edited.json']);

  it('violates nothing without its last step', async () => {
    const { trace } = await double();
    const { code, stdout } = await replayOf({ ...trace, schedule: trace.schedule.slice(0, -1) });
    expect(stdout).toContain('edited.json: 2.6.20 does not violate no-double-completion in dw1-inval\n');
    expect(code).toBe(0);
  });

  it('may be empty', async () => {
    const { trace } = await double();
    expect(await replayOf({ ...trace, schedule: [] })).toMatchObject({ code: 0, stderr: '' });
  });

  it('tells what fits, and that the property was violated before the end', async () => {
    const { trace } = await double();
    const [next] = expectedIn((await replayOf({ ...trace, schedule: [...trace.schedule, 'a b.c'] })).stderr);
    const { code, stdout } = await replayOf({ ...trace, schedule: [...trace.schedule, next] });
    const { steps } = trace.minimal;
    expect(stdout).toContain(
      `\nIt is violated after step ${steps} already; the schedule goes on to step ${steps + 1}.\n`,
    );
    expect(code).toBe(1);
  });

  it('is violated too where nothing is wrong at its end any more', async () => {
    const { trace } = await violate(folder(), 'dw1-reader', '2.6.20+put-without-lock', 'lock-discipline');
    const [next] = expectedIn((await replayOf({ ...trace, schedule: [...trace.schedule, 'a b.c'] })).stderr);
    const { code, stdout } = await replayOf({ ...trace, schedule: [...trace.schedule, next] });
    expect(stdout).toContain(`\n✗ ${trace.finding.message}\nSo it is after step ${trace.minimal.steps}; at the end`);
    expect(code).toBe(1);
  });

  const swapped = (schedule: readonly string[], line: RegExp, by: readonly string[]): string[] =>
    schedule.flatMap((old) => (line.test(old) ? by : [old]));

  const edits: readonly (readonly [string, (schedule: readonly string[]) => string[], RegExp])[] = [
    [
      'an unknown context',
      (schedule) => ['nobody f.g', ...schedule],
      /nobody f\.g cannot be taken here: there is no context nobody; expected submitter \w+\.\w+$/,
    ],
    [
      'an unknown step',
      (schedule) => swapped(schedule, /io_submit_one\.fget/, ['submitter io_submit_one.fgets']),
      /submitter io_submit_one\.fgets cannot be taken here: submitter is at io_submit_one\.fget; expected submitter io_submit_one\.fget$/,
    ],
    [
      'a fault that the scenario does not have',
      (schedule) => swapped(schedule, /invalidate=-5/, ['submitter ? invalidate=-28']),
      /submitter \? invalidate=-28 cannot be taken here: \S+ does not offer it; expected one of submitter \? invalidate=0, submitter \? invalidate=-5$/,
    ],
    [
      'a choice left out',
      (schedule) => swapped(schedule, /invalidate=-5/, []),
      /submitter \S+ cannot be taken here: \S+ makes a choice that no line below tells; expected one of submitter \? invalidate=0, submitter \? invalidate=-5 below it$/,
    ],
    [
      'steps after the end',
      (schedule) => [...schedule, 'bio0.0 a.b'],
      /bio0\.0 a\.b cannot be taken here: bio0\.0 is at \S+; expected one of submitter \S+, bio0\.0 \S+$/,
    ],
  ];

  it.for(edits)('does not replay with %s: exit 2', async ([, edit, says]) => {
    const { trace } = await double();
    const { code, stdout, stderr } = await replayOf({ ...trace, schedule: edit(trace.schedule) });
    expect(stderr.trimEnd()).toMatch(/^kioctx: edited\.json:\d+:3: .*$/);
    expect(stderr.trimEnd()).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  const misfits: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['of another version', (text) => text.replace('"version": 1', '"version": 2'), /:2:13: version: .* 2; expected 1$/],
    ['of broken JSON', (text) => text.slice(0, -4), /:\d+:\d+: malformed JSON/],
    [
      'of a property that there is not',
      (text) => text.replace('no-double-completion', 'no-double-completions'),
      /:\d+:14: property: unknown property "no-double-completions" \(did you mean no-double-completion\?\); expected .*; give a property of your own with --property FILE$/,
    ],
    [
      'of a scenario with an op that there is not',
      (text) => text.replace('"direct_write"', '"direct_wriet"'),
      /: scenario\.iocbs\[0\]\.op: .*did you mean direct_write\?/,
    ],
  ];

  it.for(misfits)('is refused in a file %s', async ([, edit, says]) => {
    const { text } = await double();
    const { code, stdout, stderr } = await folder({ 'edited.json': edit(text) }).run(['replay', 'edited.json']);
    expect(stderr.split('\n')[0]).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe.concurrent('several traces', () => {
  it('are all told, and the worst gives the exit code', async () => {
    const { text, trace } = await double();
    const short = JSON.stringify({ ...trace, schedule: trace.schedule.slice(0, 5) });
    const here = folder({ 'whole.json': text, 'short.json': short });
    const [fine, both, all] = await Promise.all([
      here.run(['replay', 'short.json', '--quiet']),
      here.run(['replay', 'short.json', 'whole.json', '--quiet']),
      here.run(['replay', 'gone.json', 'short.json', 'whole.json', '--quiet']),
    ]);
    const lines = [
      'short.json: 2.6.20 does not violate no-double-completion in dw1-inval',
      'whole.json: 2.6.20 VIOLATES no-double-completion in dw1-inval',
      '',
    ];
    expect(fine).toEqual({ code: 0, stderr: '', stdout: `${lines[0]}\n` });
    expect(both).toEqual({ code: 1, stderr: '', stdout: lines.join('\n') });
    expect(all).toEqual({
      code: 2,
      stdout: lines.join('\n'),
      stderr: expect.stringMatching(/^kioctx: gone\.json: there is no such file; expected a readable trace\n$/),
    });
  });
});

describe.concurrent('what files say', () => {
  it('cannot steer the terminal', async () => {
    const text = readFileSync(packaged('model/scenarios/dw1-inval.json'), 'utf8');
    const here = folder({ 'mine.json': text.replace('dw1-inval', String.raw`a\u001B[2Jb\u0007`) });
    const { stdout, path } = await violate(here, './mine.json', '2.6.20', 'no-double-completion');
    const [replayed, shown] = await Promise.all([here.run(['replay', path]), here.run(['show', path])]);
    for (const said of [stdout, replayed.stdout, shown.stdout]) {
      expect(said).toContain(String.raw`in a\u001b[2Jb\u0007`);
      // oxlint-disable-next-line no-control-regex
      expect(said).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
    }
  });

  it('each violation in the table has a command to replay it', async () => {
    const here = folder();
    const properties = ['--property', 'no-double-completion', '--property', 'no-use-after-free'];
    const args = ['prove', 'dw1-inval', 'buffered', '--patch', '2.6.20', ...properties];
    const [quiet, json] = [await here.run([...args, '--quiet']), await here.run([...args, '--json'])];
    const traces = verdictsIn(json.stdout).results.flatMap(({ trace }) => trace ?? []);
    expect(traces).toHaveLength(2);
    expect(quiet.stdout.endsWith(`\n${traces.map((path) => `npx kioctx replay ${path}\n`).join('')}`)).toBe(true);
  });
});
