/**
 * One random scenario, made so that a race is met soon.
 *
 * All is small: what is known to go wrong in AIO takes two or three contexts, and each more makes every single interleaving
 * less likely. Every request is made, by exactly one task, and every task does something: what never runs is time
 * lost. Mostly one task submits, all in one call, and the others read, since the races are between whoever submits, whoever
 * completes, and whoever reads; a task that submits also reads at times, and mostly if nobody else does, so that events are
 * seen. Readers ask for what may come, `min_nr` to `nr` of the requests: whoever asks for more sleeps for ever with no bug
 * about; but one call in sixteen asks for anything, even what is refused. One call in five has a timeout, to one in ten a
 * signal may come, and one in ten is repeated until some events came. One reader in twelve looks into the ring itself.
 *
 * Half of the requests are direct writes, which have the longest way and meet two of the kinds of fault. A kind is listed
 * only where some request can meet it, half the time, with an error or two, out of so many that errors of two kinds on one
 * schedule are mostly told apart. One request in eight holds the last reference to its file.
 *
 * Where a driver can cancel a request, an io_cancel mostly tries to: elsewhere it only looks for a request. One scenario in
 * ten destroys the context, and no more, since an io_destroy beside an io_submit oopses on every kernel that is shipped: in
 * more of the scenarios that would be all that is found. In one of twenty the first task makes the context, and in one of twenty all
 * tasks exit. In one of twelve a request is read or written synchronously, by whoever would submit it. All draws are uniform: what is likely to fail depends on the patch.
 */
import type fc from 'fast-check';
import type { CallName } from '../../model/calls.ts';
import type { FaultKind, Op } from '../../model/world.ts';
import type { ErrnoName } from '../../model/include/linux/errno.ts';
import type { Scenario, ScenarioCall, ScenarioIocb, ScenarioTask } from '../../model/scenarios/format/scenario.ts';
import type { Range, Constraints } from './scenario-constraints.ts';

type ScenarioRead = Extract<ScenarioCall, { readonly io_getevents: unknown }>['io_getevents'];

/** The ops in the proportion in which they are drawn. */
const drawnOps: readonly Op[] = [
  ...(['direct_write', 'direct_write', 'direct_write', 'direct_write'] as const),
  ...(['direct_read', 'buffered', 'retry', 'queued'] as const),
];

/** The errors that a kind may be listed with. Whatever a bio fails with, direct I/O makes -EIO of it. */
const drawnErrors: Readonly<Record<FaultKind, readonly ErrnoName[]>> = {
  invalidate: ['EIO', 'ENOSPC', 'ENOMEM'],
  osync: ['EIO', 'ENOSPC', 'ENOMEM'],
  bio: ['EIO'],
};

/** Draws, all uniform. */
class Dice {
  readonly #mrng: fc.Random;

  constructor(mrng: fc.Random) {
    this.#mrng = mrng;
  }

  from(min: number, max: number): number {
    return this.#mrng.nextInt(min, max);
  }

  within({ min, max }: Range): number {
    return this.from(min, max);
  }

  /** True once in so many throws. */
  once(inThrows: number): boolean {
    return this.from(1, inThrows) === 1;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.from(0, values.length - 1)] as T;
  }
}

export function draw(mrng: fc.Random, constraints: Constraints): Scenario {
  const dice = new Dice(mrng);
  const requests = dice.within(constraints.requests);
  const iocbs = Array.from({ length: requests }, () => drawIocb(dice, constraints));
  return {
    version: 1,
    name: 'random',
    ring_nr: dice.within(constraints.ring_nr),
    iocbs,
    tasks: drawTasks(dice, iocbs, constraints),
    faults: drawFaults(dice, constraints.faults, iocbs),
  };
}

function drawIocb(dice: Dice, constraints: Constraints): ScenarioIocb {
  const iocb = drawOp(dice, constraints);
  return constraints.lastFiles && dice.once(8) ? { ...iocb, file: 'last' } : iocb;
}

function drawOp(dice: Dice, { ops, bios, kicks }: Constraints): ScenarioIocb {
  const op = dice.pick(drawnOps.filter((drawn) => ops.includes(drawn)));
  switch (op) {
    case 'direct_write':
      return { op, bios: dice.within(bios), o_sync: dice.once(2), append: dice.once(4) };
    case 'direct_read':
      return { op, bios: dice.within(bios) };
    case 'buffered':
      return { op };
    case 'retry':
      return { op, kicks: dice.within(kicks) };
    case 'queued':
      return { op, cancellable: !dice.once(4) };
  }
}

