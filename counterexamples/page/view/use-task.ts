/** A task of the page as a value that comes later: asked anew where what it is asked has changed, and the one before is stopped. */
import { useEffect, useState } from 'preact/hooks';
import type { PageTaskName, PageTaskTypes } from '../engine/tasks.ts';
import { type Client, Stopped } from './client.ts';

export type Task<T> =
  | { readonly is: 'none' }
  /** `before`: what was told last. */
  | { readonly is: 'working'; readonly before: T | null }
  | { readonly is: 'told'; readonly told: T; /** What it was asked, as text. */ readonly key: string }
  | { readonly is: 'stopped' }
  | { readonly is: 'failed'; readonly message: string };

/** Null: nothing is asked. */
export function useTask<N extends PageTaskName>(client: Client, name: N, asked: PageTaskTypes[N]['asked'] | null) {
  type Told = PageTaskTypes[N]['told'];
  const [task, setTask] = useState<Task<Told>>({ is: 'none' });
  const [stop, setStop] = useState<() => void>(() => () => {});
  const key = JSON.stringify(asked);
  useEffect(() => {
    if (asked === null) {
      setTask({ is: 'none' });
      return undefined;
    }
    let isCurrent = true;
    setTask((last) => ({ is: 'working', before: latestOf(last) }));
    const running = client.run(name, asked);
    setStop(() => () => running.stop());
    const tell = async (): Promise<void> => {
      const told = await taskOf(running.told, key);
      if (isCurrent) setTask(told);
    };
    void tell();
    return () => {
      isCurrent = false;
      running.cancel();
    };
    // What is asked is the same where its text is.
  }, [client, name, key]);
  return { task, stop };
}

async function taskOf<T>(told: Promise<T>, key: string): Promise<Task<T>> {
  try {
    return { is: 'told', told: await told, key };
  } catch (problem) {
    if (problem instanceof Stopped) return { is: 'stopped' };
    return { is: 'failed', message: problem instanceof Error ? problem.message : String(problem) };
  }
}

export const toldOf = <T>(task: Task<T>): T | null => (task.is === 'told' ? task.told : null);

/** What is told, or was told last while something else is asked. */
export const latestOf = <T>(task: Task<T>): T | null =>
  task.is === 'told' ? task.told : task.is === 'working' ? task.before : null;
