/** A patch with a kernel thread, a lock, a struct and a choice of its own: the interrupt lists the dio, and the thread completes it. */
import { aio_complete, dio_bio_end_aio, dio_complete, list_add_tail, list_empty } from 'kioctx/linux';
import { listOf, NULL, type Patch, ref, spinlock, struct, to, withDeclared } from 'kioctx/model';

export const structs = {
  dio_done: struct({ lock: spinlock(), dios: listOf(ref('dio')).written_under('lock') }),
};
const { proc, edit } = withDeclared({ structs });
export { edit };

export const dio_thread = proc(
  'dio_thread',
  'fs/direct-io.c:400',
  { dio: 'struct dio *', iocb: 'struct kiocb *', ret: 'int' },
  {
    sleep: {
      line: 400,
      c: 'wait_event(done.wait, !list_empty(&done.dios))',
      when: (k) => !list_empty(k.dio_done(0).dios),
      run: () => 'lock',
    },
    lock: { line: 400, c: 'spin_lock_irq(&done.lock)', acquire: (k) => k.dio_done(0).lock },
    take: {
      line: 400,
      c: 'dio = list_first_entry(&done.dios); list_del(&dio->done)',
      run(k, f) {
        const { dios } = k.dio_done(0);
        f.dio = dios.at(0);
        dios.unlink(f.dio);
      },
    },
    bio_lock: { line: 400, c: 'spin_lock(&dio->bio_lock)', acquire: (k, f) => k.dio(f.dio).bio_lock },
    bio_unlock: { line: 400, c: 'spin_unlock(&dio->bio_lock)', release: (k, f) => k.dio(f.dio).bio_lock },
    unlock: { line: 400, c: 'spin_unlock_irq(&done.lock)', release: (k) => k.dio_done(0).lock },
    result: {
      line: 400,
      c: 'ret = dio_complete(dio)',
      call: to(dio_complete, (g, f) => {
        g.dio = f.dio;
      }),
      result: 'ret',
    },
    late: {
      line: 400,
      c: 'if (is_late(dio)) ret = -EIO',
      run(k, f) {
        f.iocb = k.dio(f.dio).iocb;
        if (k.choose('late', [0, 1]) === 1) f.ret = -5;
      },
    },
    complete: {
      line: 400,
      c: 'aio_complete(dio->iocb, ret, 0)',
      call: to(aio_complete, (g, f) => {
        g.iocb = f.iocb;
        g.res = f.ret;
      }),
    },
    free: {
      line: 400,
      c: 'kfree(dio)',
      run(k, f) {
        k.free('dio', f.dio);
        f.dio = NULL;
        f.iocb = NULL;
        f.ret = 0;
      },
      then: 'sleep',
    },
  },
);

/** `order`: how it says that it nests its lock, around dio.bio_lock. */
export const ownThread = (order: Patch['lockOrder'] = [['dio_done.lock', 'dio.bio_lock']]): Patch => ({
  name: 'own-thread',
  summary: 'a test',
  structs,
  ...(order === undefined ? {} : { lockOrder: order }),
  contexts: { 'dio/0': { entry: dio_thread, idles: true } },
  hunks: [
    {
      name: 'list',
      standsFor: 'a test',
      edits: [
        edit(dio_bio_end_aio, {
          remove: ['offset', 'result', 'iocb', 'complete', 'free'],
          replace: {
            last: { line: 285, c: 'if (remaining == 0)', go: (f) => (f.remaining === 0 ? 'done_lock' : 'return') },
          },
          after: {
            last: {
              done_lock: { line: 286, c: 'spin_lock(&done.lock)', acquire: (k) => k.dio_done(0).lock },
              done_add: {
                line: 286,
                c: 'list_add_tail(&dio->done, &done.dios)',
                run: (k, f) => list_add_tail(f.dio, k.dio_done(0).dios),
              },
              done_unlock: { line: 286, c: 'spin_unlock(&done.lock)', release: (k) => k.dio_done(0).lock },
            },
          },
        }),
      ],
    },
  ],
});
