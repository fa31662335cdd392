/** Runs searches so that the terminal stays alive: progress is shown, and Ctrl-C ends them with what was found so far. */
import { setImmediate } from 'node:timers/promises';
import type { Slices } from '../properties/search/explore.ts';
import type { ProgressLine } from './progress.ts';

export interface Runner {
  /** Runs a search; `what` names it in the progress line. */
  run<T>(what: string, slices: Slices<T>): Promise<T>;
}

/** The first Ctrl-C stops the search that runs and all that follow; the second one kills. */
export function runnerWith(line: ProgressLine): Runner {
  let stop = false;
  process.once('SIGINT', () => {
    stop = true;
  });
  return {
    async run(what, slices) {
      for (let next = slices.next(); ; next = slices.next(stop ? 'stop' : undefined)) {
        if (next.done) {
          line.clear();
          return next.value;
        }
        line.show(what, next.value);
        // oxlint-disable-next-line no-await-in-loop -- this is what lets the signal in between two slices
        await setImmediate();
      }
    },
  };
}
