/** Lines of kernel/fork.c. */
import { leftOut, type LinesOf } from '../reasons.ts';

export const forkLines: LinesOf = {
  mmput: { reasons: [leftOut([389, 396], 'of all that goes with the mm, its contexts are here')] },
};
