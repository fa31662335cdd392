/** Who holds references to what, by name, as the ledger has it (model/ghost). */
import type { KernelView } from './kernel-view.ts';

/** A holder, and how many references it has; 0: none. */
export interface Holder {
  readonly name: string;
  readonly count: number;
}

/** References to the context that a context has: what it looked up, and what a patch took elsewhere. */
export function ctxHeldBy(k: KernelView, context: number): number {
  const { holds_ctx, pins_ctx } = k.context_log(context);
  return holds_ctx + pins_ctx;
}

const one = (name: string, holds: boolean): Holder => ({ name, count: Number(holds) });

/** Of the objects of which references are counted: the field that counts them, and who holds one. */
export interface CountedObject {
  readonly count: string;
  readonly holders: (k: KernelView, id: number, contexts: readonly string[]) => readonly Holder[];
  /** A reference was taken or dropped, and nothing tells whose. */
  readonly isUnnamed: (k: KernelView, id: number) => boolean;
}

export const countedObjects = {
  kiocb: {
    count: 'ki_users',
    isUnnamed: (k, iocb) => k.request(iocb).kiocb_unnamed,
    holders: (k, iocb) => {
      const { held_by_submission, held_by_io, held_by_retry, held_by_cancel, held_by_others } = k.request(iocb);
      return [
        one('submission', held_by_submission),
        one('io', held_by_io),
        { name: 'retry', count: held_by_retry },
        { name: 'cancel', count: held_by_cancel },
        { name: "the patch's own", count: held_by_others },
      ];
    },
  },
  dio: {
    count: 'refcount',
    isUnnamed: (k, iocb) => k.request(iocb).dio_unnamed,
    holders: (k, iocb) => {
      const { bios, firstBio } = k.world.iocbs[iocb] ?? { bios: 0, firstBio: 0 };
      const ofBios = Array.from({ length: bios }, (_, n) => one(`bio ${n}`, k.bio(firstBio + n).holds_dio));
      return [one('worker', k.request(iocb).dio_held_by_worker), ...ofBios];
    },
  },
  file: {
    count: 'f_count',
    isUnnamed: (k, iocb) => k.request(iocb).file_unnamed,
    holders: (k, iocb) => {
      const { file_held_by_submission, holds_file } = k.request(iocb);
      const isOpen = k.world.iocbs[iocb]?.lastFile !== true;
      return [
        one('the descriptor', isOpen),
        one('submission', file_held_by_submission),
        one('the request', holds_file),
      ];
    },
  },
  kioctx: {
    count: 'users',
    isUnnamed: (k, ctx) => k.kioctx_log(ctx).unnamed,
    holders: (k, ctx, contexts) => {
      const { held_by_list, held_by_fput } = k.kioctx_log(ctx);
      const lookups = contexts.map((name, context) => ({ name, count: ctxHeldBy(k, context) }));
      return [one('the list of the mm', held_by_list), { name: 'deferred fput', count: held_by_fput }, ...lookups];
    },
  },
} as const satisfies { readonly [pool in 'kiocb' | 'dio' | 'file' | 'kioctx']: CountedObject };

export type CountedPool = keyof typeof countedObjects;

/** `submission, retry (2)`. */
export const holdersTold = (holders: readonly Holder[]): string =>
  holders
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => (count > 1 ? `${name}, ${count} times` : name))
    .join(', ');

/** Where a count is not the number of its holders: what is wrong. */
export function wrongCount(what: string, count: number, holders: readonly Holder[]): string | null {
  if (count === holders.reduce((sum, holder) => sum + holder.count, 0)) return null;
  const told = holdersTold(holders);
  return `${what} is ${count}, and its holders are: ${told === '' ? 'none' : told}`;
}
