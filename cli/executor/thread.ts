/** A thread that does one task at a time, as it is asked to. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { ForbiddenUse, isInstance, thrownText } from '../../model/core/index.ts';
import type { Progress } from '../../properties/search/explore.ts';
import { failureOf } from '../failure.ts';
import { isOfOurs, requireNothingForbidden } from '../foreign/guards.ts';
import { loadFor } from '../foreign/import.ts';
import { printFor, showPrinted } from '../foreign/printing.ts';
import type { Runner } from '../runner.ts';
import { tasks } from '../tasks/index.ts';
import type { Answer, TaskOrder, Printed, ThreadData, Trouble } from './messages.ts';

const stop = new Int32Array((workerData as ThreadData).stop);
const answer = (message: Answer | Printed): void => parentPort?.postMessage(message);

/** Milliseconds between two signs of life. */
const EVERY_MS = 100;
const now = performance.now.bind(performance);

/** Tells the main thread how far the task is, and hears from it whether to stop. */
function runnerFor(number: number): Runner {
  let told = Number.NEGATIVE_INFINITY;
  const tell = (what: string, says: () => string, progress: Progress | null): boolean => {
    if (now() - told >= EVERY_MS) {
      told = now();
      answer({ is: 'progress', number, what, says: says(), progress });
    }
    return Atomics.load(stop, 0) !== 0;
  };
  return {
    async pause(what, says) {
      await setImmediate();
      return tell(what, () => says, null);
    },
    done: () => {},
    async run(what, slices, say) {
      let next = slices.next();
      while (!next.done) {
        const { value } = next;
        const isStopped = tell(what, () => say(value), isProgress(value) ? value : null);
        next = slices.next(isStopped ? 'stop' : undefined);
      }
      return next.value;
    },
  };
}

const isProgress = (value: unknown): value is Progress =>
  typeof value === 'object' && value !== null && 'transitions' in value;

async function perform({ session, number, name, input }: TaskOrder): Promise<void> {
  loadFor(session);
  printFor(session);
  answer({ is: 'begun', number });
  try {
    const output = await (tasks[name] as (input: unknown, runner: Runner) => Promise<unknown>)(
      input,
      runnerFor(number),
    );
    requireNothingForbidden();
    answer({ is: 'done', number, output });
  } catch (problem) {
    answer({ number, ...troubleOf(innermost(problem)) });
  }
}

function troubleOf(problem: unknown): Trouble {
  if (isInstance(problem, ForbiddenUse)) return { is: 'forbidden', does: problem.message, file: problem.file };
  if (!isOfOurs(problem)) return { is: 'thrown', what: thrownText(problem) };
  return { is: 'failed', failure: failureOf(problem) };
}

/** What foreign code was refused may be behind whatever came of it. */
function innermost(problem: unknown): unknown {
  try {
    requireNothingForbidden();
    return problem;
  } catch (forbidden) {
    return forbidden;
  }
}

showPrinted((text) => answer({ is: 'printed', text }));
parentPort?.on('message', (order: TaskOrder) => void perform(order));