/** How the work of a scenario is shared out. */
interface Plan {
  readonly requests: number;
  readonly submitters: number;
  /** By request, the number of the submitter that submits it. */
  readonly owners: readonly number[];
  /** The requests that are cancelled, in the order of the calls. */
  readonly cancels: readonly number[];
  /** Whether a task of its own makes those calls; else each request's submitter does. */
  readonly hasCanceller: boolean;
  /** Who destroys the context: a task that does nothing else, the submitter of a number, or nobody. */
  readonly destroyer: 'destroyer' | number | undefined;
  readonly readers: number;
  /** The requests that their submitters do synchronously. */
  readonly syncs: readonly number[];
  /** Whether a task takes events off the ring itself. */
  readonly reaps: boolean;
  /** Whether the first task makes the context, and whether each task exits. */
  readonly setsUp: boolean;
  readonly exits: boolean;
  readonly timeouts: boolean;
  readonly signals: boolean;
  readonly repeats: boolean;
}

/** A kind of task, which is there for the sake of one call. */
interface Role {
  readonly name: string;
  /** How many tasks of the kind there are. */
  readonly tasks: (plan: Plan) => number;
  readonly calls: (dice: Dice, number: number, plan: Plan) => ScenarioCall[];
}

/** By the call that they are for; a submitter may make the others too. In the order of a scenario's tasks. Null: whoever is there makes it. */
const roles: { readonly [name in CallName]: Role | null } = {
  io_submit: { name: 'submitter', tasks: ({ submitters }) => submitters, calls: drawSubmitter },
  io_getevents: { name: 'reader', tasks: ({ readers }) => readers, calls: (dice, _, plan) => drawReads(dice, plan) },
  io_cancel: {
    name: 'canceller',
    tasks: ({ hasCanceller }) => Number(hasCanceller),
    calls: (_dice, _number, { cancels }) => cancels.map((id) => ({ io_cancel: id })),
  },
  io_destroy: {
    name: 'destroyer',
    tasks: ({ destroyer }) => Number(destroyer === 'destroyer'),
    calls: () => [{ io_destroy: true }],
  },
  io_setup: null,
  reap: {
    name: 'reaper',
    tasks: ({ reaps }) => Number(reaps),
    calls: (dice, _, { requests }) => [{ reap: dice.from(1, requests) }],
  },
  exit: null,
  sync_io: null,
};

/** Each submitter submits something, in the order of the requests' numbers. */
function drawTasks(dice: Dice, iocbs: readonly ScenarioIocb[], constraints: Constraints): ScenarioTask[] {
  const tasks = dice.within(constraints.tasks);
  const most = Math.min(tasks, iocbs.length);
  const submitters = most > 1 && dice.once(3) ? dice.from(2, most) : Math.min(1, most);
  const plan = drawPlan(dice, { iocbs, submitters, others: tasks - submitters }, constraints);
  const drawn = Object.values(roles).flatMap((role) => {
    const many = role?.tasks(plan) ?? 0;
    return Array.from({ length: many }, (_, number) => ({
      name: named(role?.name ?? '', number, many),
      calls: role?.calls(dice, number, plan) ?? [],
    }));
  });
  return drawn.map(({ name, calls }, nth) => {
    const before: ScenarioCall[] = plan.setsUp && nth === 0 ? [{ io_setup: true }] : [];
    const after: ScenarioCall[] = plan.exits ? [{ exit: true }] : [];
    return { name, calls: [...before, ...calls, ...after] };
  });
}

const named = (name: string, number: number, of: number): string => (of > 1 ? `${name}${number + 1}` : name);

/** Of the tasks that do not submit, one may cancel, one may destroy, and the others read. */
function drawPlan(
  dice: Dice,
  { iocbs, submitters, others }: { iocbs: readonly ScenarioIocb[]; submitters: number; others: number },
  { calls, timeouts, signals, repeats }: Constraints,
): Plan {
  const requests = iocbs.length;
  const owners = Array.from({ length: requests }, (_, id) => (id < submitters ? id : dice.from(0, submitters - 1)));
  const cancels = calls.includes('io_cancel') ? drawCancels(dice, iocbs) : [];
  const hasCanceller = cancels.length > 0 && others > 0 && !dice.once(4);
  const left = others - Number(hasCanceller);
  const destroyer = calls.includes('io_destroy') && dice.once(10) ? drawDestroyer(dice, submitters, left) : undefined;
  const mayRead = left - Number(destroyer === 'destroyer');
  const setsUp = calls.includes('io_setup') && dice.once(20);
  const exits = calls.includes('exit') && dice.once(20);
  const syncs = calls.includes('sync_io') && requests > 0 && dice.once(12) ? [dice.from(0, requests - 1)] : [];
  const hasRing = destroyer === undefined && !setsUp;
  const reaps = calls.includes('reap') && requests > 0 && mayRead > 0 && hasRing && dice.once(12);
  const tasks = { submitters, hasCanceller, destroyer, readers: mayRead - Number(reaps), reaps };
  return { requests, owners, cancels, syncs, ...tasks, setsUp, exits, timeouts, signals, repeats };
}

