/** What programs in C say, and that a strict compiler takes them, whatever is in a scenario. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { cProgram } from '../../../counterexamples/aio/c-program/c-program.ts';
import { functionOf, partsWith } from '../../../counterexamples/aio/c-program/c-text.ts';
import { callNames } from '../../../model/calls.ts';
import { parseScenario } from '../../../model/scenarios/format/scenario-schema.ts';
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import { seed, shareOf } from '../../drawn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { samples } from '../../properties/aio/drawn-scenarios.ts';
import { shippedMinimum } from '../formats/rendered.ts';
import { hostile, spoil } from '../formats/spoilt.ts';
import { noGcc, warnings } from './programs.ts';

/** The comment in front, in one line. */
const told = (program: string): string =>
  program
    .slice(0, program.indexOf('#define _GNU_SOURCE'))
    .replaceAll(/\n \*(?: |$)/gm, ' ')
    .replaceAll(/\s+/g, ' ');

const named = (name: string) => cProgram(shippedScenario(name));

/** What ends or begins a comment, a string or a line of C, or means something to a compiler that reads it. */
const HOSTILE = [
  '*/',
  '/*',
  '*/ int x; /*',
  '??/',
  '???/',
  '\\',
  '"',
  '\\u202e',
  '\u202E',
  '%s%n',
  '//@splits',
  '\n#error',
];
const hostileToC = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), hostile), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

describe('a program in C', () => {
  it('has a thread for each task, which makes its calls in order', () => {
    const program = named('dw1-reader-poll');
    expect(program).toContain(
      'static void task0_submitter(struct task *me)\n{\n\tsubmit(me, 1, (const int[]){ 0 });\n}',
    );
    expect(program).toContain('{\n\tgetevents(me, 0, 1, false, false, 0);\n\tgetevents(me, 1, 1, false, false, 0);\n}');
    expect(program).toContain('{ .name = "submitter", .calls = task0_submitter }');
  });

  it('has a function for each system call that is made, and none for another', () => {
    const functions = {
      io_submit: 'submit',
      io_getevents: 'getevents',
      io_cancel: 'cancel',
      io_destroy: 'destroy',
      io_setup: 'setup',
      reap: 'reap',
      exit: 'leave',
      sync_io: 'do_itself',
    };
    expect(Object.keys(functions)).toEqual(callNames);
    for (const name of [
      'dw1-nowait',
      'dw1-cancel',
      'dw1-reader-destroy',
      'queued-two-cancel',
      'setup-destroy',
      'two-dw-reap',
      'dw1-exit',
      'dr1-sync',
      'queued-sync',
    ]) {
      const scenario = shippedScenario(name);
      const made = new Set(scenario.tasks.flatMap(({ calls }) => calls.flatMap((call) => Object.keys(call))));
      const program = cProgram(scenario);
      for (const [call, function_] of Object.entries(functions))
        expect(program.includes(`static void ${function_}(struct task *me`)).toBe(made.has(call));
    }
  });

  it.each([
    ['dw1-osync', 'O_DIRECT | O_SYNC'],
    ['append1', '.appends = true'],
    ['buffered', '.flags = 0'],
    ['dr1', 'IOCB_CMD_PREAD'],
    ['dw1-last', '.closes = true'],
    ['dw2', '.bios = 2'],
    ['dw1-reader-may', 'getevents(me, 1, 1, true, false, 0)'],
    ['buffered-wait2-signal', 'getevents(me, 2, 2, false, true, 0)'],
    ['two-buf-until', 'getevents(me, 1, 1, false, false, 2)'],
    ['dw1-until-may', 'getevents(me, 1, 1, true, true, 1)'],
  ])('of %s has %s', (name, part) => {
    expect(named(name)).toContain(part);
    expect(named('dw1-reader')).not.toContain(part);
  });

  it('says that a ring cannot be as small as the scenario has it', () => {
    expect(told(named('two-dw-ring2'))).toContain(
      "io_setup(1): the scenario's ring has 2 entries, of which one stays empty.",
    );
  });

  it.each([
    ['dw1-inval', ['invalidate_inode_pages2_range() returns -EIO', '-DDIRTY_PAGES']],
    ['dw1-osync', ['returns -EIO or -ENOSPC', 'error_writes']],
    ['dw1-bio', ['make-it-fail']],
    ['dw1-cancel', ['returns -EINPROGRESS (-115) where the model has 0']],
    ['dw1-destroy', ['io_destroy frees the ring']],
    ['retry2', ['no ordinary file returns -EIOCBRETRY']],
    ['dw2', ['FALLOC_FL_COLLAPSE_RANGE']],
  ] as const)('of %s says how it comes about in a kernel', (name, parts) => {
    for (const part of parts) expect(told(named(name))).toContain(part);
    for (const part of parts) expect(told(named('dw1-reader'))).not.toContain(part);
  });

  it('says at run time what only stands in for a request', () => {
    expect(named('retry2')).toContain(
      '"request 0: a poll of an eventfd stands in for -EIOCBRETRY, and one write to it for all 2 kicks" "\\n"',
    );
    expect(named('dw1')).not.toContain('CMD_POLL');
  });

  it('of a trace says which order to hit, and where a delay makes room for it', () => {
    const { rendered } = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');
    const program = told(cProgram(shippedScenario('dw1-inval'), rendered));
    for (const part of [
      '2.6.20 violates no-double-completion: the completion of request 0 begins a second time. The order to hit',
      '4 submitter, aio_complete() fs/aio.c:927: ctx = iocb->ki_ctx',
      'hold up bio0.0 at remaining = --dio->refcount (dio_bio_end_aio(), fs/direct-io.c:280) until submitter at',
    ])
      expect(program).toContain(part);
  });

  it('of a trace that nothing explains has the switches of its schedule, and the chances that went wrong', () => {
    const { rendered } = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');
    const program = told(cProgram(shippedScenario('dw1-inval'), { ...rendered, explanation: null }));
    expect(program).toContain('where it goes from one context to another');
    expect(program).toMatch(/\d submitter, generic_file_direct_IO\(\) mm\/filemap\.c:2416: .*\[invalidate = -5\]/);
    expect(program).toMatch(/\d bio0\.0, bio_endio\(\) fs\/bio\.c:1019: /);
  });

  it('has names for tasks that no other name is, and keeps those apart that differ in a dash', () => {
    expect(['a-b', 'a_b', 'int', 'main'].map(functionOf)).toEqual([
      'task0_a_b',
      'task1_a_b',
      'task2_int',
      'task3_main',
    ]);
  });

  it('is made of the lines whose parts are wanted', () => {
    expect(partsWith('a\nb //@one\n //@one\nc //@two\nd', new Set(['one']))).toBe('a\nb\n\nd');
  });
});

