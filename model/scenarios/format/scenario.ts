/** A scenario: a closed world as users write it, in JSON. Version 1 of the format. */
import { z } from 'zod';
import { factsOf } from '../../calls.ts';
import type { FaultKind, World, WorldIocb } from '../../world.ts';
import { errno, type ErrnoName } from '../../include/linux/errno.ts';
import { type InputIssue, showIssue } from '../../diagnostics/input-issue.ts';
import { closed, distinct, integer, list, refuse } from '../../diagnostics/json-schema.ts';
import { readJson } from '../../diagnostics/read-json.ts';
import { callInWorld, callKeys, iocbsOfCall, isKnownCall, type ScenarioCall } from './calls.ts';

export type { ScenarioCall } from './calls.ts';

/** What a request does. All defaults are filled in. */
export type ScenarioIocb = ScenarioOp & {
  /** The request holds the last reference to its file: whoever puts the request last closes the file. */
  readonly file?: 'last';
};

type ScenarioOp =
  | {
      readonly op: 'direct_write';
      readonly bios: number;
      readonly o_sync: boolean;
      /** An extending write, which io_submit waits for. */
      readonly append: boolean;
    }
  | { readonly op: 'direct_read'; readonly bios: number }
  /** Completes inside io_submit. */
  | { readonly op: 'buffered' }
  /** Returns -EIOCBRETRY and is kicked by an interrupt, so many times, before it returns its bytes. */
  | { readonly op: 'retry'; readonly kicks: number }
  /** Sits in a driver's queue until an interrupt completes it, or an io_cancel if the driver has a cancel method. */
  | { readonly op: 'queued'; readonly cancellable: boolean };

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

/** Far beyond what a search can finish; they keep a slip of the pen from being tried. */
const MOST_TASKS = 16;
const MOST_IOCBS = 16;

const bios = integer(1, 4).default(1);
const kicks = integer(1, 4).default(1);
const flag = z.boolean('true or false');
const lastFile = z.literal('last', 'file reference').exactOptional();

const iocb = z.discriminatedUnion(
  'op',
  [
    closed('an iocb', {
      op: z.literal('direct_write'),
      bios,
      o_sync: flag.default(false),
      append: flag.default(false),
      file: lastFile,
    }),
    closed('an iocb', { op: z.literal('direct_read'), bios, file: lastFile }),
    closed('an iocb', { op: z.literal('buffered'), file: lastFile }),
    closed('an iocb', { op: z.literal('retry'), kicks, file: lastFile }),
    closed('an iocb', { op: z.literal('queued'), cancellable: flag.default(true), file: lastFile }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'op' : 'an iocb: an object with an op') },
);

const call = closed('a call: an object with the name of the call as its key', callKeys).transform(
  (made, ctx): ScenarioCall => {
    const [first, second] = Object.keys(made);
    if (first !== undefined && second === undefined) return made as ScenarioCall;
    // An unknown key is an issue already, and may be the call that is missing.
    if (ctx.issues.length > 0) return z.NEVER;
    refuse(ctx, second === undefined ? [] : [second], {
      code: 'one-call',
      message: first === undefined ? 'no call' : 'two calls in one object',
      expected: `exactly one of ${Object.keys(callKeys).join(', ')}`,
    });
    return z.NEVER;
  },
);

const taskNoun = 'a task name of letters, digits, _ and -, with a letter or _ first';
const taskName = z
  .string(taskNoun)
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, taskNoun)
  .superRefine((name, ctx) => {
    // The other contexts (bio<i>.<k>, kick<i>.<n>, aio/0, timer.<task>, timer.aio/0) have a dot or a slash in their names.
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
}).superRefine(iocbsNamed);

/** Calls name iocbs that there are; each is submitted at most once over all tasks. */
function iocbsNamed({ iocbs, tasks: made }: Scenario, ctx: z.core.$RefinementCtx): void {
  const last = iocbs.length - 1;
  const expected = last < 0 ? 'no numbers: the scenario has no iocbs' : `a number from 0 to ${last}`;
  const isThere = (id: number, path: PropertyKey[]): boolean => {
    const is = id >= 0 && id <= last;
    if (!is) refuse(ctx, path, { code: 'range', message: `there is no iocb ${id}`, expected });
    return is;
  };
  const before = new Map<number, string>();
  for (const [t, task] of made.entries()) {
    for (const [c, one] of task.calls.entries()) {
      if (!isKnownCall(one)) continue;
      const { submits } = factsOf(callInWorld(one));
      for (const { id, at } of iocbsOfCall(one)) {
        const place = ['tasks', t, 'calls', c, ...at];
        if (!isThere(id, place) || !submits.includes(id)) continue;
        const first = before.get(id);
        if (first === undefined) before.set(id, task.name);
        else {
          const message = `iocb ${id} is submitted by task ${first} already`;
          refuse(ctx, place, { code: 'duplicate', message, expected: 'each iocb submitted at most once' });
        }
      }
    }
  }
}

/** `file` is only named in the issues. */
export function readScenario(
  text: string,
  file: string,
): { ok: true; scenario: Scenario } | { ok: false; issues: InputIssue[] } {
  const read = readJson(text, file, scenarioSchema);
  return read.ok ? { ok: true, scenario: read.value } : read;
}

/** A scenario in code, checked as a file is: throws an Error with a line for each issue. `faults` and what has a default may be left out. */
export function parseScenario(value: unknown): Scenario {
  const read = readScenario(JSON.stringify(value) ?? 'undefined', 'the scenario');
  if (read.ok) return read.scenario;
  throw new Error(read.issues.map(showIssue).join('\n'));
}

const kinds: readonly FaultKind[] = ['invalidate', 'osync', 'bio'];

/** The scenario as steps read it: pools numbered, errors as numbers. */
export function worldOf(scenario: Scenario): World {
  let firstBio = 0;
  let firstKick = 0;
  const iocbs = scenario.iocbs.map((request): WorldIocb => {
    const made: WorldIocb = {
      op: request.op,
      bios: 'bios' in request ? request.bios : 0,
      firstBio,
      o_sync: request.op === 'direct_write' && request.o_sync,
      append: request.op === 'direct_write' && request.append,
      kicks: request.op === 'retry' ? request.kicks : 0,
      firstKick,
      cancellable: request.op === 'queued' && request.cancellable,
      lastFile: request.file === 'last',
    };
    firstBio += made.bios;
    firstKick += made.kicks;
    return made;
  });
  const chances = (kind: FaultKind) => [0, ...(scenario.faults[kind] ?? []).map((name) => -errno[name])];
  return {
    ring_nr: scenario.ring_nr,
    iocbs,
    tasks: scenario.tasks.map(({ name, calls }) => ({ name, calls: calls.map(callInWorld) })),
    faults: { invalidate: chances('invalidate'), osync: chances('osync'), bio: chances('bio') },
    listed: kinds.filter((kind) => scenario.faults[kind] !== undefined),
  };
}
