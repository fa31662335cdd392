/**
 * Dining philosophers, one spinlock a fork, each eating once. All taking the left fork first can deadlock: all hold one
 * fork, in any of n! orders, and nothing else gets stuck. One taking the right fork first is enough to prevent it.
 */
import { defineFor, type Model, type Pools, type Services, spinlock, struct } from '../../model/core/index.ts';
import { close, context } from './machines.ts';

const structs = { fork: struct('fork', { lock: spinlock() }) };

type Kernel = Pools<typeof structs> & Services<null>;

const philosopher = defineFor<Kernel>()(
  'philosopher',
  'philosophers.ts',
  { first: 'struct fork *', second: 'struct fork *' },
  {
    take_first: { line: 1, c: 'spin_lock(&first->lock)', acquire: (k, f) => k.fork(f.first).lock },
    take_second: { line: 2, c: 'spin_lock(&second->lock)', acquire: (k, f) => k.fork(f.second).lock },
    put_second: { line: 3, c: 'spin_unlock(&second->lock)', release: (k, f) => k.fork(f.second).lock },
    put_first: { line: 4, c: 'spin_unlock(&first->lock)', release: (k, f) => k.fork(f.first).lock },
  },
);

export type Table = 'all left-handed' | 'the last right-handed';

/** The forks of philosopher `i` of `n` in the order in which he takes them. */
export function forksOf(i: number, n: number, table: Table): readonly [first: number, second: number] {
  const [left, right] = [i, (i + 1) % n];
  return table === 'the last right-handed' && i === n - 1 ? [right, left] : [left, right];
}

export const philosophers = (n: number, table: Table): Model =>
  close({
    structs,
    sizes: { fork: n },
    contexts: Array.from({ length: n }, (_, i) => {
      const [first, second] = forksOf(i, n, table);
      return context(`philosopher${i}`, philosopher, { first, second });
    }),
  });
