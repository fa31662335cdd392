/** Sleepers on the queues of two objects and who wakes them, through every schedule; and what mistakes come to. */
import { expect, it } from 'vitest';
import {
  type Edit,
  type Entries,
  PackedMachine,
  type Patch,
  type Proc,
  type Step,
  to,
} from '../../../model/core/index.ts';
import { check, each, type Property, sound } from '../../../properties/property.ts';
import {
  __wake_up,
  add_wait_queue,
  add_wait_queue_exclusive,
  edit,
  type Kernel,
  mutantOf,
  owner,
  type Owner,
  proc,
  remove_wait_queue,
  schedule,
  SOCK,
  TTY,
  twoQueues,
} from '../../models/two-queues.ts';

const readyOf = (k: Kernel, f: Owner) => (f.sock === SOCK.sock ? k.sock(f.sock) : k.tty(f.tty));
const sameOwner = (g: Owner, f: Readonly<Owner>): void => {
  g.tty = f.tty;
  g.sock = f.sock;
};
const ourEntry = (g: Owner & { wait: number }, f: Readonly<Owner>, k: Kernel): void => {
  sameOwner(g, f);
  g.wait = k.current;
};

/** Takes one of what is ready, and sleeps while there is none. Task and entry are of the context's number. */
const waits = (name: string, add: Proc<typeof add_wait_queue.locals>) =>
  proc(name, 'wait.c', owner, {
    add: { line: 1, c: 'add_wait_queue(q, &wait)', call: to(add, ourEntry) },
    interruptible: {
      line: 2,
      c: 'set_current_state(TASK_INTERRUPTIBLE)',
      run: (k) => void (k.task_struct(k.current).state = 'TASK_INTERRUPTIBLE'),
    },
    look: {
      line: 3,
      c: 'if (atomic_dec_if_positive(&ready) >= 0) break',
      run(k, f) {
        const from = readyOf(k, f);
        if (from.ready === 0) return 'sleep';
        from.ready -= 1;
        return 'running';
      },
    },
    sleep: {
      line: 4,
      c: 'schedule()',
      call: to(schedule, (g, _, k: Kernel) => void (g.tsk = k.current)),
      then: 'interruptible',
    },
    running: {
      line: 5,
      c: 'set_current_state(TASK_RUNNING)',
      run: (k) => void (k.task_struct(k.current).state = 'TASK_RUNNING'),
    },
    remove: { line: 6, c: 'remove_wait_queue(q, &wait)', call: to(remove_wait_queue, ourEntry) },
  });
const receives = waits('receives', add_wait_queue_exclusive);
const reads = waits('reads', add_wait_queue);
const provides = proc('provides', 'wake.c', owner, {
  ready: { line: 1, c: 'atomic_inc(&ready)', run: (k, f) => void (readyOf(k, f).ready += 1) },
  wake: { line: 2, c: 'wake_up(q)', call: to(__wake_up, sameOwner) },
});

const contexts = {
  receiver: { entry: receives, args: SOCK },
  typist: { entry: reads, args: TTY },
  packet: { entry: provides, args: SOCK },
  key: { entry: provides, args: TTY },
};

const allFinish: Property<Kernel> = {
  name: 'all-finish',
  meaning: 'Everybody finishes.',
  reason: 'A wakeup that is lost leaves its sleeper asleep for ever.',
  antecedent: { text: 'somebody sleeps', reached: each('task_struct', (k, _, task) => !k.task_struct(task).on_rq) },
  atEnd: each('context', (_, situation, context) =>
    situation.isAtRest(context) ? null : `${situation.contexts[context]} sleeps for ever`,
  ),
};

/** What is violated, and by what; nothing where all holds. */
const violated = (entries: Entries, patch?: Patch): string[] => {
  const model = twoQueues(entries, patch === undefined ? {} : { patch });
  const { judgements } = check<Kernel>(new PackedMachine(model), [allFinish, sound]);
  return judgements.flatMap(({ property, verdict, violation }) =>
    verdict === 'holds' ? [] : [`${property.name} ${verdict}: ${violation?.message}`],
  );
};

it('everybody is woken by whoever provides for its queue, whichever way they come', () => {
  expect(violated(contexts)).toEqual([]);
});

const nothing = { line: 0, c: ';', go: () => undefined };
const stepOf = <L extends string>({ steps }: Proc<typeof owner, L>, label: L) =>
  steps.get(label) as Step<Kernel, Owner, L>;

it.each<[string, Edit, string]>([
  [
    'wakes before there is anything',
    edit(provides, { remove: ['ready'], after: { wake: { late: stepOf(provides, 'ready') } } }),
    'all-finish violated: receiver sleeps for ever',
  ],
  [
    'wakes who waits for something else',
    edit(provides, {
      replace: { wake: { line: 2, c: 'wake_up(&tty->wait)', call: to(__wake_up, (g) => sameOwner(g, TTY)) } },
    }),
    'all-finish violated: receiver sleeps for ever',
  ],
  [
    'looks before it says that it sleeps',
    edit(reads, { replace: { interruptible: nothing }, before: { sleep: { late: stepOf(reads, 'interruptible') } } }),
    'all-finish violated: typist sleeps for ever',
  ],
  [
    'adds itself without the lock',
    edit(add_wait_queue, { replace: { lock: nothing, unlock: nothing } }),
    'sound violated: add_wait_queue.add by typist: unguarded tty.wait',
  ],
  [
    'takes itself off without the lock',
    edit(remove_wait_queue, { replace: { lock: nothing, unlock: nothing } }),
    'sound violated: remove_wait_queue.remove by receiver: unguarded sock.sleep',
  ],
])('a mutant that %s is caught', (_, mutation, expected) => {
  expect(violated(contexts, mutantOf(mutation))).toContain(expected);
});

it('who frees what it slept on, once it has what it slept for, frees it under who wakes it', () => {
  const closes = proc('closes', 'wait.c', owner, {
    receive: { line: 8, c: 'receive(sk)', call: to(receives, sameOwner) },
    free: { line: 9, c: 'kfree(sk)', run: (k, f) => k.free('sock', f.sock) },
  });
  const { packet } = contexts;
  expect(violated({ closer: { entry: closes, args: SOCK }, packet })).toEqual(['sound violated: use_after_free:sock']);
});
