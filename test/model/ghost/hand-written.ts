/**
 * The records of the kernel without patches, written by hand: what it means that a step was taken, and whose reference is meant
 * below a call. Each is at the step at which the model's own function recorded it, when records were calls in the C.
 */
import { submitted } from '../../../model/world.ts';
import type { HandWritten, Row } from './rows.ts';

/** The function's local `req`, whose `ki_users` went down, in the name of whoever called. */
const kiocbPut: Row = (ledger, { k, context, after, kiocbHolder }) =>
  ledger.kiocbIsPut(context, after('req'), kiocbHolder(), k.kiocb(after('req')));

const kiocbGot =
  (by: 'retry' | 'cancel', iocb: string): Row =>
  (ledger, { context, after }) =>
    ledger.kiocbIsGot(context, after(iocb), by);

export const cancelledSet =
  (iocb: string, byTeardown = false): Row =>
  (ledger, { k, after }) =>
    ledger.cancelledIsSet(after(iocb), k.kiocb(after(iocb)), byTeardown);

export const kickArrived: Row = (ledger, { after }) => ledger.kickArrives(after('iocb'));

/** The slot is that of `tail` before the step. */
export const eventWritten: Row = (ledger, { k, before }) =>
  ledger.eventIsInserted(before('iocb'), before('tail'), k.io_event(before('tail')));

/** `if (err) result = err` of the submission path. */
const errorReplaces =
  (result: string): Row =>
  (ledger, { before }) => {
    if (before('err') < 0) ledger.errorIsReported(before('iocb'), before(result), before('err'));
  };

export const faultMet =
  (kind: 'invalidate' | 'osync', error: string): Row =>
  (ledger, { after }) =>
    ledger.faultIsMet(after('iocb'), kind, after(error));

const syncBegins: Row = (ledger, { context, after }) => ledger.syncBegins(context, after('iocb'));
const syncReturns: Row = (ledger, { context, before }) => ledger.syncReturns(context, before('iocb'));

/** The store of 0 to ki_users completes a sync kiocb. */
export const syncCompleted: Row = (ledger, { k, context, before }) =>
  ledger.kiocbIsPut(context, before('iocb'), 'io', k.kiocb(before('iocb')));

const eventTaken: Row = (ledger, { k, context, after }) => {
  const { obj } = k.io_event(after('head'));
  if (obj !== undefined) ledger.eventIsRead(context, obj);
};

const bioDrops: Row = (ledger, { after }) => ledger.bioHoldsDio(after('bio'), false);

