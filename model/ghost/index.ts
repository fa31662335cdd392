/** The ghost code of the modelled kernel: what is recorded, by the effect that it is recorded of. No step records anything itself. */
import type { ErrorReport, GhostCode } from '../core/index.ts';
import type { Kernel } from '../kernel.ts';
import type { WorldWork } from '../world.ts';
import * as completion from './completion.ts';
import * as events from './events.ts';
import * as flags from './flags.ts';
import * as kiocb from './kiocb-references.ts';
import * as references from './references.ts';
import { reportsTold } from './reports.ts';
import { workQueued } from './works.ts';

/** `contexts`: how many there are. `reports`: where the submission path reports errors. `works`: those of a patch. */
export const ghostCode = (
  contexts: number,
  reports: readonly ErrorReport[],
  works: readonly WorldWork[],
): GhostCode<Kernel> => ({
  allocated: { kiocb: kiocb.kiocbAllocated, dio: references.dioAllocated, kioctx: references.kioctxAllocated },
  discarded: { kiocb: kiocb.kiocbDiscarded },
  replaced: {
    'kiocb.ki_users': kiocb.ki_usersStored,
    'kioctx.users': references.usersStored(contexts),
    'mm_struct.ioctx_list': references.ioctx_listStored,
    'dio.refcount': references.refcountStored,
    'file.f_count': references.f_countStored,
    'kioctx.ring_head': events.ring_headStored,
    'kioctx.ring_tail': events.ring_tailStored,
  },
  stored: {
    'kiocb.ki_filp': references.ki_filpStored,
    'kiocb.KIF_KICKED': flags.kickedStored,
    'kiocb.KIF_CANCELLED': flags.cancelledStored,
    'io_event.obj': events.objStored,
    'io_event.res': events.resStored,
    'io_event.res2': events.res2Stored,
    'kioctx.ring_pages': events.ring_pagesStored,
    ...(works.length === 0 ? {} : { 'work_struct.entry': workQueued }),
  },
  entered: {
    aio_complete: completion.aio_completeEntered,
    aio_run_iocb: completion.aio_run_iocbEntered,
    ep_aio_cancel: completion.ep_aio_cancelEntered,
    do_sync_read: completion.syncBegun,
    do_sync_write: completion.syncBegun,
    wait_on_sync_kiocb: completion.runEnded,
  },
  returned: {
    aio_run_iocb: completion.runEnded,
    io_submit_one: completion.io_submit_oneReturned,
    read_events: events.eventsReturned,
    wait_on_retry_sync_kiocb: completion.syncRetried,
    do_sync_read: completion.syncReturned,
    do_sync_write: completion.syncReturned,
    ...Object.fromEntries(references.SYSTEM_CALLS.map((call) => [call, references.pinsReturned(call)])),
  },
  assigned: reportsTold(reports),
});
