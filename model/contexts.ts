/** The contexts of a closed world, and those that a patch brings beside them. */
import { type AnyProc, type Context, contextsOfPatch, type ContextsOfPatch, type Patch } from './core/index.ts';
import { factsOf } from './calls.ts';
import { dummy_timer } from './drivers/usb/gadget/dummy_hcd.ts';
import { bio_endio } from './env/block-device.ts';
import { kick_interrupt } from './env/retrying-file.ts';
import { user_task } from './env/user.ts';
import { timeout_func } from './fs/aio/timeout.ts';
import { wq_timer } from './kernel.ts';
import { signal_wake_up } from './kernel/signal.ts';
import { delayed_work_timer_fn, worker_thread } from './kernel/workqueue.ts';
import { mayBeSignalled, type World } from './world.ts';

/**
 * Tasks by name; the interrupts that end bio k of iocb i (`bio<i>.<k>`), kick it for the nth time (`kick<i>.<n>`) or end a
 * queued one (`irq<i>`); the worker `aio/0`; the timers of the tasks that have timeouts and of the worker's work;
 * and who sends a signal to a task to which one may come (`signal.<task>`).
 */
export function contextsOfWorld(world: World): Context[] {
  const tasks = world.tasks.map(({ name }, task) => context(name, user_task, { task }));
  const bios = world.iocbs.flatMap(({ bios: count, firstBio }, i) =>
    Array.from({ length: count }, (_, n) => interrupt(`bio${i}.${n}`, bio_endio, { bio: firstBio + n })),
  );
  const kicks = world.iocbs.flatMap(({ kicks: count, firstKick }, i) =>
    Array.from({ length: count }, (_, n) =>
      interrupt(`kick${i}.${n}`, kick_interrupt, { kick: firstKick + n, iocb: i }),
    ),
  );
  const irqs = world.iocbs.flatMap(({ op }, i) =>
    op === 'queued' ? [interrupt(`irq${i}`, dummy_timer, { ep: i })] : [],
  );
  const worker = { ...context('aio/0', worker_thread, {}), idles: true };
  const timers = world.tasks.flatMap(({ name, calls }, task) =>
    calls.some((made) => factsOf(made).timer) ? [interrupt(`timer.${name}`, timeout_func, { to: task })] : [],
  );
  const signals = world.tasks.flatMap(({ name }, task) =>
    mayBeSignalled(world, task) ? [interrupt(`signal.${name}`, signal_wake_up, { t: task })] : [],
  );
  const delayed = interrupt('timer.aio/0', delayed_work_timer_fn, { timer: wq_timer(world) });
  return [...tasks, ...bios, ...kicks, ...irqs, worker, ...timers, delayed, ...signals];
}

type Args = Context['args'];
const context = (name: string, entry: AnyProc, args: Args): Context => ({ name, entry, args, idles: false });
const interrupt = (name: string, entry: AnyProc, args: Args): Context => ({
  ...context(name, entry, args),
  idles: true,
  atomic: true,
});

/** Those of a patch: they come behind all others, whose numbers are known from the world alone. */
export const contextsBeside = (others: readonly Context[], world: World, patch: Patch): ContextsOfPatch =>
  contextsOfPatch(
    patch,
    world,
    others.map(({ name }) => name),
    (name) =>
      /[./]/.test(name)
        ? null
        : {
            code: 'name',
            message: `a context is called ${name}, as a task of a scenario may be`,
            expected: 'a name with a . or a / in it (mine/0, irq.mine)',
          },
  );
