/**
 * Steps that stand for several statements about an object that nobody else can see: what a patch puts between these may as well come
 * behind them all, and so may what gives one of its fields another value.
 */
import { skeletonOf } from '../../source/skeleton.ts';
import type { ModelledLines } from '../../source/source-file.ts';
import type { SkeletonLine } from '../../source/with-hunks.ts';
import type { PatchLine } from '../patched-file.ts';

interface PrivateLines {
  /** Of 2.6.20. */
  readonly from: number;
  readonly to: number;
  /** What they write, by the line. */
  readonly writes: Readonly<Record<string, number>>;
}

/** By function. */
const PRIVATE: Readonly<Record<string, readonly PrivateLines[]>> = {
  // The new request, before it is linked (432).
  __aio_get_req: [
    {
      from: 411,
      to: 424,
      writes: {
        req: 411,
        'req->ki_flags': 415,
        'req->ki_users': 416,
        'req->ki_key': 417,
        'req->ki_ctx': 418,
        'req->ki_cancel': 419,
        'req->ki_retry': 420,
        'req->ki_dtor': 421,
        'req->private': 422,
        'req->ki_iovec': 423,
      },
    },
  ],
  // The new dio, before its first bio is submitted (1032).
  direct_io_worker: [
    {
      from: 967,
      to: 993,
      writes: {
        'dio->rw': 967,
        'dio->io_error': 985,
        'dio->result': 986,
        'dio->iocb': 987,
        'dio->refcount': 991,
        'dio->bio_list': 992,
        'dio->waiter': 993,
      },
    },
  ],
};

const isAdded = ({ origin }: SkeletonLine): boolean => origin.is === 'added';
const baseOf = ({ origin }: SkeletonLine): number | null => (origin.is === 'added' ? null : origin.base);
/** What an assignment writes to. */
const written = (text: string): string | undefined => /^\s*([\w>.-]+)\s*=[^=]/.exec(text)?.[1];

/** Nothing that is put into a place which one of the statements behind it writes, or that does more than put something into one. */
function mayComeLater(text: string, line: number, writes: PrivateLines['writes'], gone: ReadonlySet<number>): boolean {
  if (/^\s*(?:\/\*.*\*\/\s*|\*.*)?$/.test(text)) return true;
  const assigned = /^\s*([\w>.-]+)\s*=\s*[\w-]+\s*;\s*(?:\/\*.*\*\/\s*)?$/.exec(text)?.[1];
  // Of the object, and not the local that points to it.
  if (assigned?.includes('->') !== true) return false;
  const later = writes[assigned];
  return later === undefined || later <= line || gone.has(later);
}

const baseBefore = (lines: readonly SkeletonLine[], nth: number): number | null =>
  lines
    .slice(0, nth)
    .map(baseOf)
    .findLast((base) => base !== null) ?? null;

/** The text of a function with what is put between such statements behind them, numbered anew. `removed`: of the function. */
export function withoutInsertions(
  lines: readonly SkeletonLine[],
  modelled: ModelledLines,
  removed: readonly PatchLine[],
): SkeletonLine[] {
  let all = [...lines];
  for (const { from, to, writes } of PRIVATE[modelled.name] ?? []) {
    const first = all.findIndex((line) => (baseOf(line) ?? 0) >= from);
    const last = all.findLastIndex((line) => (baseOf(line) ?? Number.POSITIVE_INFINITY) <= to);
    const inside = all.slice(first, last + 1);
    // Where a statement of them is changed, the order may matter.
    if (inside.some(({ origin }) => origin.is === 'shown')) continue;
    const added = inside.filter(isAdded);
    const gone = new Set(removed.map(({ base }) => base));
    if (
      !inside.every(
        (line, nth) => !isAdded(line) || mayComeLater(line.text, baseBefore(inside, nth) ?? from, writes, gone),
      )
    )
      continue;
    const rewritten = removed.filter(({ base, line }) => {
      const target = written(line.text);
      return from <= base && base <= to && target !== undefined && added.some(({ text }) => written(text) === target);
    });
    const kept = inside.filter((line) => !isAdded(line));
    for (const { base } of rewritten) {
      const text = skeletonOf(modelled)[base - modelled.lines[0]] ?? '';
      kept.push({ at: 0, text, origin: { is: 'kept', base } });
    }
    kept.sort((a, b) => (baseOf(a) ?? 0) - (baseOf(b) ?? 0));
    all = [...all.slice(0, first), ...kept, ...added, ...all.slice(last + 1)];
  }
  return all.map(({ text, origin }, nth) => ({ at: nth + 1, text, origin }));
}
