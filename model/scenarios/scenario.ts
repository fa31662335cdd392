/**
 * A scenario: a closed world as users write it, in JSON. Version 1 of the format; what the model does not cover yet is
 * refused by name.
 */
import { z } from 'zod';
import type { FaultKind, World, WorldCall, WorldIocb } from '../env/world.ts';
import { errno, type ErrnoName } from '../include/linux/errno.ts';
import type { InputIssue } from './input-issue.ts';
import { closed, distinct, integer, list, refuse } from './json-schema.ts';
import { readJson } from './read-json.ts';

/** What a request does. All defaults are filled in. */
export type ScenarioIocb =
  | {
      readonly op: 'direct_write';
      readonly bios: number;
      readonly o_sync: boolean;
      /** An extending write, which io_submit waits for. */
      readonly append: boolean;
    }
  | { readonly op: 'direct_read'; readonly bios: number }
  /** Completes inside io_submit. */
  | { readonly op: 'buffered' };

export type ScenarioCall =
  /** Numbers of iocbs; each is submitted at most once in the scenario. */
  | { readonly io_submit: readonly number[] }
  | { readonly io_getevents: { readonly min_nr: number; readonly nr: number } };

export interface ScenarioTask {
  readonly name: string;
  readonly calls: readonly ScenarioCall[];
}

export interface Scenario {
  readonly version: 1;
  readonly name: string;
  /** Entries of the ring, of which one stays empty. */
  readonly ring_nr: number;
  readonly iocbs: readonly ScenarioIocb[];
  readonly tasks: readonly ScenarioTask[];
  /** The errors that each chance of a kind may bring. A kind that is not listed never fails. */
  readonly faults: { readonly [kind in FaultKind]?: readonly ErrnoName[] };
}

/** What the format has and the model has not, for `readJson`; also for files that hold a scenario. */
export const notModelled: readonly string[] = [
  'iocbs[].op=retry',
  'iocbs[].op=queued',
  'iocbs[].file',
  'tasks[].calls[].io_cancel',
  'tasks[].calls[].io_destroy',
  'tasks[].calls[].io_getevents.timeout',
];

/** Far beyond what a search can finish; they keep a slip of the pen from being tried. */
const MOST_TASKS = 16;
const MOST_IOCBS = 16;
const MOST_EVENTS = 1024;

const bios = integer(1, 4).default(1);
const flag = z.boolean('true or false').default(false);

const iocb = z.discriminatedUnion(
  'op',
  [
    closed('an iocb', { op: z.literal('direct_write'), bios, o_sync: flag, append: flag }),
    closed('an iocb', { op: z.literal('direct_read'), bios }),
    closed('an iocb', { op: z.literal('buffered') }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'op' : 'an iocb: an object with an op') },
);

/** A min_nr above nr is not a mistake here: io_getevents returns -EINVAL. */
const io_getevents = closed('an object with min_nr and nr', {
  min_nr: integer(0, MOST_EVENTS),
  nr: integer(0, MOST_EVENTS),
});

const call = closed('a call: an object with the name of the call as its key', {
  io_submit: list(z.int('the number of an iocb'), 'an array of numbers of iocbs').exactOptional(),
  io_getevents: io_getevents.exactOptional(),
}).transform((made, ctx): ScenarioCall => {
  const [first, second] = Object.keys(made);
  if (second === undefined && made.io_submit !== undefined) return { io_submit: made.io_submit };
  if (second === undefined && made.io_getevents !== undefined) return { io_getevents: made.io_getevents };
  // An unknown key is an issue already, and may be the call that is missing.
  if (ctx.issues.length > 0) return z.NEVER;
  const message = first === undefined ? 'no call' : 'two calls in one object';
  refuse(ctx, second === undefined ? [] : [second], {
    code: 'one-call',
    message,
    expected: 'exactly one of io_submit, io_getevents',
  });
  return z.NEVER;
});

