/** How properties look at the modelled kernel: its memory, and the few questions that several of them ask. */
import { CTX, type Kernel, type Structs } from '../../model/kernel.ts';
import type { List, Pools } from '../../model/core/index.ts';
import type { Property, Situation } from '../property.ts';

/** A field that was never written shows as undefined. */
export type KernelView = Pools<Structs> & Pick<Kernel, 'world'>;
export type AioProperty = Property<KernelView>;
export type RequestView = ReturnType<KernelView['request']>;

/** The first request of which `is` holds, by number, or null. */
export function someRequest(k: KernelView, is: (request: RequestView, iocb: number) => boolean): number | null {
  for (let iocb = 0; iocb < k.world.iocbs.length; iocb++) if (is(k.request(iocb), iocb)) return iocb;
  return null;
}

/** Whether `is` holds of an element. */
export function some(list: List, is: (element: number) => boolean): boolean {
  for (let i = 0; i < list.length; i++) if (is(list.at(i))) return true;
  return false;
}

/** The first slot of the ring of which `is` holds, or null. */
export function someSlot(k: KernelView, is: (slot: ReturnType<KernelView['io_event']>) => boolean): number | null {
  for (let slot = 0; slot < k.world.ring_nr; slot++) if (is(k.io_event(slot))) return slot;
  return null;
}

export function overwrittenSlot(k: KernelView): string | null {
  const slot = someSlot(k, ({ overwritten }) => overwritten);
  return slot === null ? null : `the event in slot ${slot} was overwritten before anybody read it`;
}

export const elements = (list: List): number[] => Array.from({ length: list.length }, (_, i) => list.at(i));

/** The slots that hold events for readers, by the published head and tail, in ring order. */
export function slotsInRing(k: KernelView): number[] {
  const { ring_head, ring_tail } = k.kioctx(CTX);
  const { ring_nr } = k.world;
  if (!(ring_head >= 0 && ring_tail >= 0)) return [];
  const length = (ring_tail - ring_head + ring_nr) % ring_nr;
  return Array.from({ length }, (_, i) => (ring_head + i) % ring_nr);
}

/** The names of the tasks whose stack has this function on it. */
export const tasksIn = (proc: string, k: KernelView, { stack }: Situation): string[] =>
  k.world.tasks.filter((_, task) => stack(task).some((entry) => entry.proc === proc)).map(({ name }) => name);

/** Those of them that sleep: off the run queue. */
export const sleepersIn = (proc: string, k: KernelView, situation: Situation): string[] => {
  const asleep = k.world.tasks.filter((_, task) => !k.task_struct(task).on_rq).map(({ name }) => name);
  return asleep.length === 0 ? [] : tasksIn(proc, k, situation).filter((name) => asleep.includes(name));
};
