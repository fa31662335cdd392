import { describe, expect, it } from 'vitest';
import { readTrace } from '../../counterexamples/aio/read-trace.ts';
import { showIssue } from '../../model/diagnostics/input-issue.ts';

/** A trace as the program writes it, one line of the schedule a line. */
const good = `{
 "version": 1,
 "patch": "2.6.20",
 "scenario": {
  "version": 1, "name": "mine", "ring_nr": 4,
  "iocbs": [{ "op": "direct_write" }],
  "tasks": [{ "name": "submitter", "calls": [{ "io_submit": [0] }] }]
 },
 "property": "no-double-completion",
 "verdict": "violated",
 "finding": { "message": "twice", "step": "dio_bio_end_aio.drop", "found": [] },
 "minimal": { "tasks": 1, "requests": 1, "faults": 1, "switches": 1, "steps": 2, "certified": false },
 "schedule": [
  "submitter io_submit_one.fget",
  "submitter ? invalidate=-5",
  "bio0.0 dio_bio_end_aio.drop"
 ]
}
`;

const spoilt = (part: string, by: string): string => {
  if (!good.includes(part)) throw new Error(`the trace has no ${part}`);
  return good.replace(part, by);
};

function issuesOf(text: string): string[] {
  const read = readTrace(text, 'my.json');
  return read.ok ? [] : read.issues.map(showIssue);
}

const line = '"<context> <proc>.<label>" or "<context> ? <name>=<value>"';

describe('a trace file', () => {
  it('is read whole, the defaults of its scenario filled in', () => {
    const read = readTrace(good, 'my.json');
    const written = JSON.parse(good) as { scenario: object };
    const iocbs = [{ op: 'direct_write', bios: 1, o_sync: false, append: false }];
    expect(read).toMatchObject({
      ok: true,
      trace: { ...written, scenario: { ...written.scenario, iocbs, faults: {} } },
    });
  });

  it('knows the line and the column of every part', () => {
    const read = readTrace(good, 'my.json');
    if (!read.ok) throw new Error('it was read');
    expect(['submitter', 'bio'].map((_, i) => read.place(['schedule', i * 2]))).toEqual([
      { line: 14, column: 3 },
      { line: 16, column: 3 },
    ]);
    expect(read.place(['property'])).toEqual({ line: 9, column: 14 });
  });

  it('may have a finding of other additions, or of a message alone', () => {
    const finding = '{ "message": "twice", "step": "dio_bio_end_aio.drop", "found": [] }';
    expect(issuesOf(spoilt(finding, '{ "message": "twice", "seen": { "by": "me" } }'))).toEqual([]);
    expect(issuesOf(spoilt(finding, '{ "message": "" }'))).toEqual([]);
  });

  it('may have contexts, steps and choices that no model has yet', () => {
    const lines = ['aio/0 run_workqueue.next', 'timer.aio/0 fire.wake', 'irq0 ? res=-125', '_t-1 a.b-c d'];
    expect(issuesOf(spoilt('submitter io_submit_one.fget', lines.join('", "')))).toEqual([]);
  });

  it('may have no steps', () => {
    expect(issuesOf(good.replace(/"schedule": \[[^\]]*\]/, '"schedule": []'))).toEqual([]);
  });
});

const withoutFinding = (text: string): string => text.replace(/ "finding": .*\n/, '');
const exported = withoutFinding(good).replace('"violated"', '"none"').replace('"no-double-completion"', 'null');

describe('a trace without a violation', () => {
  it('has the verdict none, no property and no finding', () => {
    const read = readTrace(exported, 'my.json');
    expect(read).toMatchObject({ ok: true, trace: { verdict: 'none', property: null } });
    expect(read.ok && 'finding' in read.trace).toBe(false);
  });
});

const mistakes: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'broken JSON',
    spoilt('"2.6.20",', '"2.6.20"'),
    ['my.json:4:2: malformed JSON: got "\\"scenario\\""; expected a comma'],
  ],
  [
    'another version, whatever else is wrong',
    spoilt('"version": 1,\n "patch": "2.6.20",', '"version": 2,\n'),
    ['my.json:2:13: version: unknown format version 2; expected 1'],
  ],
  ['a key left out', spoilt(' "patch": "2.6.20",\n', ''), ["my.json:1:1: patch: missing; expected a patch's name"]],
  [
    'a key misspelt',
    spoilt('"certified": false', '"certified": false, "step": 2'),
    [
      'my.json:12:102: minimal.step: unknown key "step"; expected one of tasks, requests, faults, switches, steps, certified (did you mean steps?)',
    ],
  ],
  [
    'another verdict',
    spoilt('"violated"', '"holds"'),
    ['my.json:10:13: verdict: unknown verdict "holds"; expected one of violated, none'],
  ],
  [
    'a finding without a message',
    spoilt('"message": "twice", ', ''),
    ['my.json:11:13: finding.message: missing; expected a message'],
  ],
  [
    'a violation without a finding and without a property',
    withoutFinding(spoilt('"no-double-completion"', 'null')),
    [
      'my.json:1:1: finding: missing; expected an object with a message, as the verdict is violated',
      "my.json:9:14: property: got null; expected a property's name, as the verdict is violated",
    ],
  ],
  [
    'a finding and a property where the verdict is none',
    spoilt('"violated"', '"none"'),
    [
      'my.json:9:14: property: got "no-double-completion"; expected null, as the verdict is none',
      'my.json:11:13: finding: got an object; expected no finding, as the verdict is none',
    ],
  ],
  [
    'a property that is neither a name nor null',
    spoilt('"no-double-completion"', '7'),
    ["my.json:9:14: property: got 7; expected a property's name, or null where the verdict is none"],
  ],
  [
    'a count that is none',
    spoilt('"steps": 2', '"steps": -2'),
    ['my.json:12:79: minimal.steps: got -2; expected an integer from 0 to 9007199254740991'],
  ],
  [
    'lines that are none',
    good
      .replace('submitter io_submit_one.fget', 'submitter')
      .replace('invalidate=-5', 'invalidate')
      .replace('bio0.0 dio', 'bio0.0  dio'),
    [
      `my.json:14:3: schedule[0]: got "submitter"; expected ${line}`,
      `my.json:15:3: schedule[1]: got "submitter ? invalidate"; expected ${line}`,
      `my.json:16:3: schedule[2]: got "bio0.0  dio_bio_end_aio.drop"; expected ${line}`,
    ],
  ],
  [
    'a mistake in its scenario, at its place in the trace',
    spoilt('direct_write', 'direct_wirte'),
    [
      'my.json:6:21: scenario.iocbs[0].op: unknown op "direct_wirte"; expected one of direct_write, direct_read, buffered, retry, queued (did you mean direct_write?)',
    ],
  ],
];

describe('of a file that is no trace, it is told', () => {
  it.for(mistakes)('%s', ([, text, issues]) => {
    expect(issuesOf(text)).toEqual(issues);
  });
});
