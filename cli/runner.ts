/** Runs searches so that the terminal stays alive: progress is shown, and Ctrl-C ends them with what was found so far. */
import { setImmediate } from 'node:timers/promises';
import type { Stoppable } from '../properties/search/search-run.ts';
import type { ProgressLine } from './progress.ts';
import { isStopAsked } from './signals.mjs';

export interface Runner {
  /** Runs a search; `what` names it in the progress line, and `say` tells how far it is. */
  run<P, T>(what: string, slices: Stoppable<P, T>, say: (progress: P) => string): Promise<T>;
  /** For a search that runs itself: shows how far it is, lets signals in, and tells whether it shall stop. */
  pause(what: string, progress: string): Promise<boolean>;
  /** The search is over. */
  done(): void;
}

/** The first signal stops the search that runs and all that follow. */
export function runnerWith(line: ProgressLine): Runner {
  const pause = async (what: string, progress: string): Promise<boolean> => {
    line.show(what, progress);
    await setImmediate();
    return isStopAsked();
  };
  return {
    pause,
    done: () => line.clear(),
    async run(what, slices, say) {
      for (let next = slices.next(); ; next = slices.next(isStopAsked() ? 'stop' : undefined)) {
        if (next.done) {
          line.clear();
          return next.value;
        }
        // oxlint-disable-next-line no-await-in-loop -- this is what lets the signal in between two slices
        await pause(what, say(next.value));
      }
    },
  };
}
