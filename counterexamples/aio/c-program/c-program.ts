/**
 * A scenario as a program in C that makes its system calls on a real kernel, in thread against thread, and counts what comes of it.
 * It is no rendering of a schedule, as those of counterexamples/formats are, and those know nothing of AIO: it is made of the
 * scenario alone, and a trace only adds the order to hit, as a comment.
 */
import { factsOf } from '../../../model/calls.ts';
import { visible } from '../../../model/diagnostics/visible.ts';
import { callInWorld } from '../../../model/scenarios/format/calls.ts';
import { describeScenario } from '../../../model/scenarios/format/describe.ts';
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import { NBYTES } from '../../../model/world.ts';
import type { RenderedSchedule } from '../../formats/subject.ts';
import { comment, cString, functionOf, partsWith } from './c-text.ts';
import { callInC, functionsFor } from './calls.ts';
import { faultsInComment } from './faults.ts';
import { orderInComment } from './order.ts';
import { notesOnRequests, requestInC } from './requests.ts';
import { DEVICES, DIRTY_PAGES, FILES, SPLIT_FILES } from './skeleton-files.ts';
import { MAIN, OUTCOMES } from './skeleton-runs.ts';
import { AROUND_CALLS, INCLUDES, TASKS } from './skeleton-tasks.ts';
import { WATCHDOG } from './skeleton-watchdog.ts';

/** `told`: a schedule of it that was replayed, with why it fails; null: there is none. Throws nothing, whatever names hold. */
export function cProgram(scenario: Scenario, told: RenderedSchedule | null = null): string {
  const { iocbs, tasks, faults } = scenario;
  const calls = tasks.flatMap((task) => task.calls);
  const functions = functionsFor(calls);
  const hasDevices = iocbs.some((iocb) => requestInC(iocb).standIn !== null);
  const splits = iocbs.some((iocb) => 'bios' in iocb && iocb.bios > 1);
  const dirties = faults.invalidate !== undefined;
  const signals = calls.some((call) => factsOf(callInWorld(call)).signals);
  const all = { devices: hasDevices, splits, dirties, signals };
  const parts = new Set(Object.entries(all).flatMap(([part, has]) => (has ? [part] : [])));
  return [
    comment([...about(scenario), ...(told === null ? [] : orderInComment(told))]),
    INCLUDES,
    constantsOf(scenario),
    TASKS,
    shapesOf(scenario),
    ...(hasDevices ? [DEVICES] : []),
    ...(splits ? [SPLIT_FILES] : []),
    FILES,
    ...(dirties ? [DIRTY_PAGES] : []),
    ...(functions.length > 0 ? [AROUND_CALLS] : []),
    ...functions.map(({ code }) => code),
    tasksOf(scenario),
    OUTCOMES,
    WATCHDOG,
    MAIN,
  ]
    .map((text) => partsWith(text, parts))
    .join('\n\n');
}

/** The smallest ring of 2.6.20 and of today, on pages of 4 KB: whole pages, less the head, by the size of an event. */
const LEAST_ENTRIES = (4096 - 32) / 32;

function about(scenario: Scenario): string[] {
  const { name, ring_nr, iocbs, tasks } = scenario;
  const notes = [
    `io_setup(${ring_nr - 1}): the scenario's ring has ${ring_nr} entries, of which one stays empty. A real ring is whole pages: ` +
      `${LEAST_ENTRIES} entries or more on pages of 4 KB, in 2.6.20 and today (which asks for four for each CPU at least, and ` +
      `doubles that). So io_submit never finds the ring full here. To have ${ring_nr} entries set info->nr to that behind the ` +
      'rounding in aio_setup_ring(), in the kernel under test.',
    ...notesOnRequests(iocbs),
    ...functionsFor(tasks.flatMap((task) => task.calls)).flatMap(({ note }) => (note === null ? [] : [note])),
  ];
  return [
    `${visible(name)}: ${describeScenario(scenario)}.`,
    'Made by kioctx from a scenario: each task is a thread that makes its system calls in order, in many runs.\n' +
      ' gcc -std=gnu11 -Wall -Wextra -O2 -pthread THIS.c -o PROGRAM\n' +
      ' ./PROGRAM [RUNS [FOLDER]]    (1000 runs; FOLDER for the test files: the current one)\n' +
      'A kernel before 3.2 runs it where it is linked (-static) with a libc that still knows such kernels.',
    'Prints a line of JSON for each outcome that it saw, and how often: "returns", "events" and "cancel_events" as ' +
      '`kioctx outcomes --json` has them. Exit code 0: all runs ended; 1: one is stuck, and standard error says who has not come back ' +
      'from what; 2: it could not begin. A task that waits for an event which nobody owes is no mistake: it is among "stuck" in the ' +
      'outcome, a signal fetches it back, and the runs go on.',
    'What is not as in the scenario:',
    ...notes.map((note) => `- ${note}`),
    ...faultsInComment(scenario),
  ];
}

function constantsOf({ ring_nr, iocbs, tasks }: Scenario): string {
  const calls = tasks.flatMap((task) => task.calls);
  const most = Math.max(0, ...calls.map((call) => ('io_getevents' in call ? call.io_getevents.nr : 0)));
  const devices = iocbs.filter((iocb) => requestInC(iocb).standIn !== null);
  const values: Readonly<Record<string, number>> = {
    NBYTES,
    RING_EVENTS: ring_nr - 1,
    REQUESTS: iocbs.length,
    TASKS: tasks.length,
    DEVICES: devices.length,
    SETS_UP: Number(calls.some((call) => 'io_setup' in call)),
    DESTROYS: Number(calls.some((call) => 'io_destroy' in call)),
    MOST_CALLS: Math.max(...tasks.map((task) => task.calls.length)),
    MOST_NR: most,
  };
  const poll =
    devices.length === 0 ? '' : '\n\n/* IOCB_CMD_POLL, which headers before 4.19 have not. */\nenum { CMD_POLL = 5 };';
  return `enum {\n${Object.entries(values)
    .map(([name, value]) => `\t${name} = ${value},\n`)
    .join('')}};${poll}`;
}

function shapesOf({ iocbs }: Scenario): string {
  const requests = iocbs.map(requestInC);
  const standIns = requests.flatMap(({ standIn }, i) => (standIn === null ? [] : [`request ${i}: ${standIn}`]));
  const shapes = requests.map(({ shape }) => `\t${shape},\n`).join('');
  return [
    `static const struct shape shapes[REQUESTS + 1] = {\n${shapes === '' ? '\t{ .bios = 0 },\n' : shapes}};`,
    ...(standIns.length === 0
      ? []
      : [`static const char STAND_INS[] =\n${standIns.map((line) => `\t${cString(line)} "\\n"`).join('\n')};`]),
  ].join('\n\n');
}

function tasksOf({ tasks }: Scenario): string {
  const functions = tasks.map(({ name, calls }, nth) => {
    const body = calls.length === 0 ? ['(void)me;'] : calls.map(callInC);
    return `static void ${functionOf(name, nth)}(struct task *me)\n{\n${body.map((line) => `\t${line}\n`).join('')}}`;
  });
  const rows = tasks.map(({ name }, nth) => `\t{ .name = ${cString(name)}, .calls = ${functionOf(name, nth)} },\n`);
  return [
    ...functions,
    `/* The last is the main thread, which takes the events that the others leave. */\nstatic struct task tasks[TASKS + 1] = {\n${rows.join('')}\t{ .name = "main" },\n};`,
  ].join('\n\n');
}
