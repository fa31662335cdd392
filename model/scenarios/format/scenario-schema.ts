/** Reads scenarios: their schema, and what it cannot say. Written with zod/mini, so that a page can bring it along. */
import * as z from 'zod/mini';
import { factsOf } from '../../calls.ts';
import { errno, type ErrnoName } from '../../include/linux/errno.ts';
import { type InputIssue, showIssue } from '../../diagnostics/input-issue.ts';
import { closed, distinct, integer, list, refuse } from '../../diagnostics/json-schema.ts';
import { readJson } from '../../diagnostics/read-json.ts';
import { callInWorld, iocbsOfCall, isKnownCall, type ScenarioCall } from './calls.ts';
import { callKeys } from './call-schemas.ts';
import type { Scenario } from './scenario.ts';

/** Far beyond what a search can finish; they keep a slip of the pen from being tried. */
const MOST_TASKS = 16;
const MOST_IOCBS = 16;

const bios = z._default(integer(1, 4), 1);
const kicks = z._default(integer(1, 4), 1);
const flag = z.boolean('true or false');
const lastFile = z.exactOptional(z.literal('last', 'file reference'));

const iocb = z.discriminatedUnion(
  'op',
  [
    closed('an iocb', {
      op: z.literal('direct_write'),
      bios,
      o_sync: z._default(flag, false),
      append: z._default(flag, false),
      file: lastFile,
    }),
    closed('an iocb', { op: z.literal('direct_read'), bios, file: lastFile }),
    closed('an iocb', { op: z.literal('buffered'), file: lastFile }),
    closed('an iocb', { op: z.literal('retry'), kicks, file: lastFile }),
    closed('an iocb', { op: z.literal('queued'), cancellable: z._default(flag, true), file: lastFile }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'op' : 'an iocb: an object with an op') },
);

const call = z.pipe(
  closed('a call: an object with the name of the call as its key', callKeys),
  z.transform((made, ctx): ScenarioCall => {
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
  }),
);

const taskNoun = 'a task name of letters, digits, _ and -, with a letter or _ first';
const taskName = z.string(taskNoun).check(
  z.regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, taskNoun),
  z.superRefine((name, ctx) => {
    // The other contexts (bio<i>.<k>, kick<i>.<n>, aio/0, timer.<task>, timer.aio/0) have a dot or a slash in their names.
    if (!/^irq\d+$/.test(name)) return;
    const message = `"${name}" is the name of an interrupt context`;
    refuse(ctx, [], { code: 'reserved-name', message, expected: 'a name other than irq<i>' });
  }),
);

const errors = list(z.enum(Object.keys(errno) as ErrnoName[], 'error name'), 'an array of error names').check(
  z.superRefine(distinct('error name', (name: ErrnoName) => name)),
);

const tasks = list(
  closed('a task', { name: taskName, calls: list(call, 'an array of calls') }),
  `an array of 1 to ${MOST_TASKS} tasks`,
  1,
  MOST_TASKS,
).check(z.superRefine(distinct('task name', (task: { readonly name: string }) => task.name, ['name'])));

export const scenarioSchema: z.ZodMiniType<Scenario> = closed('a scenario: an object', {
  version: z.literal(1, 'format version'),
  name: z.string('a name').check(z.minLength(1, 'a name that is not empty')),
  ring_nr: integer(2, 1024, 'one entry always stays empty'),
  iocbs: list(iocb, `an array of at most ${MOST_IOCBS} iocbs`, 0, MOST_IOCBS),
  tasks,
  faults: z._default(
    closed('an object of lists of errors', {
      invalidate: z.exactOptional(errors),
      osync: z.exactOptional(errors),
      bio: z.exactOptional(errors),
    }),
    {},
  ),
}).check(z.superRefine(iocbsNamed), z.superRefine(lifeOfContext));

/** Calls name iocbs that there are; each is submitted, or done synchronously, at most once over all tasks. */
function iocbsNamed({ iocbs, tasks: made }: Scenario, ctx: z.core.ParsePayload): void {
  const last = iocbs.length - 1;
  const expected = last < 0 ? 'no numbers: the scenario has no iocbs' : `a number from 0 to ${last}`;
  const isThere = (id: number, path: PropertyKey[]): boolean => {
    const is = id >= 0 && id <= last;
    if (!is) refuse(ctx, path, { code: 'range', message: `there is no iocb ${id}`, expected });
    return is;
  };
  const before = new Map<number, { readonly task: string; readonly how: string }>();
  for (const [t, task] of made.entries()) {
    for (const [c, one] of task.calls.entries()) {
      if (!isKnownCall(one)) continue;
      const { makes, submits } = factsOf(callInWorld(one));
      for (const { id, at } of iocbsOfCall(one)) {
        const place = ['tasks', t, 'calls', c, ...at];
        if (!isThere(id, place) || !makes.includes(id)) continue;
        const first = before.get(id);
        if (first === undefined) {
          before.set(id, { task: task.name, how: submits.includes(id) ? 'submitted' : 'done synchronously' });
          continue;
        }
        const message = `iocb ${id} is ${first.how} by task ${first.task} already`;
        const isOfTwo = !submits.includes(id) || first.how !== 'submitted';
        refuse(ctx, place, {
          code: 'duplicate',
          message,
          expected: `each iocb submitted ${isOfTwo ? 'or done synchronously, once at most' : 'at most once'}`,
        });
      }
    }
  }
}

/** A context is made once, nothing follows the end of a task, a ring that a program looks into is there, and a call that is repeated asks for something. */
function lifeOfContext({ tasks: made }: Scenario, ctx: z.core.ParsePayload): void {
  let maker: string | undefined;
  const unmapping = ['io_setup', 'io_destroy'].find((name) =>
    made.some(({ calls }) => calls.some((one) => name in one)),
  );
  for (const [t, task] of made.entries()) {
    for (const [c, one] of task.calls.entries()) {
      const path = ['tasks', t, 'calls', c];
      if ('exit' in one && c < task.calls.length - 1) {
        const message = `task ${task.name} exits, and has a call behind it`;
        refuse(ctx, path, { code: 'range', message, expected: 'exit as the last call of its task' });
      }
      if ('reap' in one && unmapping !== undefined) {
        const message = `task ${task.name} looks into the ring itself, which is not there all the time: see ${unmapping}`;
        refuse(ctx, path, { code: 'range', message, expected: 'reap without io_setup and io_destroy' });
      }
      if ('io_getevents' in one && one.io_getevents.until !== undefined && one.io_getevents.nr === 0) {
        const message = `task ${task.name} waits for ${one.io_getevents.until} events by a call that asks for none`;
        refuse(ctx, [...path, 'io_getevents', 'nr'], {
          code: 'range',
          message,
          expected: 'nr of 1 at least beside until',
        });
      }
      if (!('io_setup' in one)) continue;
      if (maker === undefined) maker = task.name;
      else {
        const message = `task ${maker} makes the context already`;
        refuse(ctx, path, { code: 'duplicate', message, expected: 'one io_setup in a scenario' });
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