export const ofBase: HandWritten = {
  records: {
    'user_task.returned': (ledger, { k, before }) => {
      const made = k.world.tasks[before('task')]?.calls[before('call')];
      if (made === undefined) throw new Error('a system call returned that nobody made');
      ledger.callReturns(before('task'), made, before('ret'));
    },
    'user_task.done': (ledger, { before }) =>
      ledger.returnIsKept(before('task'), before('got') > 0 ? before('got') : before('ret')),

    // fs/aio.c: io_setup, io_submit
    'ioctx_alloc.alloc': (ledger) => ledger.ctxIsMade(),
    '__aio_get_req.alloc': (ledger, { after }) => ledger.kiocbIsMade(after('user')),
    '__aio_get_req.free': (ledger, { before }) => ledger.kiocbIsUnmade(before('req')),
    'io_submit_one.fget': (ledger, { after }) => ledger.submissionHoldsFile(after('user'), true),
    'io_submit_one.fput': (ledger, { after }) => ledger.submissionHoldsFile(after('user'), false),
    'io_submit_one.filp': (ledger, { after }) => ledger.fileIsHandedOn(after('user')),
    'io_submit_one.accepted': (ledger, { after }) => ledger.requestIsAccepted(after('user')),
    // io_submit_one has returned: it holds no file any more.
    'sys_io_submit.stop': (ledger, { k, before }) => {
      const iocb = submitted(k.world, before('task'), before('call'))[before('i')];
      if (iocb !== undefined) ledger.submissionHoldsFile(iocb, false);
    },

    // fs/aio.c: running, kicking, completing a request, and dropping it
    'aio_run_iocb.null_links': (ledger, { context, after }) => ledger.runBegins(context, after('iocb')),
    'aio_run_iocb.again': (ledger, { context }) => ledger.runEnds(context),
    '__aio_run_iocbs.get': kiocbGot('retry', 'iocb'),
    'try_queue_kicked_iocb.kick': kickArrived,
    'aio_complete.entry': (ledger, { context, after }) =>
      ledger.completionIsEntered(context, after('iocb'), after('res')),
    'aio_complete.event': eventWritten,
    '__aio_put_req.drop': kiocbPut,
    '__aio_put_req.fput': (ledger, { after }) => ledger.requestPutsFile(after('req')),

    // fs/read_write.c, and sync kiocbs in fs/aio.c
    'do_sync_read.init': syncBegins,
    'do_sync_write.init': syncBegins,
    // What the method promised is the completion's: the run is over.
    'wait_on_sync_kiocb.users': (ledger, { context }) => ledger.runEnds(context),
    'do_sync_read.returns': syncReturns,
    'do_sync_write.returns': syncReturns,
    'wait_on_retry_sync_kiocb.running': (ledger, { before }) => ledger.kickIsActedOn(before('iocb')),
    'kick_iocb.kick_task': kickArrived,
    'aio_complete.no_users': syncCompleted,

    // fs/aio.c: io_getevents
    'aio_read_evt.copy': eventTaken,
    'aio_read_evt.advance': (ledger, { before }) => ledger.slotIsFreed(before('head')),
    // What a program takes off the ring itself.
    'user_reap.copy': eventTaken,
    'user_reap.advance': (ledger, { before }) => ledger.slotIsFreed(before('head')),
    // Behind read_events: as many events as it returned are handed out.
    'sys_io_getevents.put': (ledger, { context, after }) => ledger.eventsAreReturned(context, after('ret')),

    // fs/aio.c: io_cancel, io_destroy
    'sys_io_cancel.get': kiocbGot('cancel', 'kiocb'),
    'sys_io_cancel.set_cancelled': cancelledSet('kiocb'),
    'sys_io_cancel.obj': (ledger, { context, after }) => ledger.driverIsToCancel(context, after('user')),
    'sys_io_cancel.cancelled': (ledger, { after }) => {
      if (after('ret') === 0) ledger.cancelEventIsHandedOut(after('user'));
    },
    'aio_cancel_all.set_cancelled': cancelledSet('iocb', true),
    'aio_cancel_all.get': kiocbGot('cancel', 'iocb'),
    'ep_aio_cancel.cancel': cancelledSet('iocb'),

    // include/linux/aio.h, fs/aio.c: references to a kioctx
    'get_ioctx.inc': (ledger, { context, kioctxHolder }) => ledger.ctxIsGot(context, kioctxHolder() ?? 'lookup'),
    'put_ioctx.dec': (ledger, { context, kioctxHolder }) => ledger.ctxIsPut(context, kioctxHolder() ?? 'lookup'),
    '__put_ioctx.ring': (ledger, { k, after }) => {
      const { ring_head, ring_tail } = k.kioctx(after('ctx'));
      ledger.ringIsFreed(ring_head, ring_tail, (slot) => k.io_event(slot).obj ?? null);
    },

    // fs/direct-io.c, fs/bio.c
    'direct_io_worker.alloc': (ledger, { context, after }) => ledger.workerGetsDio(context, after('iocb')),
    'direct_io_worker.drop': (ledger, { after }) => ledger.workerPutsDio(after('iocb')),
    'dio_bio_submit.get': (ledger, { after }) => ledger.bioHoldsDio(after('bio'), true),
    'bio_endio.end': (ledger, { after, chosen }) => ledger.bioEnds(after('bio'), chosen('bio')),
    'dio_bio_end_io.drop': bioDrops,
    'dio_bio_end_aio.drop': (ledger, taken) => {
      bioDrops(ledger, taken);
      const { k, context, after } = taken;
      if (after('remaining') === 0) ledger.ioBegins(context, k.dio(after('dio')).iocb);
    },

    // mm/filemap.c
    'generic_file_direct_IO.invalidate': faultMet('invalidate', 'err'),
    'generic_file_direct_IO.failed': errorReplaces('retval'),
    'generic_file_direct_write.osync': faultMet('osync', 'err'),
    'generic_file_direct_write.failed': errorReplaces('written'),
  },

  kiocbPuts: {
    'io_submit_one.put': 'submission',
    'aio_complete.put_rq': 'io',
    'ep_aio_complete.put': 'io',
    '__aio_run_iocbs.put': 'retry',
    'ep_aio_cancel.put': 'cancel',
  },

  kioctxReferences: {
    'lookup_ioctx.get': 'lookup',
    'sys_io_submit.put': 'lookup',
    'sys_io_getevents.put': 'lookup',
    'sys_io_cancel.put': 'lookup',
    'io_destroy.put': 'lookup',
    'io_destroy.put_list': 'list',
    'exit_aio.put': 'list',
    '__aio_put_req.get': 'fput',
    'aio_fput_routine.put': 'fput',
  },
};
