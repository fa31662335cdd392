/** Finds out who does the tasks of a command, and ends them with it. */
import { modulesAmong } from '../given.ts';
import { progressOn, Tally } from '../progress.ts';
import { runnerWith } from '../runner.ts';
import type { Executor } from './executor.ts';
import { here } from './here.ts';
import { onThreads } from './threads.ts';

export interface Who {
  /** What the user called patches and properties. */
  readonly called: readonly string[];
  readonly quiet?: boolean | undefined;
  /** How many tasks can be done at once; 1 if nothing is said. */
  readonly threads?: number;
}

/** What `work` comes to. Where a module of the user's is among what it runs, nothing is run in this thread. */
export async function executing<T>(
  { called, quiet = false, threads = 1 }: Who,
  work: (executor: Executor, searches: Tally) => Promise<T>,
): Promise<T> {
  const searches = new Tally();
  const runner = runnerWith(await progressOn(process.stderr, quiet, searches));
  const foreign = modulesAmong(called);
  const executor = threads > 1 || foreign.length > 0 ? onThreads(threads, foreign, runner) : here(runner);
  try {
    return await work(executor, searches);
  } finally {
    await executor.close();
  }
}
