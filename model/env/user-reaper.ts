/** A program that takes events off the ring itself, in the page that it shares with the kernel, and makes no system call. */
import { aio_ring } from '../include/linux/aio.ts';
import { CTX, type Kernel, proc } from '../kernel.ts';
import { copyEvent } from './user-memory.ts';

const ring = (k: Kernel) => aio_ring(k, CTX);

/**
 * Takes `nr` events, and spins while there is none: a look that finds nothing changes nothing, so that spinning is to wait. It takes no
 * lock, for programs have none. Left out: a ring that is not mapped, which kills the program (scenarios with one are refused).
 */
export const user_reap = proc(
  'user_reap',
  'user',
  { nr: 'long', head: 'unsigned long', ret: 'long' },
  {
    more: { line: 0, c: 'while (ret < nr)', go: (f) => (f.ret < f.nr ? 'head' : 'return') },
    head: {
      line: 0,
      c: 'while (ring->head == ring->tail) ; head = ring->head',
      when: (k) => ring(k).ring_head !== ring(k).ring_tail,
      run(k, f) {
        f.head = ring(k).ring_head;
      },
    },
    copy: {
      line: 0,
      c: 'events[ret++] = ring->io_events[head]',
      run(k, f) {
        copyEvent(k, CTX, f.head);
        f.ret += 1;
      },
    },
    advance: {
      line: 0,
      c: 'ring->head = (head + 1) % ring->nr',
      run(k, f) {
        ring(k).ring_head = (f.head + 1) % k.world.ring_nr;
        f.head = 0;
      },
      then: 'more',
    },
  },
  'ret',
);
