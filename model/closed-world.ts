/** Closes the model over one world and one patch: pools of the right size, the contexts, and the state at the start. */
import { type AnyProc, type Context, link, type Model, type Patch, type Services } from './core/index.ts';
import { bio_endio } from './env/block-device.ts';
import { user_task } from './env/user.ts';
import { NBYTES, type World } from './env/world.ts';
import { EAGAIN, EINTR, EINVAL, EIO, EIOCBQUEUED } from './include/linux/errno.ts';
import { CTX, type Kernel, MM, structs } from './kernel.ts';

export type AioModel = Model<World>;

/** Tasks by name, and the interrupt that ends bio k of iocb i as `bio<i>.<k>`. */
function contextsOf(world: World): Context[] {
  const tasks = world.tasks.map(({ name }, task): Context => ({
    name,
    entry: user_task as AnyProc,
    args: { task },
    idles: false,
  }));
  const interrupts = world.iocbs.flatMap(({ bios, firstBio }, i) =>
    Array.from({ length: bios }, (_, n): Context => ({
      name: `bio${i}.${n}`,
      entry: bio_endio as AnyProc,
      args: { bio: firstBio + n },
      idles: true,
    })),
  );
  return [...tasks, ...interrupts];
}

/** Every value that a result, an error or a return value can have in this world. */
function longsOf(world: World): number[] {
  const results = [0, NBYTES, -EIO, -EINTR, -EAGAIN, -EINVAL, -EIOCBQUEUED];
  const counts = world.tasks.flatMap(({ calls }) =>
    calls.map((made) => (made.call === 'io_submit' ? made.iocbs.length : made.nr)),
  );
  const most = Math.max(0, ...counts);
  const all = [...results, ...Object.values(world.faults).flat(), ...Array.from({ length: most + 1 }, (_, n) => n)];
  return [...new Set(all)].toSorted((a, b) => a - b);
}

/** Throws PatchMisfit where the patch does not fit the base. */
export function closeWorld(world: World, patch: Patch): AioModel {
  const contexts = contextsOf(world);
  const base = structs({
    ring_nr: world.ring_nr,
    contexts: contexts.length,
    requests: world.iocbs.length,
    calls: Math.max(1, ...world.tasks.map((task) => task.calls.length)),
  });
  const extended = Object.entries(base).map(([name, struct]) => [
    name,
    { ...struct, fields: { ...struct.fields, ...patch.fields?.[name] } },
  ]);
  const requests = world.iocbs.length;
  const tasks = world.tasks.length;
  return {
    world,
    program: link([user_task as AnyProc, bio_endio as AnyProc], patch),
    contexts,
    shape: {
      structs: Object.fromEntries(extended),
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
        bio: contexts.length - tasks,
        request: requests,
        task_log: tasks,
        context_log: contexts.length,
      },
      domains: { long: longsOf(world) },
      contexts: contexts.map((c) => c.name),
    },
    init: (services: Services<World>) => io_setup_was_done(services as Kernel),
  };
}

/** io_setup was done before the tasks start: one context, on the list of the one mm, its ring empty. */
function io_setup_was_done(k: Kernel): void {
  k.alloc('kioctx', CTX);
  k.publish('kioctx', CTX);
  const ctx = k.kioctx(CTX);
  ctx.users = 1;
  ctx.dead = false;
  ctx.reqs_active = 0;
  ctx.tail = 0;
  ctx.ring_head = 0;
  ctx.ring_tail = 0;
  k.mm_struct(MM).ioctx_list = CTX;
  k.world.tasks.forEach((_, task) => {
    const wait = k.wait_queue_t(task);
    wait.private = task;
  });
}
