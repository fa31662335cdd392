/** Lines of fs/aio.c: io_submit. */
import { always, leftOut, lines, type LinesOf, noEffect } from '../../reasons.ts';

const SAID = 'it only says something in the log';
const NOT_WAITED_BY = 'no method waits by ki_wait: an interrupt kicks the request itself';
const ADDRESSES = 'no user address faults here';

export const submissionLines: LinesOf = {
  aio_setup_vectored_rw: { helper: 'nothing in the model: each request has one segment' },
  aio_setup_single_vector: { helper: 'part of io_submit_one.setup, and nothing in it: each request has one segment' },
  aio_setup_iocb: { helper: 'the step io_submit_one.setup: of all that it sets up, the method' },
  aio_advance_iovec: { helper: 'the step aio_rw_vect_retry.advance: of all that it advances, ki_left' },
  aio_wake_function: { helper: 'nothing in the model: no method waits by ki_wait (race U10)' },

  io_submit_one: {
    steps: { fill: lines(1572) },
    reasons: [
      always([1534, 1537], 'no scenario sets a reserved field'),
      always([1541, 1547], 'no scenario gives a buffer or a length that overflows'),
      always([1551, 1552], 'every descriptor in a scenario is open'),
      always([1562, 1564], ADDRESSES),
      leftOut(1568, 'the word that the user gave is not kept'),
      leftOut(1571, 'the buffer is not kept'),
      leftOut(1573, 'what the request does is a constant of the scenario'),
      leftOut([1574, 1575], NOT_WAITED_BY, 'U10'),
      always([1579, 1580], 'setting up a request of a scenario never fails'),
      always([1594, 1596], 'it is for a request that could not be set up, which no scenario has'),
    ],
  },
  sys_io_submit: {
    reasons: [
      always([1618, 1619], 'no scenario asks for a negative count'),
      always([1621, 1622], ADDRESSES),
      noEffect(1626, SAID),
      always([1638, 1640], ADDRESSES),
      always([1643, 1645], ADDRESSES),
    ],
  },

  aio_run_iocb: {
    steps: { entry: lines(665), cancelled: lines(706) },
    reasons: [
      noEffect(670, SAID),
      leftOut([722, 723], NOT_WAITED_BY, 'U10'),
      leftOut(725, NOT_WAITED_BY, 'U10'),
      leftOut(728, NOT_WAITED_BY, 'U10'),
    ],
  },
  aio_rw_vect_retry: {
    steps: {
      rw_op: lines(1323, 1326),
      left: lines(1346),
    },
    reasons: [
      noEffect([1313, 1315], 'whoever runs a request holds a reference to it, and it to its file'),
      noEffect(1324, 'reads and writes go on alike here: no file is a pipe or a socket'),
      noEffect(1327, 'reads and writes go on alike here: no file is a pipe or a socket'),
    ],
  },

  use_mm: {
    steps: { inc: lines([586, 587]) },
    reasons: [
      noEffect(580, "the worker's own task"),
      leftOut([582, 584], "the worker's own task is no object here"),
      leftOut([592, 593], 'address spaces are not switched here: there is one'),
      leftOut(595, 'the count of the mm is not kept: the tasks hold it'),
    ],
  },
  unuse_mm: { helper: "nothing in the model: it touches the worker's own task alone" },
};
