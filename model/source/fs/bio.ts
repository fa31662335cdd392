/** Lines of fs/bio.c. */
import { always, leftOut, lines, type LinesOf } from '../reasons.ts';

export const bioLines: LinesOf = {
  bio_endio: {
    steps: {
      end: lines(1020, 1031),
    },
    reasons: [
      always([1022, 1025], 'a bio ends as a whole here'),
      leftOut([1028, 1029], 'how far a bio has come is no matter here: it ends as a whole'),
    ],
  },
};
