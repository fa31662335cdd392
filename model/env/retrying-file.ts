/**
 * A file whose read makes its caller come back: it returns -EIOCBRETRY after arranging that an interrupt kicks the request,
 * as often as the scenario says, and then its bytes. No file of 2.6.20 retries with -EIOCBRETRY and io_wait; what is the
 * kernel's in this is what the return value and the kick set going in fs/aio.c. Whoever waits for a sync kiocb may come back before
 * the kick (fs/read_write.c:220), and is told to come back again, for the same one.
 */
import { to } from '../core/index.ts';
import { kick_iocb } from '../fs/aio/kick.ts';
import { EIOCBRETRY } from '../include/linux/errno.ts';
import { proc } from '../kernel.ts';
import { isSyncRequest, NBYTES } from '../world.ts';

export const retrying_aio_read = proc(
  'retrying_aio_read',
  'device',
  { iocb: 'struct kiocb *', ret: 'ssize_t' },
  {
    ready: {
      line: 0,
      c: 'if (ready) return nbytes; /* else arrange a kick */ return -EIOCBRETRY',
      run(k, f) {
        const { kicks = 0, firstKick = 0 } = k.world.iocbs[f.iocb] ?? {};
        const file = k.retrying_file(f.iocb);
        const isTooEarly =
          isSyncRequest(k.world, f.iocb) && file.retries > 0 && k.kick(firstKick + file.retries - 1).arranged;
        if (isTooEarly) {
          f.ret = -EIOCBRETRY;
          return;
        }
        if (file.retries === kicks) {
          f.ret = NBYTES;
          return;
        }
        k.kick(firstKick + file.retries).arranged = true;
        file.retries += 1;
        f.ret = -EIOCBRETRY;
      },
    },
  },
  'ret',
);

/** The interrupt: what a retry waited for is there. */
export const kick_interrupt = proc(
  'kick_interrupt',
  'device',
  { kick: 'struct kick *', iocb: 'struct kiocb *' },
  {
    ready: {
      line: 0,
      c: '/* what the request waited for is there */',
      when: (k, f) => k.kick(f.kick).arranged,
      run(k, f) {
        k.kick(f.kick).arranged = false;
      },
    },
    kick: {
      line: 0,
      c: 'kick_iocb(iocb)',
      call: to(kick_iocb, (g, f) => {
        g.iocb = f.iocb;
      }),
    },
  },
);
