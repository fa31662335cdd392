/**
 * The records of the shipped patches, parts and mutants, written by hand. A step that takes the place of one of the base and is
 * not here records nothing, nor does one that is only new.
 */
import { NULL } from '../../../model/core/index.ts';
import { cancelledSet, eventWritten, faultMet, kickArrived, ofBase, syncCompleted } from './hand-written.ts';
import type { AllHandWritten } from './rows.ts';

export const handWritten: AllHandWritten = {
  base: ofBase,

  brought: {
    records: {
      // post-eiocbqueued
      'aio_ring_insert_entry.event': eventWritten,
      // event-at-last-put
      'aio_store_event.event': eventWritten,
      'aio_propogate_error.existing': (ledger, { before }) =>
        ledger.errorIsReported(before('iocb'), before('existing_err'), before('new_err')),
    },
  },

  hunks: {
    // invalidate-first and mainline-2.6.21; what replaces `failed` reports no error.
    'invalidate-before': {
      records: { 'generic_file_direct_IO.invalidate_before': faultMet('invalidate', 'retval') },
    },

    // cancel-when-dequeued: the endpoint has the number of its request.
    'mark-when-dequeued': { records: { 'dummy_dequeue.cancelled': cancelledSet('ep') } },

    'check-dead': {
      kiocbPuts: { 'io_submit_one.dead_put': 'submission', 'io_submit_one.dead_put_io': 'io' },
    },

    // mainline-2.6.24, which keeps the error nowhere
    'ignore-errors': {
      records: {
        'generic_file_direct_IO.invalidate': (ledger, { after, chosen }) =>
          ledger.faultIsMet(after('iocb'), 'invalidate', chosen('invalidate')),
      },
    },

    // cancel-by-cmpxchg
    'cancel-first': {
      records: {
        'sys_io_cancel.method': (ledger, taken) => {
          if (taken.after('kiocb') !== NULL) cancelledSet('kiocb')(ledger, taken);
        },
        'aio_cancel_all.method': (ledger, taken) => {
          if (taken.after('cancel') === 1) cancelledSet('iocb', true)(ledger, taken);
        },
      },
    },

    // kick-outside-lock
    'kick-unlocked': { records: { 'try_queue_kicked_iocb.kick_unlocked': kickArrived } },

    // setup-keeps-reference
    'two-users': { records: { 'ioctx_alloc.two_users': (ledger, { context }) => ledger.ctxIsGot(context, 'lookup') } },
    'put-last': { kioctxReferences: { 'sys_io_setup.put': 'lookup' } },

    // wake-with-reference; whose reference its put drops, nothing tells.
    'callback-holds': {
      records: {
        'aio_wake_function.hold': (ledger, { context, before }) => ledger.kiocbIsGot(context, before('iocb'), 'others'),
      },
    },

    // sync-task-first
    'complete-task-first': { records: { 'aio_complete.no_users': syncCompleted } },
    'kick-task-first': { records: { 'kick_iocb.kick_task': kickArrived } },

    // link-before-ring
    'ring-last': { records: { 'ioctx_alloc.alloc': (ledger) => ledger.ctxIsMade() } },

    // put-context-twice
    'extra-put': { kioctxReferences: { 'sys_io_submit.put_again': 'lookup' } },
  },
};
