/** Wait queues in a model of its own: in objects of two kinds, one of which can be freed. */
import { describe, expect, it } from 'vitest';
import {
  type AnyProc,
  type Entry,
  findingName,
  type Machine,
  PackedMachine,
  type Patch,
} from '../../../model/core/index.ts';
import { bothMachines, numberOf } from '../../models/machines.ts';
import { fireAll } from '../../models/tiny-kernel.ts';
import {
  __wake_up,
  add_wait_queue,
  add_wait_queue_exclusive,
  edit,
  type Kernel,
  mutantOf,
  type Owner,
  proc,
  remove_wait_queue,
  SOCK,
  TTY,
  twoQueues,
} from '../../models/two-queues.ts';

function finish(machine: Machine, name: string): void {
  const number = numberOf(machine, name);
  while (machine.enabled(number)) machine.fire(number);
  expect(machine.hasFinished(number)).toBe(true);
}

interface Waiter {
  readonly exclusive: boolean;
  /** `dozing`: it has set its state, and not called schedule. */
  readonly is: 'running' | 'dozing' | 'asleep';
}

/** Whom the C wakes (kernel/sched.c:3684-3691, 1412-1436), said once more without a model. */
function wokenInC(queue: readonly Waiter[], all: boolean): number[] {
  const last = all ? -1 : queue.findIndex(({ exclusive, is }) => exclusive && is === 'asleep');
  return queue.flatMap(({ is }, n) => (is !== 'running' && (last < 0 || n <= last) ? [n] : []));
}

function everyQueue(longest: number): Waiter[][] {
  const waiters = [true, false].flatMap((exclusive) =>
    (['running', 'dozing', 'asleep'] as const).map((is): Waiter => ({ exclusive, is })),
  );
  const queues: Waiter[][] = [[]];
  for (const queue of queues) if (queue.length < longest) for (const one of waiters) queues.push([...queue, one]);
  return queues;
}

/** Whom the modelled wake-up sets running that did not run. It leaves the queue as it is, and runnable tasks on the run queue. */
function wokenBy(queue: readonly Waiter[], at: Owner, all: boolean, patch?: Patch): number[] {
  const init = (k: Kernel) => {
    const list = at === TTY ? k.tty(0).wait : k.sock(0).sleep;
    queue.forEach(({ exclusive, is }, n) => {
      k.wait_queue_t(n).WQ_FLAG_EXCLUSIVE = exclusive;
      k.task_struct(n).state = is === 'running' ? 'TASK_RUNNING' : 'TASK_INTERRUPTIBLE';
      k.task_struct(n).on_rq = is !== 'asleep';
      list.insert(n, n);
    });
  };
  const waker = { entry: __wake_up, args: { ...at, all: all ? 1 : 0 } };
  const machine = new PackedMachine(twoQueues({ waker }, { init, ...(patch === undefined ? {} : { patch }) }));
  const { tty, sock } = machine.plain().pools;
  finish(machine, 'waker');
  const { task_struct, ...after } = machine.plain().pools;
  expect(after).toMatchObject({ tty, sock });
  return queue.flatMap(({ is }, n) => {
    const runs = task_struct?.[n]?.['state'] === 'TASK_RUNNING';
    expect(task_struct?.[n]?.['on_rq']).toBe(is !== 'asleep' || runs);
    return runs && is !== 'running' ? [n] : [];
  });
}

describe('__wake_up', () => {
  it.each([
    ['a tty', TTY, 3],
    ['a sock', SOCK, 2],
  ])('of %s wakes whom the C wakes', (_, at, longest) => {
    for (const queue of everyQueue(longest))
      for (const all of [false, true])
        expect({ queue, all, woken: wokenBy(queue, at, all) }).toEqual({ queue, all, woken: wokenInC(queue, all) });
  });

  const countsWhen = (isEnough: (f: Readonly<Record<'woken' | 'exclusive', number>>) => boolean): Patch =>
    mutantOf(
      edit(__wake_up, {
        replace: {
          counted: {
            line: 3689,
            c: '/* counted otherwise */',
            go(f) {
              f.position += 1;
              return isEnough(f) ? 'unlock' : 'next';
            },
          },
        },
      }),
    );
  /** Queues of one or two waiters: of the second, four of six kinds can be woken. */
  it.each<[string, Parameters<typeof countsWhen>[0], number]>([
    ['counts as the C does', (f) => f.woken === 1 && f.exclusive === 1, 0],
    ['does not count exclusive waiters', () => false, 4],
    ['counts exclusive waiters that had not slept', (f) => f.exclusive === 1, 8],
    ['counts waiters that are not exclusive', (f) => f.woken === 1, 4],
  ])('that %s wakes others than the C in some queues, or in none', (_, isEnough, count) => {
    const queues = everyQueue(2).filter((queue) => {
      const woken = wokenBy(queue, TTY, false, countsWhen(isEnough));
      return woken.join() !== wokenInC(queue, false).join();
    });
    expect(queues).toHaveLength(count);
  });
});

