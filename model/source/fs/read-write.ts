/** Lines of fs/read_write.c. */
import { lines, type LinesOf, noEffect } from '../reasons.ts';

const BUFFER = 'buffers have no addresses here';
const FOREVER = 'the loop is in where its steps go';

export const readWriteLines: LinesOf = {
  do_sync_read: {
    steps: { init: lines([237, 238]) },
    reasons: [noEffect(232, BUFFER), noEffect(240, FOREVER)],
  },
  do_sync_write: {
    steps: { init: lines([295, 296]) },
    reasons: [noEffect(290, BUFFER), noEffect(298, FOREVER)],
  },
};
