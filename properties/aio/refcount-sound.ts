import { CTX } from '../../model/kernel.ts';
import { each } from '../property.ts';
import type { AioProperty, KernelView } from './kernel-view.ts';

const named = (holders: readonly (readonly [string, boolean])[]): string =>
  holders
    .filter(([, holds]) => holds)
    .map(([name]) => name)
    .join(', ');

const wrong = (what: string, count: number, holders: string): string =>
  `${what} is ${count}, and its holders are: ${holders === '' ? 'none' : holders}`;

const times = (name: string, count: number): string => (count > 1 ? `${name}, ${count} times` : name);

function wrongKiocb(k: KernelView, iocb: number): string | null {
  const { held_by_submission, held_by_io, held_by_retry, held_by_cancel, held_by_others } = k.request(iocb);
  const { ki_users } = k.kiocb(iocb);
  const beside = held_by_retry + held_by_cancel + held_by_others;
  if (ki_users === Number(held_by_submission) + Number(held_by_io) + beside) return null;
  const holders = named([
    ['submission', held_by_submission],
    ['io', held_by_io],
    [times('retry', held_by_retry), held_by_retry > 0],
    [times('cancel', held_by_cancel), held_by_cancel > 0],
    [`${held_by_others} of the patch's own`, held_by_others > 0],
  ]);
  return wrong(`kiocb[${iocb}].ki_users`, ki_users, holders);
}

function wrongDio(k: KernelView, iocb: number): string | null {
  const { bios, firstBio } = k.world.iocbs[iocb] ?? { bios: 0, firstBio: 0 };
  const { dio_held_by_worker } = k.request(iocb);
  const { refcount } = k.dio(iocb);
  let holders = Number(dio_held_by_worker);
  for (let n = 0; n < bios; n++) if (k.bio(firstBio + n).holds_dio) holders++;
  if (refcount === holders) return null;
  const ofBios = Array.from({ length: bios }, (_, n) => [`bio ${n}`, k.bio(firstBio + n).holds_dio] as const);
  return wrong(`dio[${iocb}].refcount`, refcount, named([['worker', dio_held_by_worker], ...ofBios]));
}

function wrongFile(k: KernelView, iocb: number): string | null {
  const { file_held_by_submission, holds_file } = k.request(iocb);
  const isOpen = !k.world.iocbs[iocb]?.lastFile;
  const { f_count } = k.file(iocb);
  if (f_count === Number(isOpen) + Number(file_held_by_submission) + Number(holds_file)) return null;
  const holders = named([
    ['the descriptor', isOpen],
    ['submission', file_held_by_submission],
    ['the request', holds_file],
  ]);
  return wrong(`file[${iocb}].f_count`, f_count, holders);
}

function wrongContext(k: KernelView, contexts: readonly string[]): string | null {
  const { users } = k.kioctx(CTX);
  const { held_by_list, held_by_fput } = k.kioctx_log(CTX);
  let holders = Number(held_by_list) + held_by_fput;
  for (let context = 0; context < contexts.length; context++) holders += k.context_log(context).holds_ctx;
  if (users === holders) return null;
  const held = contexts.map((name, context) => [name, k.context_log(context).holds_ctx] as const);
  const lookups = held.map(([name, count]) => [times(name, count), count > 0] as const);
  const others = [
    ['the list of the mm', held_by_list],
    [times('deferred fput', held_by_fput), held_by_fput > 0],
  ] as const;
  return wrong('kioctx.users', users, named([...others, ...lookups]));
}

/**
 * The holders are the ledger's (model/ghost/holders.ts): a request's submission and its I/O, each run off the run list and each
 * cancellation; a dio's worker and its bios; of a context the mm's list, each system call that looked it up, and each
 * request whose file is to be dropped; of a file the descriptor, io_submit_one from fget() to where it hands the file to the
 * request or gives it back, and the request until its last put drops it (fs/aio.c:522); and whatever a patch says that it takes.
 * A system call that has returned holds nothing: what it forgot to drop is one too many from then on.
 */
export const refcountSound: AioProperty = {
  name: 'refcount-sound',
  meaning: 'Every reference count is the number of its holders, at every moment, and no BUG_ON fires.',
  reason:
    'A count that is one short frees what somebody still uses, and one that is one over frees it never. Often that shows ' +
    'only on another schedule, much later, as a crash elsewhere; the count is wrong from the first moment.',
  antecedent: {
    text: 'a request is there, with holders',
    reached: each('kiocb', (_k, { isAlive }, iocb) => isAlive('kiocb', iocb)),
  },
  always: [
    each('kiocb', (k, { isAlive }, iocb) => (isAlive('kiocb', iocb) ? wrongKiocb(k, iocb) : null)),
    each('dio', (k, { isAlive }, iocb) => (isAlive('dio', iocb) ? wrongDio(k, iocb) : null)),
    each('file', (k, { isAlive }, iocb) => (isAlive('file', iocb) ? wrongFile(k, iocb) : null)),
    (k, { isAlive, contexts }) => (isAlive('kioctx', CTX) ? wrongContext(k, contexts) : null),
  ],
  onHalt: ({ kind }) => kind === 'bug_on',
};
