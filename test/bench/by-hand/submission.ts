/** By hand: io_submit() and then io_getevents(), by the one task. */
/* oxlint-disable no-await-in-loop -- one step after the other is what it is about */
import { __aio_put_req, aio_complete, dio_complete } from './completion.ts';
import { EIO, EIOCBQUEUED, NBYTES, RING_NR, type World, never } from './world.ts';

export async function lookup_ioctx(w: World): Promise<void> {
  const { ctx, mm } = w;
  do await w.pass(mm.ioctx_list_lock);
  while (mm.ioctx_list_lock.shut);
  mm.ioctx_list_lock.shut = true;
  await w.step();
  never(!mm.listed);
  await w.step();
  never(ctx.dead);
  await w.step();
  w.BUG_ON(ctx.users <= 0);
  await w.step();
  ctx.users += 1;
  await w.step();
  mm.ioctx_list_lock.open();
}

export async function put_ioctx(w: World): Promise<void> {
  const { ctx } = w;
  await w.step();
  w.BUG_ON(ctx.users <= 0);
  await w.step();
  ctx.users -= 1;
}

/** direct_io_worker(), with dio_bio_submit(). */
export async function direct_IO(w: World): Promise<number> {
  const { dio, bio } = w;
  await w.step();
  dio.refcount = 1;
  await w.step();
  dio.result = NBYTES;
  await w.step();
  bio.aio = true;
  do await w.pass(dio.bio_lock);
  while (dio.bio_lock.shut);
  dio.bio_lock.shut = true;
  await w.step();
  dio.refcount += 1;
  await w.step();
  dio.bio_lock.open();
  await w.step();
  bio.idle.open();
  await w.step();
  never(w.liveDio.result !== NBYTES);
  do await w.pass(dio.bio_lock);
  while (dio.bio_lock.shut);
  w.liveDio.bio_lock.shut = true;
  await w.step();
  const remaining = --w.liveDio.refcount;
  await w.step();
  w.liveDio.bio_lock.open();
  if (remaining !== 0) return -EIOCBQUEUED;
  const ret = await dio_complete(w, -EIOCBQUEUED);
  await w.step();
  w.liveDio.freed = true;
  return ret;
}

/** aio_rw_vect_retry(), with generic_file_aio_write() and what that calls. */
export async function retry(w: World): Promise<number> {
  const { log } = w;
  let ret = await direct_IO(w);
  await w.step();
  if (w.invalidateFails) {
    const promised = ret === -EIOCBQUEUED;
    if (promised) log.first_error = -EIO;
    if (promised && w.patched) {
      await w.step();
      if (w.liveKiocb.pending_err === 0) w.kiocb.pending_err = -EIO;
    } else ret = -EIO;
  }
  if (ret > 0) {
    await w.step();
    w.liveKiocb.pos = ret;
    await w.step();
    w.liveKiocb.left -= ret;
    await w.step();
    never(w.liveKiocb.left > 0);
  }
  await w.step();
  return w.liveKiocb.left === 0 ? NBYTES : ret;
}

export async function aio_read_evt(w: World): Promise<boolean> {
  const { ctx } = w;
  await w.step();
  const { ring_head } = ctx;
  await w.step();
  if (ring_head === ctx.ring_tail) return false;
  do await w.pass(ctx.ring_lock);
  while (ctx.ring_lock.shut);
  ctx.ring_lock.shut = true;
  await w.step();
  const head = ctx.ring_head;
  await w.step();
  never(head === ctx.ring_tail);
  await w.step();
  w.BUG_ON(w.ring[head]?.obj !== 0);
  await w.step();
  ctx.ring_head = (head + 1) % RING_NR;
  await w.step();
  ctx.ring_lock.open();
  return true;
}

export async function submitter(w: World): Promise<void> {
  const { ctx, kiocb, task } = w;
  // io_submit()
  await lookup_ioctx(w);
  await w.step();
  w.file.count += 1;
  await w.step();
  kiocb.users = 2;
  if (w.patched) {
    await w.step();
    kiocb.pending_err = 0;
  }
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await w.step();
  never(ctx.reqs_active >= (ctx.ring_head + RING_NR - 1 - ctx.ring_tail) % RING_NR);
  await w.step();
  kiocb.linked = true;
  ctx.active_reqs.unshift(kiocb);
  await w.step();
  ctx.reqs_active += 1;
  await w.step();
  ctx.ctx_lock.open();
  await w.step();
  w.liveKiocb.filp = true;
  await w.step();
  w.liveKiocb.user = 0;
  await w.step();
  w.liveKiocb.left = NBYTES;
  await w.step();
  w.liveKiocb.retry = true;
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  // aio_run_iocb()
  await w.step();
  never(!w.liveKiocb.retry);
  await w.step();
  w.liveKiocb.kicked = false;
  await w.step();
  w.liveKiocb.run_list = 'null';
  await w.step();
  ctx.ctx_lock.open();
  await w.step();
  never(w.liveKiocb.cancelled);
  const ret = await retry(w);
  if (ret !== -EIOCBQUEUED) await aio_complete(w, ret, false);
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await w.step();
  never(ctx.run_list.length > 0);
  await w.step();
  ctx.ctx_lock.open();
  // aio_put_req()
  await w.step();
  void w.liveKiocb;
  do await w.pass(ctx.ctx_lock);
  while (ctx.ctx_lock.shut);
  ctx.ctx_lock.shut = true;
  await __aio_put_req(w);
  await w.step();
  ctx.ctx_lock.open();
  await put_ioctx(w);
  w.returns.push(1);
  // io_getevents(), for one event
  await lookup_ioctx(w);
  if (!(await aio_read_evt(w))) {
    await w.step();
    never(ctx.run_list.length > 0);
    const wait = { exclusive: false };
    await w.step();
    wait.exclusive = true;
    do await w.pass(ctx.wait_lock);
    while (ctx.wait_lock.shut);
    ctx.wait_lock.shut = true;
    await w.step();
    ctx.wait.push(wait);
    await w.step();
    ctx.wait_lock.open();
    for (;;) {
      await w.step();
      task.state = 'interruptible';
      if (await aio_read_evt(w)) break;
      await w.step();
      if (task.state === 'running') continue;
      task.off_rq.shut = true;
      await w.pass(task.off_rq);
    }
    await w.step();
    task.state = 'running';
    do await w.pass(ctx.wait_lock);
    while (ctx.wait_lock.shut);
    ctx.wait_lock.shut = true;
    await w.step();
    ctx.wait.splice(ctx.wait.indexOf(wait), 1);
    await w.step();
    ctx.wait_lock.open();
  }
  await put_ioctx(w);
  w.returns.push(1);
  w.finished += 1;
}
