/** Taking one event off the ring (fs/aio.c). */
import { copyEvent } from '../../env/user-memory.ts';
import { aio_ring } from '../../include/linux/aio.ts';
import { proc } from '../../kernel.ts';

/** Takes one event off the ring; returns 1, or 0 if there is none. The first look is without a lock. */
export const aio_read_evt = proc(
  'aio_read_evt',
  'fs/aio.c:1015',
  { ctx: 'struct kioctx *', head: 'unsigned long', ret: 'int' },
  {
    head: {
      line: 1027,
      c: 'ring->head  /* ring = kmap_atomic(info->ring_pages[0]) */',
      run(k, f) {
        f.head = aio_ring(k, f.ctx).ring_head;
      },
    },
    empty: {
      line: 1027,
      c: 'if (ring->head == ring->tail) goto out',
      run(k, f) {
        const empty = f.head === k.kioctx(f.ctx).ring_tail;
        f.head = 0;
        return empty ? 'return' : 'lock';
      },
    },
    lock: { line: 1030, c: 'spin_lock(&info->ring_lock)', acquire: (k, f) => k.kioctx(f.ctx).ring_lock },
    locked_head: {
      line: 1032,
      c: 'head = ring->head % info->nr',
      run(k, f) {
        f.head = k.kioctx(f.ctx).ring_head;
      },
    },
    again: {
      line: 1033,
      c: 'if (head != ring->tail)',
      run(k, f) {
        if (f.head !== k.kioctx(f.ctx).ring_tail) return 'copy';
        f.head = 0;
        return 'unlock';
      },
    },
    copy: {
      line: 1035,
      c: '*ent = *evp',
      run: (k, f) => copyEvent(k, f.ctx, f.head),
    },
    advance: {
      line: 1038,
      c: 'head = (head + 1) % info->nr; ring->head = head; ret = 1',
      run(k, f) {
        k.kioctx(f.ctx).ring_head = (f.head + 1) % k.world.ring_nr;
        f.head = 0;
        f.ret = 1;
      },
    },
    unlock: { line: 1042, c: 'spin_unlock(&info->ring_lock)', release: (k, f) => k.kioctx(f.ctx).ring_lock },
  },
  'ret',
);
