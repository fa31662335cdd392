/** Lines of kernel/signal.c. */
import { always, lines, type LinesOf, noEffect } from '../reasons.ts';

export const signalLines: LinesOf = {
  signal_wake_up: {
    steps: { wake: lines(519, 522) },
    reasons: [
      always([520, 521], 'no signal here kills, so that none wakes who is stopped or traced'),
      noEffect(523, 'a task that runs comes back from its call in any case'),
    ],
  },
};
