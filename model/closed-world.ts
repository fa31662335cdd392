/** Closes the model over one world and one patch: pools of the right size, the contexts, and the state at the start. */
import {
  type AnyProc,
  applyPatch,
  begun,
  type Issue,
  LOCK_ORDER_POOL,
  lockOrderStruct,
  locksOf,
  type Model,
  type Patch,
  PatchMisfit,
  placed,
  said,
  type Services,
} from './core/index.ts';
import { contextsBeside, contextsOfWorld } from './contexts.ts';
import { dummy_timer } from './drivers/usb/gadget/dummy_hcd.ts';
import { ep_aio_complete } from './drivers/usb/gadget/inode.ts';
import { bio_endio } from './env/block-device.ts';
import { kick_interrupt } from './env/retrying-file.ts';
import { programHopesForAll, user_task } from './env/user.ts';
import { factsOf } from './calls.ts';
import {
  isSyncRequest,
  makes,
  mayBeSignalled,
  mostCalls,
  mostTaken,
  NBYTES,
  type Op,
  waitsForSubmitted,
  type World,
} from './world.ts';
import { aio_fput_routine } from './fs/aio/put.ts';
import { aio_kick_handler } from './fs/aio/retry.ts';
import { timeout_func } from './fs/aio/timeout.ts';
import { withLeftLinked } from './ghost/left-linked.ts';
import { ghostCode } from './ghost/index.ts';
import { EAGAIN, ECONNRESET, EINTR, EINVAL, EIO, EIOCBQUEUED } from './include/linux/errno.ts';
import { CTX_WORK } from './include/linux/workqueue.ts';
import { errorReports } from './mm/filemap.ts';
import { symmetryOf } from './symmetries.ts';
import { CTX, type CountedBy, type Kernel, LOCK_CHAINS, MM, type AioStructs, structs } from './kernel.ts';
import { signal_wake_up } from './kernel/signal.ts';
import { delayed_work_timer_fn, worker_thread } from './kernel/workqueue.ts';
import { MOST_QUEUED, placeIssues, worksOf } from './works.ts';

export type AioModel = Model<World>;

/** The entries of the contexts, and what function pointers lead to. */
const entries: readonly AnyProc[] = [
  user_task,
  bio_endio,
  kick_interrupt,
  dummy_timer,
  worker_thread,
  timeout_func,
  delayed_work_timer_fn,
  signal_wake_up,
  aio_fput_routine,
  aio_kick_handler,
  ep_aio_complete,
];

/** Every value that a result, an error or a return value can have in this world. */
function longsOf(world: World): number[] {
  const gone = world.iocbs.some(({ op }) => op === 'queued') ? [-ECONNRESET] : [];
  const results = [0, NBYTES, -EIO, -EINTR, -EAGAIN, -EINVAL, -EIOCBQUEUED, ...gone];
  const returned = world.tasks.flatMap(({ calls }) => calls.flatMap((made) => factsOf(made).returns ?? []));
  const most = Math.max(0, ...returned.map((values) => values.most));
  const counts = Array.from({ length: most + 1 }, (_, n) => n);
  const errors = [...Object.values(world.faults).flat(), ...returned.flatMap((values) => values.errors)];
  const all = [...results, ...errors, ...counts];
  return [...new Set(all)].toSorted((a, b) => a - b);
}

/**
 * How many results, errors and counts beside those a patch may bring, at least 8: more of them are not told apart. As many as the
 * bits have room for that the others take anyway, one of whose contents stands for what was never written.
 */
const othersThan = ({ length }: readonly number[]): number => 2 ** Math.ceil(Math.log2(length + 8 + 1)) - 1 - length;

/** A kick queues work at most once, and the worker again when it finds more; a file is dropped once. */
const worksIn = ({ iocbs }: World): number =>
  iocbs.reduce((sum, { kicks, lastFile }) => sum + 3 * kicks + Number(lastFile), 1);

