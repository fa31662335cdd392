/** Many searches on several threads: each is made by one of them, and told in the order in which they were asked for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Scenario } from '../model/scenarios/scenario.ts';
import type { Check, CheckOptions, Judgement } from '../properties/check.ts';
import type { Progress, Searched } from '../properties/search/explore.ts';
import { WorkerDied } from '../properties/search/parallel/explore.ts';
import { heapOf } from './limits.ts';
import type { Statistics } from './statistics.ts';

/** A scenario under a patch; the patch and the properties as the user gave them. */
export interface Job {
  readonly number: number;
  readonly scenario: Scenario;
  readonly patch: string;
  readonly properties: readonly string[];
  readonly options: CheckOptions;
}

/** What a thread can send of a `Check`: judgements in the order of the properties, and no functions. */
export interface Decided extends Pick<Check<never>, 'schedules' | 'cyclic'> {
  readonly judgements: readonly Omit<Judgement<never>, 'property'>[];
  readonly exploration: Searched;
  readonly statistics: Statistics;
}

export type Answer =
  | { readonly is: 'progress'; readonly number: number; readonly progress: Progress }
  | { readonly is: 'decided'; readonly number: number; readonly decided: Decided }
  | { readonly is: 'failed'; readonly number: number; readonly problem: unknown };

/** A search threw. What it threw is not what arrives from a thread: whoever makes the search again sees it. */
export class SearchFailed extends Error {
  override readonly name = 'SearchFailed';
  readonly number: number;
  constructor(number: number, problem: unknown) {
    super(`search ${number} failed`, { cause: problem });
    this.number = number;
  }
}

/** Called now and then with the job that is waited for; whether all shall stop. */
export type Pause = (job: Job, progress: Progress) => Promise<boolean>;

/** Milliseconds between two looks at who wants to stop. */
const PAUSE_MS = 100;
const NOT_BEGUN: Progress = {
  states: 0,
  transitions: 0,
  depth: 0,
  queue: 0,
  bytes: 0,
  seconds: 0,
  reduced: false,
  rounds: 0,
};
/** Makes the searches on so many threads; the first thread that dies, and the first search that fails, ends them all. */
export async function* decideOn(threads: number, jobs: readonly Job[], pause: Pause): AsyncGenerator<Decided> {
  const decided = new Map<number, Decided>();
  const progress = new Map<number, Progress>();
  const waiting = [...jobs];
  let failure: unknown;
  let isOver = false;
  const length = Math.min(threads, jobs.length);
  const workers = Array.from({ length }, () => {
    const worker = new Worker(new URL('job-thread.mjs', import.meta.url), { resourceLimits: heapOf(length) });
    const ask = () => {
      const job = waiting.shift();
      if (job !== undefined) worker.postMessage(job);
    };
    worker.on('message', (answer: Answer) => {
      if (answer.is === 'progress') progress.set(answer.number, answer.progress);
      else if (answer.is === 'failed') failure ??= new SearchFailed(answer.number, answer.problem);
      else {
        decided.set(answer.number, answer.decided);
        ask();
      }
    });
    worker.on('error', (problem) => (failure ??= died(problem)));
    worker.on('exit', (code) => {
      if (!isOver) failure ??= died(`it exited with code ${code}`);
    });
    ask();
    return worker;
  });
  try {
    for (const job of jobs) {
      for (let next = decided.get(job.number); ; next = decided.get(job.number)) {
        if (failure !== undefined) throw failure;
        if (next !== undefined) {
          decided.delete(job.number);
          yield next;
          break;
        }
        // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
        if (await pause(job, progress.get(job.number) ?? NOT_BEGUN))
          for (const worker of workers) worker.postMessage('stop');
        // oxlint-disable-next-line no-await-in-loop -- the same
        await sleep(decided.has(job.number) ? 0 : PAUSE_MS);
      }
    }
  } finally {
    isOver = true;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

const died = (why: unknown): WorkerDied =>
  new WorkerDied(`a thread of the search ended early: ${why instanceof Error ? why.message : String(why)}`, {
    cause: why,
  });
