/** By hand: dropping references, putting events into the ring, waking, and completing. */
/* oxlint-disable no-await-in-loop -- one step after the other is what it is about */
import { EIOCBQUEUED, RING_NR, type World, never } from './world.ts';

/** In aio_complete() itself; with the patch, when the last reference is dropped. */
export async function insert_event(w: World, own: number | null): Promise<void> {
  const { ctx } = w;
  await w.step();
  const { tail } = ctx;
  await w.step();
  const iocb = w.liveKiocb;
  const res = own ?? (iocb.pending_err === 0 ? iocb.res : iocb.pending_err);
  w.ring[tail] = { obj: iocb.user, res };
  w.events.push(res);
  await w.step();
  ctx.tail = (tail + 1) % RING_NR;
  await w.step();
  ctx.ring_tail = (tail + 1) % RING_NR;
}

export async function __aio_put_req(w: World): Promise<void> {
  const { ctx } = w;
  await w.step();
  const users = --w.liveKiocb.users;
  w.BUG_ON(users < 0);
  if (users !== 0) return;
  if (w.patched) {
    await w.step();
    if (w.liveKiocb.inserted) await insert_event(w, null);
  }
  await w.step();
  w.liveKiocb.linked = false;
  ctx.active_reqs.splice(ctx.active_reqs.indexOf(w.kiocb), 1);
  await w.step();
  w.liveKiocb.cancel = false;
  w.liveKiocb.retry = false;
  await w.step();
  w.BUG_ON(!w.liveKiocb.filp);
  w.file.count -= 1;
  await w.step();
  w.liveKiocb.freed = true;
  await w.step();
  ctx.reqs_active -= 1;
  await w.step();
  never(ctx.reqs_active === 0 && ctx.dead);
}

export async function __wake_up(w: World): Promise<void> {
  const { ctx, task } = w;
  do await w.pass(ctx.wait_lock);
  while (ctx.wait_lock.shut);
  ctx.wait_lock.shut = true;
  for (let position = 0; ; position++) {
    await w.step();
    const curr = ctx.wait[position];
    if (curr === undefined) break;
    await w.step();
    if (task.state === 'running') continue;
    task.state = 'running';
    if (!task.off_rq.shut) continue;
    task.off_rq.open();
    if (curr.exclusive) break;
  }
  await w.step();
  ctx.wait_lock.open();
}

/** `begun`: by the interrupt, which began the completion when it took the last reference to the dio. */
export async function aio_complete(w: World, res: number, begun: boolean): Promise<void> {
  const { ctx, log } = w;
  await w.step();
  if (!begun) log.completions += 1;
  if (!log.entered) log.own_result = res;
  log.entered = true;
  void w.liveKiocb;
  await w.step();
  never(w.liveKiocb.sync);
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await w.step();
  if (w.liveKiocb.run_list === 'linked') w.kiocb.run_list = 'empty';
  await w.step();
  never(w.liveKiocb.cancelled);
  if (w.patched) {
    await w.step();
    w.liveKiocb.res = res;
    await w.step();
    w.liveKiocb.inserted = true;
  } else await insert_event(w, res);
  await __aio_put_req(w);
  await w.step();
  if (ctx.wait.length > 0) await __wake_up(w);
  await w.step();
  ctx.ctx_lock.open();
}

export async function dio_complete(w: World, ret: number): Promise<number> {
  await w.step();
  if (ret !== 0 && ret !== -EIOCBQUEUED) return ret;
  return w.liveDio.io_error === 0 ? w.dio.result : w.dio.io_error;
}
