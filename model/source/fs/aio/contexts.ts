/** Lines of fs/aio.c: contexts, their events, and their end. */
import { always, leftOut, lines, type LinesOf, noEffect } from '../../reasons.ts';

const SAID = 'it only says something in the log';
const MAPPING = 'the pages of the ring are always mapped here';
const OVER_ALREADY = 'a timeout that is over before it is set: the timer may expire at once instead';
const ADDRESSES = 'no user address faults here';
const NO_BARRIER = 'memory is sequentially consistent here, so that a barrier orders nothing';
const OWN_TASK = 'the running task is a parameter here';
const OWN_ENTRY = "a task's wait entry is an object from the start, and names the task";
const NUMBERS = 'no program asks for a context of a size that is refused';
const MEMORY = 'there is memory for a context here';
const SYSTEM_WIDE = 'the count of events that may be is system-wide, and no scenario comes near it';
const NEXT_SLOT = "the user's array of events is not kept";

export const contextLines: LinesOf = {
  aio_free_ring: { helper: 'the step __put_ioctx.ring: of all that it frees, the ring' },
  aio_setup_ring: {
    helper: 'the step ioctx_alloc.ring; where no task makes the context, part of the state at the start',
  },
  init_timeout: { helper: 'part of the step set_timeout.arm' },

  ioctx_alloc: {
    steps: { alloc: lines([218, 230]), link: lines(249) },
    reasons: [
      always([205, 208], NUMBERS),
      always([211, 212], NUMBERS),
      leftOut([215, 216], MEMORY),
      leftOut([236, 244], SYSTEM_WIDE),
      noEffect([252, 253], SAID),
      leftOut([257, 258], SYSTEM_WIDE),
      leftOut([261, 266], MEMORY),
    ],
  },
  sys_io_setup: {
    steps: { user_id: lines([1260, 1261]) },
    reasons: [
      always([1245, 1247], ADDRESSES),
      always([1249, 1253], NUMBERS),
      leftOut(1257, MEMORY),
      always(1258, 'there is memory for a context here'),
      always([1263, 1268], ADDRESSES),
    ],
  },
  exit_aio: {
    steps: { next: lines(348) },
    reasons: [noEffect([359, 362], SAID)],
  },

  __put_ioctx: {
    reasons: [
      leftOut(374, SYSTEM_WIDE),
      leftOut(381, 'the count of the mm is not kept: the tasks hold it'),
      noEffect(383, SAID),
      leftOut([386, 390], SYSTEM_WIDE),
    ],
  },
  lookup_ioctx: { reasons: [noEffect(555, 'there is one mm')] },

  aio_cancel_all: { steps: { next: lines([281, 282]) } },
  wait_for_all_aios: { reasons: [noEffect(298, OWN_TASK), noEffect(299, OWN_ENTRY)] },
  io_destroy: {
    steps: { dead: lines(1209), unlink: lines([1213, 1214]) },
    reasons: [noEffect(1202, 'there is one mm'), noEffect(1217, SAID)],
  },
  sys_io_destroy: { reasons: [noEffect(1284, SAID)], steps: { found: lines(1285) } },

  aio_read_evt: {
    steps: {
      advance: lines(1036, 1039),
      copy: lines(1034),
      head: lines(1022),
    },
    reasons: [
      noEffect(1017, 'the ring is a part of the context, which the model reaches it by'),
      noEffect([1023, 1025], SAID),
      noEffect(1037, NO_BARRIER),
      noEffect(1040, MAPPING),
      noEffect(1045, MAPPING),
      noEffect([1046, 1047], SAID),
    ],
  },
  timeout_func: { reasons: [noEffect(1059, 'the timeout is a parameter here')] },
  set_timeout: {
    reasons: [
      noEffect(1077, 'how long a timeout is, is left out: it may be over at any time'),
      leftOut(1078, OVER_ALREADY),
      leftOut(1081, OVER_ALREADY),
    ],
  },
  read_events: {
    steps: {
      'set_timeout.arm': lines(1144),
      enough: lines(1131),
    },
    reasons: [
      noEffect(1094, 'how long a timeout is, is left out: it may be over at any time'),
      noEffect(1095, OWN_TASK),
      noEffect(1096, OWN_ENTRY),
      noEffect(1106, 'padding is no matter here'),
      noEffect([1114, 1115], SAID),
      leftOut([1119, 1121], 'copying an event to the user never fails here'),
      leftOut(1126, NEXT_SLOT),
      always([1132, 1133], 'too few events are no error: the result is 0 here'),
      always([1148, 1149], ADDRESSES),
      leftOut([1181, 1183], 'copying an event to the user never fails here'),
      leftOut(1187, NEXT_SLOT),
    ],
  },

  lookup_kiocb: { steps: { next: lines([1665, 1673]) } },
  sys_io_cancel: {
    steps: {
      obj: lines(1717),
      call: lines(1729),
      method: lines(1707, 1711),
      cancelled: lines(1725),
    },
    reasons: [
      always([1696, 1697], ADDRESSES),
      noEffect(1716, SAID),
      leftOut(1719, 'the word that the user gave is not kept'),
      always(1726, ADDRESSES),
    ],
  },
};
