/** A closed world: the scenario, ready for steps to read. Constant while schedules run. */
import { type CallName, factsOf, type WorldCall } from './calls.ts';

export type { WorldCall } from './calls.ts';

export type Op = 'direct_write' | 'direct_read' | 'buffered' | 'retry' | 'queued';
export type FaultKind = 'invalidate' | 'osync' | 'bio';

/** One user request, in kernel terms. */
export interface WorldIocb {
  readonly op: Op;
  /** How many bios a direct request makes, and the number of its first in the pool of bios. */
  readonly bios: number;
  readonly firstBio: number;
  readonly o_sync: boolean;
  /** An extending write, which is not asynchronous. */
  readonly append: boolean;
  /** How often a retry request is kicked before it finishes, and the number of its first kick in the pool of kicks. */
  readonly kicks: number;
  readonly firstKick: number;
  /** A queued request whose driver has a cancel method. */
  readonly cancellable: boolean;
  /** The request is handed the last reference to its file. */
  readonly lastFile: boolean;
}

export interface WorldTask {
  readonly name: string;
  readonly calls: readonly WorldCall[];
}

/** The works of a patch that go by one name. Their numbers in the pool of works follow one another. */
export interface WorldWork {
  readonly name: string;
  readonly first: number;
  readonly count: number;
  /** The field in which they lie, each in the object that has its number among them; null: they are static. */
  readonly in: { readonly pool: string; readonly field: string } | null;
}

export interface World {
  readonly ring_nr: number;
  readonly iocbs: readonly WorldIocb[];
  readonly tasks: readonly WorldTask[];
  /** Per kind of fault, what a chance may bring: 0 first, then each error as a negative number. */
  readonly faults: Readonly<Record<FaultKind, readonly number[]>>;
  /** The kinds of fault that the scenario names, whose chances an outcome tells even when none of them can fail. */
  readonly listed: readonly FaultKind[];
  /** Those of the patch. A closed world has them, be it none; a scenario's says nothing. */
  readonly works?: readonly WorldWork[];
}

/** Every request transfers this many bytes. */
export const NBYTES = 16384;

/** The iocbs that a task's `call`th system call submits. */
export function submitted(world: World, task: number, call: number): readonly number[] {
  const made = world.tasks[task]?.calls[call];
  return made === undefined ? [] : factsOf(made).submits;
}

/** The most system calls that one task makes, at least 1. */
export const mostCalls = ({ tasks }: Pick<World, 'tasks'>): number =>
  Math.max(1, ...tasks.map(({ calls }) => calls.length));

/** Whether some task makes this call. */
export const makes = ({ tasks }: Pick<World, 'tasks'>, call: CallName): boolean =>
  tasks.some(({ calls }) => calls.some((made) => made.call === call));

/** Whether some task reads or writes the request synchronously, so that it belongs to no context. */
export const isSyncRequest = ({ tasks }: Pick<World, 'tasks'>, iocb: number): boolean =>
  tasks.some(({ calls }) => calls.some((made) => made.call === 'sync_io' && made.iocb === iocb));

/** Whether some call is repeated until there are events enough. */
export const waitsForSubmitted = ({ tasks }: Pick<World, 'tasks'>): boolean =>
  tasks.some(({ calls }) => calls.some((made) => factsOf(made).until > 0));

/** Whether a signal may come while one of the task's calls runs. */
export const mayBeSignalled = (world: World, task: number): boolean =>
  world.tasks[task]?.calls.some((made) => factsOf(made).signals) ?? false;

/** The most events that one call is taken to take off the ring: as many as it asks for, or two of each request. */
export function mostTaken({ tasks, iocbs }: Pick<World, 'tasks' | 'iocbs'>): number {
  const asked = tasks.flatMap(({ calls }) => calls.map((made) => factsOf(made).events?.most ?? 0));
  return Math.min(Math.max(0, ...asked), 2 * iocbs.length);
}

/** The number of aio/0 among the contexts: it follows the tasks, and the interrupts of bios, kicks and queued requests. */
export function workerOf({ tasks, iocbs }: World): number {
  const interrupts = iocbs.map(({ bios, kicks, op }) => bios + kicks + Number(op === 'queued'));
  return interrupts.reduce((sum, count) => sum + count, tasks.length);
}
