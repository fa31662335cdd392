/**
 * Threads that do tasks: started when they are needed, and ended with the command. A process that runs many command lines, one
 * after the other, can have them kept for the next: to start one takes longer than most tasks.
 */
import { Worker } from 'node:worker_threads';
import { heapOf } from '../limits.ts';
import type { ThreadData } from './messages.ts';

export interface Thread {
  readonly worker: Worker;
  /** Whether it has ever begun a task: it has started. */
  hasBegun: boolean;
  /** Tells whatever it runs to stop. */
  stop(): void;
}

const stock = { isKept: false, idle: new Map<number, Thread[]>() };

/** From now on a thread that has done its tasks is kept. It knows nothing of the modules that it ran. */
export function keepThreads(): void {
  stock.isKept = true;
}

/** One of `sharers` that share the memory. Whoever takes it listens to its worker. */
export const takeThread = (sharers: number): Thread => stock.idle.get(sharers)?.pop() ?? started(sharers);

/** It is idle, and nobody listens to it any more. */
export async function giveBack(thread: Thread, sharers: number): Promise<void> {
  const { worker } = thread;
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  if (!stock.isKept) return endThread(thread);
  const idle = stock.idle.get(sharers) ?? [];
  stock.idle.set(sharers, [...idle, thread]);
  const leave = () => stock.idle.set(sharers, stock.idle.get(sharers)?.filter((one) => one !== thread) ?? []);
  worker.once('error', leave).once('exit', leave);
}

const ending = new Set<Promise<unknown>>();

/** Whatever it does: nothing of it is heard any more. */
export async function endThread({ worker }: Thread): Promise<void> {
  const ended = worker.terminate();
  ending.add(ended);
  await ended;
  ending.delete(ended);
}

/** Threads that were told to end and have not yet. */
export const unended = (): readonly Promise<unknown>[] => [...ending];

function started(sharers: number): Thread {
  const stop = new SharedArrayBuffer(4);
  const workerData: ThreadData = { stop };
  // What a module of the user's prints comes by messages. Without these, Node would pass on what comes otherwise to standard output.
  const options = { workerData, resourceLimits: heapOf(sharers), stdout: true, stderr: true };
  const worker = new Worker(new URL('thread.mjs', import.meta.url), options);
  return { worker, hasBegun: false, stop: () => void Atomics.store(new Int32Array(stop), 0, 1) };
}
