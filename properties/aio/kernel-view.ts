/** How properties look at the modelled kernel: its memory, and the few questions that several of them ask. */
import type { List } from '../../model/core/index.ts';
import { factsOf, type WorldCall } from '../../model/calls.ts';
import type { World } from '../../model/world.ts';
import {
  type AddedFields,
  CTX,
  type Declares,
  type Kernel,
  type PoolsDeclaring,
  type PoolsWith,
} from '../../model/kernel.ts';
import type { Property, Situation } from '../property.ts';

/** A field of an object that is not alive, or one that was never written, shows as undefined. `Added`: fields of a patch. */
export type KernelView<Added extends AddedFields = object> = PoolsWith<Added> & Pick<Kernel, 'world'>;
/** With `AioProperty<typeof fields>` it can look at the fields of a patch, and only be asked of kernels that have them. */
export type AioProperty<Added extends AddedFields = object> = Property<KernelView<Added>>;
/** The same for a patch that declares structs too: `AioPropertyOf<typeof declared>`. */
export type AioPropertyOf<D extends Declares> = Property<PoolsDeclaring<D> & Pick<Kernel, 'world'>>;
export type RequestView = ReturnType<KernelView['request']>;

/** Whether `is` holds of an element. */
export function some(list: List, is: (element: number) => boolean): boolean {
  for (let i = 0; i < list.length; i++) if (is(list.at(i))) return true;
  return false;
}

export const elements = (list: List): number[] => Array.from({ length: list.length }, (_, i) => list.at(i));

/** Whether `is` holds of some slot of the ring. */
export function someSlot(k: KernelView, is: (slot: ReturnType<KernelView['io_event']>) => boolean): boolean {
  for (let slot = 0; slot < k.world.ring_nr; slot++) if (is(k.io_event(slot))) return true;
  return false;
}

export const overwritten = (slot: ReturnType<KernelView['io_event']>, nth: number): string | null =>
  slot.overwritten ? `the event in slot ${nth} was overwritten before anybody read it` : null;

/** The context is there, and its ring is not freed. */
export const hasRing = (k: KernelView, { isAlive }: Situation): boolean =>
  isAlive('kioctx', CTX) && k.kioctx(CTX).ring_pages;

/** The slots that hold events for readers, by the published head and tail, in ring order. */
export function slotsInRing(k: KernelView): number[] {
  const { ring_head, ring_tail } = k.kioctx(CTX);
  const { ring_nr } = k.world;
  if (!(ring_head >= 0 && ring_tail >= 0)) return [];
  const length = (ring_tail - ring_head + ring_nr) % ring_nr;
  return Array.from({ length }, (_, i) => (ring_head + i) % ring_nr);
}

/** The system call that a task is in; undefined when it has made them all. */
export const callOf = (k: KernelView, task: number): WorldCall | undefined =>
  k.world.tasks[task]?.calls[k.task_log(task).returns.length];

/** The task is off the run queue, in this function. */
export const sleepsIn = (proc: string, k: KernelView, { isIn }: Situation, task: number): boolean =>
  !k.task_struct(task).on_rq && isIn(task, proc);

export const nameOf = (k: KernelView, task: number): string => k.world.tasks[task]?.name ?? `task ${task}`;

/** With what it has taken in this call and what lies in the ring, the task has as many events as it waits for. */
export function hasEnoughEvents(k: KernelView, situation: Situation, task: number): boolean {
  const made = callOf(k, task);
  const events = made === undefined ? null : factsOf(made).events;
  if (events === null) return false;
  const inRing = hasRing(k, situation) ? slotsInRing(k).length : 0;
  return k.task_log(task).taken.length + inRing >= events.waitsFor;
}

/** What the call returned that read or wrote the request synchronously; null: there is none, or it has not returned. */
export function returnedBySync(k: KernelView, iocb: number): number | null {
  for (const [task, { calls }] of k.world.tasks.entries()) {
    const nth = calls.findIndex((made) => made.call === 'sync_io' && made.iocb === iocb);
    const { returns } = k.task_log(task);
    if (nth >= 0) return nth < returns.length ? returns.at(nth) : null;
  }
  return null;
}

/** Completed, and the I/O's reference dropped. */
export const isCompleted = ({ held_by_io, entered }: RequestView): boolean => entered && !held_by_io;

/** The context of a bio's interrupt: they follow the tasks, in the order of the bios. */
export const contextOfBio = ({ tasks }: World, bio: number): number => tasks.length + bio;

/** The contexts that are the request's I/O: the interrupts that end its bios, or that end it where it is queued. */
export function contextsOfIo({ tasks, iocbs }: World, iocb: number): number[] {
  const { bios = 0, firstBio = 0, op } = iocbs[iocb] ?? {};
  const ofBios = Array.from({ length: bios }, (_, n) => tasks.length + firstBio + n);
  if (op !== 'queued') return ofBios;
  const before = iocbs.reduce((sum, one) => sum + one.bios + one.kicks, 0);
  return [tasks.length + before + iocbs.slice(0, iocb).filter((one) => one.op === 'queued').length];
}