describe.each(bothMachines)('on the %s machine', (_, make) => {
  it('waiters that are not exclusive are added in front, exclusive ones behind, each to its own queue', () => {
    const on = (at: Owner, entry: AnyProc, wait: number) => ({ entry, args: { ...at, wait } });
    const contexts = {
      first: on(SOCK, add_wait_queue_exclusive, 0),
      second: on(SOCK, add_wait_queue, 1),
      third: on(SOCK, add_wait_queue_exclusive, 2),
      fourth: on(TTY, add_wait_queue, 3),
      leaves: on(SOCK, remove_wait_queue, 0),
    };
    const machine = make(twoQueues(contexts, {}));
    for (const name of ['first', 'second', 'third', 'fourth']) finish(machine, name);
    const { sock, tty, wait_queue_t } = machine.plain().pools;
    expect([sock?.[0], tty?.[0]]).toMatchObject([
      { sleep: [1, 0, 2], sleep_lock: null },
      { wait: [3], wait_lock: null },
    ]);
    expect(wait_queue_t?.map((entry) => entry['WQ_FLAG_EXCLUSIVE'])).toEqual([true, false, true, false]);
    finish(machine, 'leaves');
    expect(machine.plain().pools['sock']?.[0]).toMatchObject({ sleep: [1, 2], sleep_lock: null });
  });

  const frees = proc('sk_free', 'sock.c:1', {}, { free: { line: 2, c: 'kfree(sk)', run: (k) => k.free('sock', 0) } });
  /** What a function comes upon if the sock is freed once it has taken so many steps. */
  const foundAfter = (steps: number, { entry, args = {} }: Entry, at: Owner): string[] => {
    const init = (k: Kernel) => {
      k.sock(0).sleep.insert(0, 0);
      k.tty(0).wait.insert(0, 0);
    };
    const machine = make(twoQueues({ user: { entry, args: { ...args, ...at } }, frees }, { init }));
    const turns = Array.from({ length: steps }, () => 'user');
    const fired = fireAll(machine, ...turns, 'frees', 'user');
    return fired.flatMap(({ step, findings }) => findings.map((one) => `${step} ${findingName(one)}`));
  };

  const wakes = { entry: __wake_up };
  it.each([
    [0, '__wake_up.lock'],
    [1, '__wake_up.next'],
    [3, '__wake_up.next'],
    [4, '__wake_up.unlock'],
  ])('a wake-up whose owner is freed after %d of its steps is a use after free in %s', (steps, step) => {
    expect(foundAfter(steps, wakes, SOCK)).toEqual([`${step} use_after_free:sock`]);
    expect(foundAfter(steps, wakes, TTY)).toEqual([]);
  });
  it('waking a task touches the task alone', () => {
    expect(foundAfter(2, wakes, SOCK)).toEqual([]);
  });
  it('who adds itself to the queue of what was freed, or takes itself off it, uses it after the free', () => {
    const adds = { entry: add_wait_queue, args: { wait: 1 } };
    const removes = { entry: remove_wait_queue, args: { wait: 0 } };
    const found = [adds, removes].map((user, i) => [0, 1, 2].flatMap((n) => foundAfter(n + 1 - i, user, SOCK)));
    expect(found).toEqual([
      ['lock', 'add', 'unlock'].map((label) => `add_wait_queue.${label} use_after_free:sock`),
      ['lock', 'remove', 'unlock'].map((label) => `remove_wait_queue.${label} use_after_free:sock`),
    ]);
  });
});
