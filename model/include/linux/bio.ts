/** struct dio (fs/direct-io.c:65) and struct bio, as far as completion goes. */
import { bool, heapStruct, int, listOf, NULL, oneOf, ref, spinlock, struct, value } from '../../core/index.ts';

/** Left out: everything about mapping blocks and pinning pages; this world's requests are aligned and fully mapped. */
export const dio = heapStruct('dio', {
  rw: oneOf('READ', 'WRITE').constant(),
  bio_lock: spinlock(),
  refcount: int(-1, 5).guarded_by('bio_lock'),
  bio_list: listOf(ref('bio')).guarded_by('bio_lock'),
  waiter: ref('task_struct').guarded_by('bio_lock').starts(NULL),
  iocb: ref('kiocb').constant(),
  is_async: bool().constant(),
  /** Written by every failing bio, read by whoever completes the dio. */
  io_error: value('long').racy().starts(0),
  /** Bytes mapped, written by the submitter while earlier bios are in flight. */
  result: value('long').racy().starts(0),
});

/** Block device memory: never freed in this world. */
export const bio = struct('bio', {
  bi_private: ref('dio').racy(),
  bi_end_io: oneOf('dio_bio_end_aio', 'dio_bio_end_io').racy(),
  BIO_UPTODATE: bool().racy(),
  in_flight: bool().racy().starts(false),
  /** What its interrupt reported: 0, or a negative error. */
  ended_with: value('long').ledger(),
  /** It holds a reference to its dio. */
  holds_dio: bool().ledger().starts(false),
});
