/**
 * Patches that move gets and puts into functions of their own, and change nothing else: every schedule is one of 2.6.20, of the
 * same actions. None says in whose name it gets or puts. With the rows of each, by hand.
 */
import type { Patch } from '../../../model/core/index.ts';
import { handWritten } from './hand-written-of-patches.ts';
import {
  getOfCancel,
  getOfTeardown,
  putOfCancel,
  putOfIo,
  putOfSubmission,
  runOfRetry,
} from './moved-kiocb-references.ts';
import {
  bothPutsOfDestroy,
  dropOfBio,
  dropOfWorker,
  fputOfRequest,
  fputOfSubmission,
  putOfCancelsLookup,
  putOfList,
  putOfLookup,
} from './moved-other-references.ts';
import type { AllHandWritten, HandWritten } from './rows.ts';

interface Moved {
  readonly patch: Patch;
  /** Small ones, in which the moved step is taken. */
  readonly scenarios: readonly string[];
  /** Of the function that the patch brings, and of the calls that it changes. */
  readonly rows: HandWritten;
  /** How many schedules to draw, where few come to the moved step. */
  readonly runs?: number;
}

export const movedPuts: readonly Moved[] = [
  {
    patch: putOfSubmission,
    scenarios: ['dw1-nowait', 'buffered', 'dw1-inval'],
    rows: { kiocbPuts: { 'finish_submission.put': 'submission' } },
  },
  {
    patch: putOfIo,
    scenarios: ['dw1-nowait', 'buffered', 'dw1-inval'],
    rows: { kiocbPuts: { 'aio_finish.put': 'io' } },
  },
  {
    patch: runOfRetry,
    scenarios: ['retry1', 'retry1-reader'],
    rows: {
      records: {
        'run_one.get': (ledger, { context, after }) => ledger.kiocbIsGot(context, after('iocb'), 'retry'),
      },
      kiocbPuts: { 'run_one.put': 'retry' },
    },
  },
  {
    patch: getOfCancel,
    scenarios: ['queued-self-cancel', 'queued-cancel'],
    runs: 20,
    rows: {
      records: {
        'hold_request.get': (ledger, { context, after }) => ledger.kiocbIsGot(context, after('req'), 'cancel'),
      },
    },
  },
  {
    patch: getOfTeardown,
    scenarios: ['queued-destroy'],
    runs: 30,
    rows: {
      records: {
        'hold_request.get': (ledger, { context, after }) => ledger.kiocbIsGot(context, after('req'), 'cancel'),
      },
    },
  },
  {
    patch: putOfCancel,
    scenarios: ['queued-self-cancel', 'queued-destroy'],
    runs: 20,
    rows: { kiocbPuts: { 'ep_drop.put': 'cancel' } },
  },
  {
    patch: putOfList,
    scenarios: ['dw1-destroy'],
    rows: { kioctxReferences: { 'drop_ctx.put': 'list' } },
  },
  {
    patch: putOfLookup,
    scenarios: ['dw1-destroy'],
    rows: { kioctxReferences: { 'drop_ctx.put': 'lookup' } },
  },
  {
    patch: bothPutsOfDestroy,
    scenarios: ['dw1-destroy'],
    // By whoever calls it.
    rows: { kioctxReferences: { 'io_destroy.put_list': 'list', 'io_destroy.put': 'lookup' } },
  },
  {
    patch: putOfCancelsLookup,
    scenarios: ['queued-cancel'],
    rows: { kioctxReferences: { 'drop_ctx.put': 'lookup' } },
  },
  {
    patch: dropOfWorker,
    scenarios: ['dw1-nowait', 'append1'],
    rows: {
      records: { 'dio_drop_worker.drop': (ledger, { k, after }) => ledger.workerPutsDio(k.dio(after('dio')).iocb) },
    },
  },
  {
    patch: dropOfBio,
    scenarios: ['dw1-nowait', 'dw2'],
    rows: {
      records: {
        'dio_drop_bio.drop': (ledger, { k, context, after, caller }) => {
          ledger.bioHoldsDio(caller('bio'), false);
          if (after('ret') === 0) ledger.ioBegins(context, k.dio(after('dio')).iocb);
        },
      },
    },
  },
  {
    patch: fputOfSubmission,
    scenarios: ['two-dw-ring2'],
    rows: {
      // A file has the number of its request.
      records: { 'give_file_back.fput': (ledger, { after }) => ledger.submissionHoldsFile(after('file'), false) },
    },
  },
  {
    patch: fputOfRequest,
    scenarios: ['buffered', 'buffered-last', 'dw1-last'],
    rows: { records: { 'req_drop_file.dec': (ledger, { after }) => ledger.requestPutsFile(after('req')) } },
  },
];

/** All rows of a kernel with such a patch. */
export const withMoved = ({ patch, rows }: Moved): AllHandWritten => ({
  ...handWritten,
  hunks: { ...handWritten.hunks, [patch.name]: rows },
});
