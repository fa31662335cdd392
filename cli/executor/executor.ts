/** Who does tasks: this thread, or others. */
import type { tasks } from '../tasks/index.ts';

type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type InputOf<N extends TaskName> = Parameters<Tasks[N]>[0];
export type OutputOf<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>;

export interface RunBounds {
  /** Seconds after which the task shall have ended by itself. */
  readonly maxSeconds?: number | undefined;
}

export interface Executor {
  /** Tasks are begun in the order in which they are asked for. */
  run<N extends TaskName>(name: N, input: InputOf<N>, bounds?: RunBounds): Promise<OutputOf<N>>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}
