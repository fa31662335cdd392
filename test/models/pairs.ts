/** Contexts that do the same, each with a node of its own: with everything in their states that names an object or a context. */
import {
  defineModel,
  heapStruct,
  listOf,
  type Model,
  notationFor,
  NULL,
  type Permutation,
  ref,
  spinlock,
  struct,
  to,
} from '../../model/core/index.ts';

const structs = {
  node: heapStruct({
    lock: spinlock(),
    owner: ref('context').racy(),
    next: ref('node').racy().starts(NULL),
  }),
  root: struct({ lock: spinlock(), queue: listOf(ref('node')).racy(), first: ref('node').racy().starts(NULL) }),
};

const { proc } = notationFor(structs);

/** How the node is told to its user: so that anybody can see it, or as a mere number, or as what nobody knows. */
export type Told = 'struct node *' | 'int' | 'struct page *';
export type Behaviour = 'clean' | 'allocates twice';

const pushOf = (told: Told) =>
  proc(
    'push',
    'pairs.ts',
    { node: told, first: 'struct node *' },
    {
      lock: { line: 1, c: 'spin_lock(&root->lock)', acquire: (k) => k.root(0).lock },
      look: {
        line: 2,
        c: 'first = root->first; node->next = first',
        run(k, f) {
          f.first = k.root(0).first;
          k.node(f.node).next = f.first;
        },
      },
      add: {
        line: 3,
        c: 'root->first = node; list_add(node, &root->queue)',
        run(k, f) {
          k.root(0).first = f.node;
          const { queue } = k.root(0);
          queue.insert(k.choose('front', [0, 1]) === 0 ? 0 : queue.length, f.node);
        },
      },
      unlock: { line: 4, c: 'spin_unlock(&root->lock)', release: (k) => k.root(0).lock },
    },
  );

const userOf = (told: Told, behaviour: Behaviour) =>
  proc(
    'user',
    'pairs.ts',
    { self: told },
    {
      alloc: {
        line: 1,
        c: 'node = kmalloc()',
        run(k, f) {
          k.alloc('node', f.self);
          k.node(f.self).owner = k.current;
        },
      },
      lock: { line: 2, c: 'spin_lock(&node->lock)', acquire: (k, f) => k.node(f.self).lock },
      publish: { line: 3, c: '/* anybody may see it */', run: (k, f) => k.publish('node', f.self) },
      push: {
        line: 4,
        c: 'push(node)',
        call: to(pushOf(told), (g, f) => {
          g.node = f.self;
        }),
      },
      unlock: { line: 5, c: 'spin_unlock(&node->lock)', release: (k, f) => k.node(f.self).lock },
      last: {
        line: 6,
        c: behaviour,
        run(k, f) {
          if (behaviour === 'allocates twice') k.alloc('node', f.self);
        },
      },
    },
  );

export function pairs(n: number, told: Told = 'struct node *', behaviour: Behaviour = 'clean'): Model {
  const user = userOf(told, behaviour);
  const users = Array.from({ length: n }, (_, self) => [`user${self}`, { entry: user, args: { self } }] as const);
  return defineModel({
    structs,
    sizes: { node: n },
    contexts: Object.fromEntries(users),
    symmetry: () => ({ permutations: everyOrder(n).map(bothIn).slice(1) }),
  });
}

const bothIn = (order: readonly number[]): Permutation => ({ pools: { node: order }, contexts: order });

/** The identity comes first. */
export function everyOrder(n: number): number[][] {
  if (n === 0) return [[]];
  return everyOrder(n - 1)
    .flatMap((order) => Array.from({ length: n }, (_, at) => order.toSpliced(at, 0, n - 1)))
    .toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
}