const taskNoun = 'a task name of letters, digits, _ and -, with a letter or _ first';
const taskName = z
  .string(taskNoun)
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, taskNoun)
  .superRefine((name, ctx) => {
    // The other contexts (bio<i>.<k>, kick<i>.<n>, aio/0, timer.<task>) have a dot or a slash in their names.
    if (!/^irq\d+$/.test(name)) return;
    const message = `"${name}" is the name of an interrupt context`;
    refuse(ctx, [], { code: 'reserved-name', message, expected: 'a name other than irq<i>' });
  });

const errors = list(z.enum(Object.keys(errno) as ErrnoName[], 'error name'), 'an array of error names').superRefine(
  distinct('error name', (name) => name),
);

const tasks = list(
  closed('a task', { name: taskName, calls: list(call, 'an array of calls') }),
  `an array of 1 to ${MOST_TASKS} tasks`,
  1,
  MOST_TASKS,
).superRefine(distinct('task name', (task) => task.name, ['name']));

export const scenarioSchema: z.ZodType<Scenario> = closed('a scenario: an object', {
  version: z.literal(1, 'format version'),
  name: z.string('a name').min(1, 'a name that is not empty'),
  ring_nr: integer(2, 1024, 'one entry always stays empty'),
  iocbs: list(iocb, `an array of at most ${MOST_IOCBS} iocbs`, 0, MOST_IOCBS),
  tasks,
  faults: closed('an object of lists of errors', {
    invalidate: errors.exactOptional(),
    osync: errors.exactOptional(),
    bio: errors.exactOptional(),
  }).default({}),
}).superRefine(submittedOnce);

/** io_submit names iocbs that there are, each at most once over all tasks. */
function submittedOnce(scenario: Scenario, ctx: z.core.$RefinementCtx): void {
  const last = scenario.iocbs.length - 1;
  const before = new Map<number, string>();
  for (const [t, task] of scenario.tasks.entries()) {
    for (const [c, made] of task.calls.entries()) {
      if (!('io_submit' in made)) continue;
      for (const [i, id] of made.io_submit.entries()) {
        const path = ['tasks', t, 'calls', c, 'io_submit', i];
        const first = before.get(id);
        if (id < 0 || id > last) {
          const expected = last < 0 ? 'no numbers: the scenario has no iocbs' : `a number from 0 to ${last}`;
          refuse(ctx, path, { code: 'range', message: `there is no iocb ${id}`, expected });
        } else if (first !== undefined) {
          const message = `iocb ${id} is submitted by task ${first} already`;
          refuse(ctx, path, { code: 'duplicate', message, expected: 'each iocb submitted at most once' });
        } else before.set(id, task.name);
      }
    }
  }
}

/** `file` is only named in the issues. */
export function readScenario(
  text: string,
  file: string,
): { ok: true; scenario: Scenario } | { ok: false; issues: InputIssue[] } {
  const read = readJson(text, file, scenarioSchema, notModelled);
  return read.ok ? { ok: true, scenario: read.value } : read;
}

const kinds: readonly FaultKind[] = ['invalidate', 'osync', 'bio'];

/** The scenario as steps read it: pools numbered, errors as numbers. */
export function worldOf(scenario: Scenario): World {
  let firstBio = 0;
  const iocbs = scenario.iocbs.map((request): WorldIocb => {
    const { op } = request;
    const made: WorldIocb = {
      op,
      bios: op === 'buffered' ? 0 : request.bios,
      firstBio,
      o_sync: op === 'direct_write' && request.o_sync,
      append: op === 'direct_write' && request.append,
    };
    firstBio += made.bios;
    return made;
  });
  const chances = (kind: FaultKind) => [0, ...(scenario.faults[kind] ?? []).map((name) => -errno[name])];
  return {
    ring_nr: scenario.ring_nr,
    iocbs,
    tasks: scenario.tasks.map(({ name, calls }) => ({ name, calls: calls.map(callOf) })),
    faults: { invalidate: chances('invalidate'), osync: chances('osync'), bio: chances('bio') },
    listed: kinds.filter((kind) => scenario.faults[kind] !== undefined),
  };
}

function callOf(made: ScenarioCall): WorldCall {
  if ('io_submit' in made) return { call: 'io_submit', iocbs: made.io_submit };
  return { call: 'io_getevents', ...made.io_getevents };
}
