/** Does tasks in this thread, one after the other, so that the memory of one is free for the next. */
import type { Runner } from '../runner.ts';
import { tasks } from '../tasks/index.ts';
import type { Executor, InputOf, OutputOf, TaskName } from './executor.ts';

export function here(runner: Runner): Executor {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<N extends TaskName>(name: N, input: InputOf<N>) {
      const task = tasks[name] as (input: InputOf<N>, runner: Runner) => Promise<OutputOf<N>>;
      const done = last.then(() => task(input, runner));
      // Whoever asked hears of a failure; those that wait only wait.
      last = done.catch(() => undefined);
      return done;
    },
    close: () => Promise.resolve(),
  };
}
