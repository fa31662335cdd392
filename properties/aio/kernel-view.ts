/** How properties look at the modelled kernel: its memory, and the few questions that several of them ask. */
import type { Kernel, Structs } from '../../model/kernel.ts';
import type { List, Pools } from '../../model/core/index.ts';
import type { Property } from '../property.ts';

/** A field that was never written shows as undefined. */
export type KernelView = Pools<Structs> & Pick<Kernel, 'world'>;
export type AioProperty = Property<KernelView>;
export type RequestView = ReturnType<KernelView['request']>;

/** The first request of which `is` holds, by number, or null. */
export function someRequest(k: KernelView, is: (request: RequestView, iocb: number) => boolean): number | null {
  const at = k.world.iocbs.findIndex((_, iocb) => is(k.request(iocb), iocb));
  return at < 0 ? null : at;
}

export const elements = (list: List): number[] => Array.from({ length: list.length }, (_, i) => list.at(i));