const PROCESS = 6;
const inProcesses = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / PROCESS) }, (_, nth) => all.slice(nth * PROCESS, (nth + 1) * PROCESS));

const compiled = 'compiles without a warning';

describe.skipIf(noGcc !== null)(noGcc === null ? compiled : `${compiled} (skipped: ${noGcc})`, () => {
  // All of them in the deep suite.
  it.each(inProcesses(shareOf(shippedScenarioNames(), 6)))('%s, %s, %s, %s, %s and %s', async (...names) => {
    const programs = names.filter((name) => name !== undefined).map(named);
    expect(await warnings(programs)).toBe('');
  });

  it('random scenarios', async () => {
    const drawn = samples({}, 500);
    const some = Array.from({ length: PROCESS }, (_, nth) => drawn[(seed + nth * 83) % drawn.length] as Scenario);
    expect(await warnings(some.map((scenario) => cProgram(scenario)))).toBe('');
  });

  it('scenarios without requests, without calls, and with all that there is', async () => {
    const task = { name: 'a', calls: [] };
    const nothing = { version: 1, name: 'n', ring_nr: 2, iocbs: [], tasks: [task] };
    const calls = [{ io_submit: [] }, { io_getevents: { min_nr: 2, nr: 0 } }, { io_destroy: true }];
    const all = {
      version: 1,
      name: 'all',
      ring_nr: 1024,
      iocbs: [
        ...['buffered', 'retry', 'queued', 'direct_read'].map((op) => ({ op, file: 'last' })),
        { op: 'direct_write', bios: 4, o_sync: true, append: true },
      ],
      tasks: [
        { name: 'int', calls: [{ io_submit: [4, 3, 2, 1, 0] }, { io_cancel: 2 }] },
        { name: 'a-b', calls: [{ io_getevents: { min_nr: 1, nr: 1024, timeout: 'may' } }] },
        { name: 'a_b', calls: [{ io_destroy: true }] },
      ],
      faults: { invalidate: ['EIO'], osync: ['EDQUOT'], bio: ['EIO', 'EREMOTEIO'] },
    };
    const scenarios = [nothing, { ...nothing, tasks: [{ name: '_', calls }] }, all].map(parseScenario);
    expect(await warnings(scenarios.map((scenario) => cProgram(scenario)))).toBe('');
    expect(await warnings([cProgram(parseScenario(all))], ['-DDIRTY_PAGES'])).toBe('');
  });

  it('whatever names, statements and messages hold', async () => {
    const { rendered } = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');
    const scenario = shippedScenario('dw1-inval');
    const texts = [
      ...HOSTILE,
      ...fc.sample(hostileToC, { seed, numRuns: 8 }),
      HOSTILE.join(' '),
      '*'.repeat(200) + '/',
    ];
    const programs = texts.flatMap((text, nth) => {
      const spoilt = nth % 3 === 0 ? spoil(rendered, text) : null;
      return [
        cProgram(
          { ...scenario, name: text },
          spoilt === null ? null : { ...spoilt, explanation: nth % 2 ? null : spoilt.explanation },
        ),
      ];
    });
    for (const program of programs) expect(program).toContain('static void task0_submitter');
    // Comments alone differ, so that parsing is enough.
    expect(await warnings(programs, ['-O0'])).toBe('');
  });

  it('and a program with a mistake does not', async () => {
    const broken = named('dw1').replace('keep(&me->taken,', 'keep(me->taken,');
    const unused = `${named('dw1')}\nstatic void nobody_calls(void)\n{\n}`;
    expect(await warnings([broken])).toContain('incompatible type');
    expect(await warnings([unused])).toContain('nobody_calls');
  });
});
