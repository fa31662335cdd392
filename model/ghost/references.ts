/** Who holds references to a context, a dio and a file. Those to a kiocb are in kiocb-references.ts. */
import { type SaysGap, NULL, type Store } from '../core/index.ts';
import { CTX, type Kernel } from '../kernel.ts';
import { type Account, dropped, several, single, unnamedReference } from './accounts.ts';
import { completionBegun } from './completion.ts';
import { isSyncRequest } from '../world.ts';
import { MOST_HELD } from './ledger.ts';

/** What the functions that are known by name, and whatever they call, do with references: the innermost of them tells. */
export const SYSTEM_CALLS = ['sys_io_submit', 'sys_io_getevents', 'sys_io_cancel', 'sys_io_destroy', 'sys_io_setup'];
const OF_CONTEXTS = [...SYSTEM_CALLS, 'io_destroy', 'exit_aio', '__aio_put_req', 'aio_fput_routine'];

/** Functions below a system call that take no reference to a context in 2.6.20; whatever takes one elsewhere, does it for the system call. */
const BELOW = [
  'io_submit_one',
  'aio_get_req',
  '__aio_get_req',
  'really_put_req',
  'aio_put_req',
  'aio_run_iocb',
  '__aio_run_iocbs',
  'aio_complete',
  'aio_read_evt',
  'read_events',
  'kick_iocb',
  'try_queue_kicked_iocb',
  'aio_queue_work',
  'aio_kick_handler',
  'aio_cancel_all',
  'wait_for_all_aios',
  'direct_io_worker',
  'dio_bio_end_aio',
];
const TAKERS = [...OF_CONTEXTS, 'lookup_ioctx', ...BELOW];
const LOOKERS = new Set([...SYSTEM_CALLS, 'lookup_ioctx']);

const lookupBy = (k: Kernel, context: number): Account => several(k.context_log(context), 'holds_ctx', MOST_HELD);
const pinBy = (k: Kernel, context: number): Account => several(k.context_log(context), 'pins_ctx', MOST_HELD);

/**
 * The list of the mm holds one; whoever takes the context off it drops that first. A request whose file is to be dropped later has
 * one from __aio_put_req to aio_fput_routine, and each system call that looked the context up its own. What a patch takes elsewhere,
 * its context has until it drops it. `contexts`: how many there are.
 */
export const usersStored =
  (contexts: number) =>
  (k: Kernel, ctx: number, { stack, from, gap }: Store): void => {
    const log = k.kioctx_log(ctx);
    const fput = several(log, 'held_by_fput', MOST_HELD);
    const [lookup, pin] = [lookupBy(k, k.current), pinBy(k, k.current)];
    if (from === null) {
      for (let own = k.kioctx(ctx).users - 1; own > 0; own--) lookup.take();
      return;
    }
    const by = k.kioctx(ctx).users - from;
    if (by === 1) {
      const taker = stack.innermost(TAKERS)?.proc ?? '';
      (taker === '__aio_put_req' ? fput : LOOKERS.has(taker) ? lookup : pin).take();
    }
    if (by !== -1) return;
    const within = stack.innermost(OF_CONTEXTS)?.proc;
    if ((within === 'io_destroy' || within === 'exit_aio') && log.unlinked_by === k.current) {
      log.held_by_list = false;
      log.unlinked_by = NULL;
      return;
    }
    const isKnown = within !== undefined && within !== '__aio_put_req';
    const own = isKnown || lookup.has() || pin.has() ? [within === 'aio_fput_routine' ? fput : lookup, pin] : null;
    const all = Array.from({ length: contexts }, (_, context) => [lookupBy(k, context), pinBy(k, context)]).flat();
    dropped(own, [single(log, 'held_by_list'), fput, ...all], () => {
      log.unnamed = true;
      gap(unnamedReference(stack, 'kioctx', by));
    });
  };

/** A system call returns, and below it a reference was taken that its context has not dropped: for somebody else, or by mistake. */
export const pinsReturned =
  (call: string) =>
  (k: Kernel, _value: number, _locals: unknown, gap: SaysGap): void => {
    const log = k.context_log(k.current);
    if (log.pins_ctx === 0) return;
    log.pins_ctx = 0;
    k.kioctx_log(CTX).unnamed = true;
    gap(`below ${call}() a reference to kioctx is taken and not dropped, and nothing tells whose it is`);
  };

