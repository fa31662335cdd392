/**
 * Dining philosophers, one spinlock a fork, each eating once: `npx tsx docs/examples/philosophers.ts`.
 *
 * All taking the left fork first can deadlock: all hold one fork, in any of n! orders, and nothing else gets stuck. One
 * taking the right fork first is enough to prevent it.
 */
import { defineModel, type KernelOf, type Model, notationFor, spinlock, struct } from 'kioctx/model';
import { each, type Property } from 'kioctx/properties';
import { isRun, printVerdicts } from './verdicts.ts';

const structs = { fork: struct({ lock: spinlock() }) };
const { proc } = notationFor(structs);

const philosopher = proc(
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

export function philosophers(n: number, table: Table): Model {
  const seats = Array.from({ length: n }, (_, i) => {
    const [first, second] = forksOf(i, n, table);
    return [`philosopher${i}`, { entry: philosopher, args: { first, second } }] as const;
  });
  return defineModel({ structs, sizes: { fork: n }, contexts: Object.fromEntries(seats) });
}

export const allEat: Property<KernelOf<typeof structs>> = {
  name: 'all-eat',
  meaning: 'Where nothing can move any more, every philosopher has eaten and put back his forks.',
  reason: 'Who waits for a fork whose holder waits too waits for ever.',
  antecedent: { text: 'somebody holds a fork', reached: (_, { heldLocks }) => heldLocks().length > 0 },
  atEnd: each('context', (_, { isAtRest, contexts }, i) => (isAtRest(i) ? null : `${contexts[i]} waits for ever`)),
};

if (isRun(import.meta.url))
  for (const table of ['all left-handed', 'the last right-handed'] as const)
    printVerdicts(`4 philosophers, ${table}`, philosophers(4, table), [allEat]);