/** Mostly one, of a request that a driver can cancel; one of any request at times. */
function drawCancels(dice: Dice, iocbs: readonly ScenarioIocb[]): number[] {
  const cancellable = iocbs.flatMap((iocb, id) => (iocb.op === 'queued' && iocb.cancellable ? [id] : []));
  if (cancellable.length === 0 || dice.once(4)) return [];
  const calls = dice.once(4) ? 2 : 1;
  return Array.from({ length: calls }, () => (dice.once(8) ? dice.from(0, iocbs.length - 1) : dice.pick(cancellable)));
}

/** Half the time a task of its own, where one is left. */
function drawDestroyer(dice: Dice, submitters: number, left: number): 'destroyer' | number {
  const isOwn = left > 0 && (submitters === 0 || dice.once(2));
  return isOwn ? 'destroyer' : dice.from(0, submitters - 1);
}

/**
 * Mostly one io_submit. One that cancels does so at once; one that reads does so after any io_submit, and always after the
 * last; one that destroys does so in the end.
 */
function drawSubmitter(dice: Dice, number: number, plan: Plan): ScenarioCall[] {
  const reads = plan.readers === 0 ? !dice.once(4) : dice.once(4);
  const batches: Batch[] = [];
  for (const [id, owner] of plan.owners.entries()) {
    if (owner !== number) continue;
    if (plan.syncs.includes(id)) {
      batches.push({ sync_io: id });
      continue;
    }
    const last = batches.at(-1);
    if (last === undefined || !('io_submit' in last) || dice.once(4)) batches.push({ io_submit: [id] });
    else last.io_submit.push(id);
  }
  const calls: ScenarioCall[] = [];
  for (const [nth, batch] of batches.entries()) {
    calls.push(batch);
    const cancels =
      'sync_io' in batch || plan.hasCanceller ? [] : plan.cancels.filter((id) => batch.io_submit.includes(id));
    for (const id of cancels) calls.push({ io_cancel: id });
    if (reads && (nth === batches.length - 1 || dice.once(2))) calls.push(drawRead(dice, plan));
  }
  if (plan.destroyer === number) calls.push({ io_destroy: true });
  return calls;
}

/** The requests of one io_submit, or one that is done synchronously. */
type Batch = { readonly io_submit: number[] } | { readonly sync_io: number };

/** One call, or two, or three. */
function drawReads(dice: Dice, plan: Plan): ScenarioCall[] {
  const calls = dice.once(4) ? dice.from(2, 3) : 1;
  return Array.from({ length: calls }, () => drawRead(dice, plan));
}

function drawRead(dice: Dice, { requests, timeouts, signals, repeats }: Plan): ScenarioCall {
  const asked = drawAsked(dice, requests);
  const timed: ScenarioRead = timeouts && dice.once(5) ? { ...asked, timeout: 'may' } : asked;
  const signalled: ScenarioRead = signals && dice.once(10) ? { ...timed, signals: 'may' } : timed;
  const isRepeated = repeats && asked.nr > 0 && requests > 0 && dice.once(10);
  return { io_getevents: isRepeated ? { ...signalled, until: dice.from(1, requests) } : signalled };
}

/** One in five is a poll. */
function drawAsked(dice: Dice, requests: number): { readonly min_nr: number; readonly nr: number } {
  if (dice.once(16)) return { min_nr: dice.from(0, requests + 1), nr: dice.from(0, requests + 1) };
  const nr = dice.from(1, Math.max(1, requests));
  return { min_nr: dice.once(5) ? 0 : dice.from(1, nr), nr };
}

function drawFaults(dice: Dice, kinds: readonly FaultKind[], iocbs: readonly ScenarioIocb[]): Scenario['faults'] {
  const listed = kinds.filter((kind) => iocbs.some((iocb) => meets(iocb, kind)) && dice.once(2));
  return Object.fromEntries(
    listed.map((kind) => {
      const first = dice.pick(drawnErrors[kind]);
      const others = drawnErrors[kind].filter((name) => name !== first);
      return [kind, others.length > 0 && dice.once(3) ? [first, dice.pick(others)] : [first]];
    }),
  );
}

/** Whether a request comes to a chance of this kind: every direct write to the invalidation, and so on. */
function meets(iocb: ScenarioIocb, kind: FaultKind): boolean {
  switch (kind) {
    case 'bio':
      return 'bios' in iocb;
    case 'invalidate':
      return iocb.op === 'direct_write';
    case 'osync':
      return iocb.op === 'direct_write' && iocb.o_sync;
  }
}