/** Whoever makes a context does so for the list of the mm, onto which it is put before anybody sees it; what it begins with beyond that is its own. */
export function kioctxAllocated(k: Kernel, ctx: number): void {
  k.kioctx_log(ctx).held_by_list = true;
}

/** The context is put on the list of the mm, or taken off it. */
export function ioctx_listStored(k: Kernel, mm: number, { from }: Store): void {
  if (from !== null && from !== NULL && k.mm_struct(mm).ioctx_list !== from) k.kioctx_log(from).unlinked_by = k.current;
}

/** The worker takes its reference before it sends any bio. A request makes one dio, numbered as the request. */
export function dioAllocated(k: Kernel, dio: number): void {
  k.request(dio).dio_held_by_worker = true;
  k.context_log(k.current).sends_bios = true;
}

const SENDERS = ['dio_bio_submit', 'direct_io_worker'];
const ENDERS = ['dio_bio_end_aio', 'dio_bio_end_io', 'direct_io_worker'];
const ofBio = (k: Kernel, bio: number): Account => single(k.bio(bio), 'holds_dio');

/** Each bio that was sent holds one, and the worker does that sends them. */
export function refcountStored(k: Kernel, dio: number, { stack, from, gap }: Store): void {
  if (from === null) return;
  const { refcount, iocb } = k.dio(dio);
  const by = refcount - from;
  const worker = single(k.request(iocb), 'dio_held_by_worker');
  const isUnnamed = () => {
    k.request(iocb).dio_unnamed = true;
    gap(unnamedReference(stack, `dio[${dio}]`, by));
  };
  const sender = stack.innermost(SENDERS);
  if (by === 1) {
    if (sender?.proc === 'dio_bio_submit') ofBio(k, sender.locals['bio'] as number).take();
    else isUnnamed();
  }
  if (by !== -1) return;
  const ender = stack.innermost(ENDERS);
  const isOfBio = ender !== null && ender.proc !== 'direct_io_worker';
  const own = ender === null ? null : [isOfBio ? ofBio(k, ender.locals['bio'] as number) : worker];
  dropped(own, [worker, ...biosOf(k, iocb)], isUnnamed);
  if (refcount === 0 && isOfBio) completionBegun(k, iocb);
}

function biosOf(k: Kernel, iocb: number): Account[] {
  const { bios = 0, firstBio = 0 } = k.world.iocbs[iocb] ?? {};
  return Array.from({ length: bios }, (_, n) => ofBio(k, firstBio + n));
}

const OF_FILES = ['io_submit_one', '__aio_put_req', 'aio_fput_routine'];

/** io_submit_one holds one from fget() on, and hands it to the request, whose last put drops it. Files are numbered as requests. */
export function f_countStored(k: Kernel, file: number, { stack, from, gap }: Store): void {
  if (from === null) return;
  const by = k.file(file).f_count - from;
  const log = k.request(file);
  const submission = single(log, 'file_held_by_submission');
  const own = single(log, 'holds_file');
  const isUnnamed = () => {
    log.file_unnamed = true;
    gap(unnamedReference(stack, `file[${file}]`, by));
  };
  const within = stack.innermost(OF_FILES)?.proc;
  if (by === 1) {
    if (within === 'io_submit_one') submission.take();
    else isUnnamed();
  }
  const isKnown = within !== undefined;
  if (by === -1)
    dropped(isKnown ? [within === 'io_submit_one' ? submission : own] : null, [submission, own], isUnnamed);
}

/** The submission hands its reference to the request. A sync kiocb has none: the system call has it. */
export function ki_filpStored(k: Kernel, iocb: number): void {
  if (isSyncRequest(k.world, iocb)) return;
  const { ki_filp } = k.kiocb(iocb);
  if (ki_filp === NULL) return;
  const log = k.request(ki_filp);
  log.file_held_by_submission = false;
  log.holds_file = true;
}
