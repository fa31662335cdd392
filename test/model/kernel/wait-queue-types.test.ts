/** What sleeping and waking want of a model. The compiler refuses what stands below `@ts-expect-error`, or it would refuse this test. */
import { describe, expect, it } from 'vitest';
import {
  bool,
  defineModel,
  int,
  type KernelOf,
  listOf,
  notationFor,
  oneOf,
  ref,
  spinlock,
  struct,
} from '../../../model/core/index.ts';
import { task_struct, wait_queue_t } from '../../../model/include/linux/wait.ts';
import { schedulerFor } from '../../../model/kernel/scheduler.ts';
import { waitQueuesFor } from '../../../model/kernel/wait-queues.ts';

const door = struct({
  opened: int(0, 9).racy().starts(0),
  lock: spinlock(),
  wait: listOf(ref('wait_queue_t')).written_under('lock'),
});
const structs = { door, task_struct, wait_queue_t };
type Kernel = KernelOf<typeof structs>;
const { proc } = notationFor(structs);
const scheduler = schedulerFor(proc);

const owner = { door: 'struct door *' } as const;
const lock = (k: Kernel, f: { readonly door: number }) => k.door(f.door).lock;
const task_list = (k: Kernel, f: { readonly door: number }) => k.door(f.door).wait;

describe('schedulerFor takes a model', () => {
  it('whose tasks have one sleeping state, and a field of their own', () => {
    const state = oneOf('TASK_RUNNING', 'TASK_INTERRUPTIBLE').racy().starts('TASK_RUNNING');
    const tasks = notationFor({ task_struct: struct({ ...task_struct.fields, state, nice: int(0, 1).racy() }) });
    expect(schedulerFor(tasks.proc).schedule.name).toBe('schedule');
  });
  it('that has tasks', () => {
    const none = notationFor({ door });
    // @ts-expect-error There is no task_struct.
    expect(schedulerFor(none.proc)).toBeDefined();
  });
  it('whose tasks are on the run queue or not', () => {
    const tasks = notationFor({ task_struct: struct({ state: task_struct.fields.state }) });
    // @ts-expect-error There is no on_rq.
    expect(schedulerFor(tasks.proc)).toBeDefined();
  });
  it('whose tasks can run', () => {
    const state = oneOf('TASK_INTERRUPTIBLE').racy();
    const tasks = notationFor({ task_struct: struct({ state, on_rq: bool().racy() }) });
    // @ts-expect-error TASK_RUNNING is none of the states.
    expect(schedulerFor(tasks.proc)).toBeDefined();
  });
  it('whose tasks are in no state from which they must not be woken', () => {
    const state = oneOf('TASK_RUNNING', 'TASK_STOPPED').racy();
    const tasks = notationFor({ task_struct: struct({ state, on_rq: bool().racy() }) });
    // @ts-expect-error try_to_wake_up would wake who is stopped.
    expect(schedulerFor(tasks.proc)).toBeDefined();
  });
});

describe('waitQueuesFor takes', () => {
  it('the notation of a model that has entries of wait queues', () => {
    const without = notationFor({ door, task_struct });
    const at = { owner, lock: () => null as never, task_list: () => null as never };
    // @ts-expect-error There is no wait_queue_t.
    expect(waitQueuesFor(without.proc, scheduler, at)).toBeDefined();
  });
  it('a list and a lock of that model', () => {
    const at = { owner, lock, task_list };
    const opened = (k: Kernel, f: { readonly door: number }) => k.door(f.door).opened;
    expect(waitQueuesFor(proc, scheduler, at).__wake_up.locals).toMatchObject(owner);
    // @ts-expect-error A number is no list.
    expect(waitQueuesFor(proc, scheduler, { ...at, task_list: opened })).toBeDefined();
    // @ts-expect-error A number is no lock.
    expect(waitQueuesFor(proc, scheduler, { ...at, lock: opened })).toBeDefined();
    const window = (k: KernelOf<{ window: typeof door }>) => k.window(0).wait;
    // @ts-expect-error It is a list of another model.
    expect(waitQueuesFor(proc, scheduler, { ...at, task_list: window })).toBeDefined();
  });
  it('an owner by whose locals alone both are found', () => {
    // @ts-expect-error There is no local called door.
    expect(waitQueuesFor(proc, scheduler, { owner: { gate: 'struct door *' }, lock, task_list })).toBeDefined();
  });
  it('an owner that is not called as a local of the functions is, which they say themselves where no types are checked', () => {
    const at = { lock: (k: Kernel) => k.door(0).lock, task_list: (k: Kernel) => k.door(0).wait };
    // @ts-expect-error p is a local of __wake_up.
    expect(() => waitQueuesFor(proc, scheduler, { ...at, owner: { p: 'struct door *' } })).toThrow(
      'the owner of a wait queue is called p, as a local of __wake_up is; expected another name',
    );
  });
});

it('functions made twice are in no model together', () => {
  const [once, again] = [0, 1].map(() => waitQueuesFor(proc, scheduler, { owner, lock, task_list }).__wake_up);
  const contexts = Object.fromEntries([once, again].flatMap((one, i) => (one ? [[`waker${i}`, one]] : [])));
  expect(() => defineModel({ structs, contexts })).toThrow(
    'there are two functions called __wake_up, and calls of one lead to the other',
  );
});
