/** Lines of fs/bio.c. */
import { always, type LinesOf, noEffect } from '../reasons.ts';

export const bioLines: LinesOf = {
  bio_endio: {
    covered: {
      end: [
        [1020, 1020],
        [1031, 1031],
      ],
    },
    reasons: [
      always([1022, 1025], 'a bio ends as a whole here'),
      noEffect([1028, 1029], 'how far a bio has come is no matter here: it ends as a whole'),
    ],
  },
};