/** Who has a reference to the context, as the ledger has it. */
const usersOf = (contexts: number): string[] => [
  'kioctx_log[0].held_by_list',
  'kioctx_log[0].held_by_fput',
  ...Array.from({ length: contexts }, (_, number) => [
    `context_log[${number}].holds_ctx`,
    `context_log[${number}].pins_ctx`,
  ]).flat(),
];

/** Who holds which object. A request that is not done holds its context, if it has one: whoever destroys that waits for it (fs/aio.c:310). */
const pinsOf = ({ iocbs, tasks }: World, contexts: number): NonNullable<AioModel['shape']['pins']> => ({
  kiocb: iocbs.map((_, iocb) =>
    ['submission', 'io', 'retry', 'cancel', 'others'].map((holder) => `request[${iocb}].held_by_${holder}`),
  ),
  dio: iocbs.map(({ bios, firstBio }, iocb) => [
    `request[${iocb}].dio_held_by_worker`,
    ...Array.from({ length: bios }, (_, n) => `bio[${firstBio + n}].holds_dio`),
  ]),
  file: iocbs.map((_, iocb) => [`request[${iocb}].file_held_by_submission`, `request[${iocb}].holds_file`]),
  kioctx: [
    [
      ...usersOf(contexts),
      ...iocbs.flatMap((_, iocb) => (isSyncRequest({ tasks }, iocb) ? [] : [`request[${iocb}].held_by_io`])),
    ],
  ],
});

/** What counts of a patch can name: there is one of each of these. */
const countedIn = (world: World, contexts: number): Readonly<Record<CountedBy, number>> => ({
  tasks: world.tasks.length,
  calls: world.tasks.length * mostCalls(world),
  requests: world.iocbs.length,
  bios: world.iocbs.reduce((sum, { bios }) => sum + bios, 0),
  contexts,
});

