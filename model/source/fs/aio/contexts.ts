/** Lines of fs/aio.c: contexts, their events, and their end. */
import { always, leftOut, type LinesOf, noEffect } from '../../reasons.ts';

const SAID = 'it only says something in the log';
const MAPPING = 'the pages of the ring are always mapped here';
const ADDRESSES = 'no user address faults here';
const NO_BARRIER = 'memory is sequentially consistent here, so that a barrier orders nothing';
const OWN_TASK = 'the running task is a parameter here';
const OWN_ENTRY = "a task's wait entry is an object from the start, and names the task";
const NEXT_SLOT = 'where the event is copied to is no matter here';

export const contextLines: LinesOf = {
  aio_free_ring: { helper: 'the step __put_ioctx.ring: of all that it frees, the ring' },
  aio_setup_ring: { helper: 'part of the state at the start (model/closed-world.ts): io_setup was done' },
  ioctx_alloc: { helper: 'part of the state at the start (model/closed-world.ts): io_setup was done' },
  sys_io_setup: { helper: 'part of the state at the start (model/closed-world.ts): io_setup was done' },
  init_timeout: { helper: 'part of the step set_timeout.arm' },

  __put_ioctx: {
    reasons: [
      noEffect(374, 'the count of events that may be is system-wide, and no scenario comes near it'),
      leftOut(381, 'the count of the mm is not kept: the tasks hold it'),
      noEffect(383, SAID),
      leftOut([386, 390], 'the count of events that may be is system-wide, and no scenario comes near it'),
    ],
  },
  lookup_ioctx: { reasons: [noEffect(555, 'there is one mm')] },

  aio_cancel_all: { covered: { next: [[281, 282]] } },
  wait_for_all_aios: { reasons: [noEffect(298, OWN_TASK), noEffect(299, OWN_ENTRY)] },
  io_destroy: {
    covered: { dead: [[1209, 1209]], unlink: [[1213, 1214]] },
    reasons: [noEffect(1202, 'there is one mm'), noEffect(1217, SAID)],
  },
  sys_io_destroy: { reasons: [noEffect(1284, SAID)], covered: { found: [[1285, 1285]] } },

  aio_read_evt: {
    covered: {
      advance: [
        [1036, 1036],
        [1039, 1039],
      ],
      copy: [[1034, 1034]],
      head: [[1022, 1022]],
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
      noEffect([1077, 1078], 'how long a timeout is, is left out: it may be over at any time'),
      leftOut(1081, 'a timeout that is over before it is set: the timer may expire at once instead'),
    ],
  },
  read_events: {
    covered: {
      fast_got: [
        [1123, 1123],
        [1127, 1127],
      ],
      run_list: [[1139, 1139]],
      got: [[1161, 1163]],
      count: [[1188, 1188]],
      'set_timeout.arm': [[1144, 1144]],
    },
    reasons: [
      noEffect(1094, 'how long a timeout is, is left out: it may be over at any time'),
      noEffect(1095, OWN_TASK),
      noEffect(1096, OWN_ENTRY),
      noEffect(1106, 'padding is no matter here'),
      noEffect(1108, 'the result is 0 whenever control comes here'),
      noEffect([1114, 1115], SAID),
      leftOut([1118, 1121], 'copying an event to the user never fails here'),
      noEffect(1126, NEXT_SLOT),
      always([1132, 1133], 'too few events are no error: the result is 0 here'),
      always([1147, 1149], ADDRESSES),
      leftOut([1167, 1169], 'no signal comes', 'U5'),
      leftOut([1180, 1183], 'copying an event to the user never fails here'),
      noEffect(1187, NEXT_SLOT),
    ],
  },
  sys_io_getevents: {
    covered: {
      valid: [
        [1755, 1755],
        [1758, 1758],
      ],
    },
  },

  lookup_kiocb: { covered: { next: [[1665, 1673]] } },
  sys_io_cancel: {
    covered: {
      obj: [[1717, 1717]],
      call: [[1729, 1729]],
      method: [
        [1707, 1707],
        [1711, 1711],
      ],
    },
    reasons: [
      noEffect(1695, 'the key is 0 before io_submit writes it and after'),
      always([1696, 1697], ADDRESSES),
      noEffect(1704, 'the result is overwritten in every case'),
      noEffect(1716, SAID),
      noEffect(1719, 'nothing here reads the word that the user gave'),
      always([1725, 1726], ADDRESSES),
    ],
  },
};