/** Throws PatchMisfit, with all that is wrong, where the patch does not fit the base. */
export function closeWorld(given: World, patch: Patch): AioModel {
  const ofWorld = contextsOfWorld(given);
  const ofPatch = contextsBeside(ofWorld, given, patch);
  const contexts = [...ofWorld, ...ofPatch.contexts];
  const counting = { world: given, counted: countedIn(given, contexts.length) };
  const own = worksOf(patch, counting);
  const misfit = (issues: readonly Issue[]) => issues.map(placed(`patch ${said(patch.name)}`));
  const world = { ...given, works: own.works };
  const queued = own.works.reduce((sum, { count }) => sum + count, 0);
  const longs = longsOf(world);
  const base = structs({
    ring_nr: world.ring_nr,
    contexts: contexts.length,
    requests: world.iocbs.length,
    calls: mostCalls(world),
    taken: mostTaken(world),
    works: worksIn(world) + MOST_QUEUED * queued,
    tasks: world.tasks.length,
    exits: makes(world, 'exit'),
    reaps: makes(world, 'reap'),
    syncs: makes(world, 'sync_io'),
  });
  const requests = world.iocbs.length;
  const tasks = world.tasks.length;
  const of = (op: Op) => (world.iocbs.some((iocb) => iocb.op === op) ? requests : 0);
  const ground = {
    structs: base,
    sizes: {
      context: contexts.length,
      kiocb: requests,
      kioctx: 1,
      io_event: world.ring_nr,
      mm_struct: 1,
      aio_globals: 1,
      file: requests,
      wait_queue_t: tasks,
      task_struct: tasks,
      dio: requests,
      bio: counting.counted.bios,
      run_list: tasks + 1,
      timer_list: tasks + 1,
      aio_timeout: tasks,
      work_struct: 2 + queued,
      cpu_workqueue_struct: 1,
      user_signal: world.tasks.some((_, task) => mayBeSignalled(world, task)) ? tasks : 0,
      user_program: Number(waitsForSubmitted(world)),
      usb_ep: of('queued'),
      retrying_file: of('retry'),
      kick: world.iocbs.reduce((sum, { kicks }) => sum + kicks, 0),
      request: requests,
      task_log: tasks,
      context_log: contexts.length,
      kioctx_log: 1,
    } satisfies Record<keyof AioStructs | 'context', number>,
    domains: { long: longs },
    // A patch may return any error number and any count of bytes.
    open: { long: { lowest: -4095, highest: NBYTES, most: othersThan(longs) } },
  };
  const linked = own.hunks.length === 0 ? patch : { ...patch, hunks: [...own.hunks, ...patch.hunks] };
  const applied = applyPatch(
    {
      ...ground,
      ...counting,
      entries,
      ofPatch: {
        contexts: ofPatch.contexts,
        pointedTo: own.pointedTo,
        issues: [...ofPatch.issues, ...misfit(own.issues)],
      },
      lockOrder: LOCK_CHAINS,
      hasQueue: true,
    },
    linked,
  );
  if (!applied.ok) throw new PatchMisfit(applied.issues);
  const { kernel } = applied;
  const misplaced = placeIssues(own.works, kernel.structs, kernel.sizes);
  if (misplaced.length > 0) throw new PatchMisfit(misfit(misplaced));
  const lockOrder = [...kernel.lockOrder, ...locksOf(kernel.structs).map((lock) => [lock])];
  const closed = {
    contexts,
    program: kernel.program,
    shape: {
      ...ground,
      structs: { ...kernel.structs, [LOCK_ORDER_POOL]: lockOrderStruct(lockOrder) },
      sizes: { ...kernel.sizes, [LOCK_ORDER_POOL]: 1 },
      contexts: contexts.map((c) => c.name),
      lockOrder,
      pins: pinsOf(world, contexts.length),
      counts: { 'kioctx[0].users': usersOf(contexts.length) },
    },
  };
  const ghost = ghostCode(contexts.length, [...errorReports, ...(patch.reports ?? [])], own.works);
  const model: AioModel = {
    ...closed,
    world,
    rangeIsTrap: patch.lifted === true,
    ghost: patch.lifted === true ? withLeftLinked(ghost) : ghost,
    init(services: Services<World>) {
      const k = services as Kernel;
      if (!makes(world, 'io_setup')) io_setup_was_done(k);
      filesAreOpen(k);
      waitEntriesNameTheirTasks(k);
      if (waitsForSubmitted(world)) programHopesForAll(k);
      kernel.begin(k);
    },
    symmetry: () => symmetryOf(world, closed, patch.structs),
  };
  return begun(model, patch);
}

/** Where no task makes it, io_setup was done before the tasks start: one context, on the list of the one mm, its ring empty. */
function io_setup_was_done(k: Kernel): void {
  k.alloc('kioctx', CTX);
  k.publish('kioctx', CTX);
  const ctx = k.kioctx(CTX);
  ctx.user_id = 0;
  ctx.users = 1;
  ctx.dead = false;
  ctx.reqs_active = 0;
  ctx.tail = 0;
  ctx.ring_head = 0;
  ctx.ring_tail = 0;
  ctx.ring_pages = true;
  ctx.mm = MM;
  ctx.wq = CTX_WORK;
  k.mm_struct(MM).ioctx_list = CTX;
  k.kioctx_log(CTX).held_by_list = true;
}

/** Every request has a file of its own. */
function filesAreOpen(k: Kernel): void {
  k.world.iocbs.forEach(({ lastFile }, iocb) => {
    k.alloc('file', iocb);
    k.publish('file', iocb);
    // The net of two: io_submit gets the file, and the descriptor is closed right after.
    if (lastFile) k.file(iocb).f_count = 0;
  });
}

/** The wait queue entry on a task's stack is the task's. */
function waitEntriesNameTheirTasks(k: Kernel): void {
  k.world.tasks.forEach((_, task) => {
    const wait = k.wait_queue_t(task);
    wait.private = task;
  });
}
