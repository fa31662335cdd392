/** Does tasks on several threads, and survives whatever they do: one that does not end when it shall is ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Progress } from '../../properties/search/explore.ts';
import { WorkerDied } from '../../properties/search/parallel/explore.ts';
import { InputError } from '../exit.ts';
import { asThrown } from '../failure.ts';
import { heapOf } from '../limits.ts';
import type { Runner } from '../runner.ts';
import { type Bounds, type Executor, type InputOf, NoAnswer, type OutputOf, type TaskName } from './executor.ts';
import type { Answer, Order, ThreadData } from './messages.ts';

/** Milliseconds between two looks at the clock and at who wants to stop. */
const PAUSE_MS = 50;
/** A thread that is told to stop and says nothing for so many milliseconds is given up. */
const SILENCE_MS = 1500;
/** The same for one that goes on telling how far it is. */
const PATIENCE_MS = 3000;
/** A search looks at the clock itself. One that goes on so long after its time, and has long said nothing, is given up. */
const OVERTIME_MS = 1000;

class Job {
  readonly order: Order;
  readonly maxSeconds: number;
  readonly settle: { readonly resolve: (output: never) => void; readonly reject: (problem: Error) => void };
  what = '';
  says = '';
  progress: Progress | null = null;
  /** When the thread began it: starting the thread takes a while. */
  begun = Number.POSITIVE_INFINITY;
  heard = performance.now();

  constructor(order: Order, { maxSeconds = Number.POSITIVE_INFINITY }: Bounds, settle: Job['settle']) {
    this.order = order;
    this.maxSeconds = maxSeconds;
    this.settle = settle;
  }
}

class Threads implements Executor {
  private readonly most: number;
  private readonly foreign: readonly string[];
  private readonly runner: Runner;
  private readonly stop = new SharedArrayBuffer(4);
  private readonly waiting: Job[] = [];
  private readonly running = new Map<Worker, Job>();
  private readonly idle: Worker[] = [];
  private number = 0;
  private stoppedAt = Number.POSITIVE_INFINITY;
  private isWatching = false;
  private isClosed = false;

  constructor(most: number, foreign: readonly string[], runner: Runner) {
    this.most = most;
    this.foreign = foreign;
    this.runner = runner;
  }

  run<N extends TaskName>(name: N, input: InputOf<N>, bounds: Bounds = {}): Promise<OutputOf<N>> {
    if (this.stoppedAt < Number.POSITIVE_INFINITY) return Promise.reject(new NoAnswer('interrupted', null));
    return new Promise<OutputOf<N>>((resolve, reject) => {
      this.waiting.push(new Job({ number: ++this.number, name, input }, bounds, { resolve, reject }));
      this.assign();
      if (!this.isWatching) void this.watch();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const workers = [...this.running.keys(), ...this.idle];
    this.running.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private assign(): void {
    while (this.waiting.length > 0 && this.running.size < this.most && !this.isClosed) {
      const job = this.waiting.shift() as Job;
      const worker = this.idle.pop() ?? this.start();
      this.running.set(worker, job);
      job.heard = performance.now();
      worker.postMessage(job.order);
    }
  }

  private start(): Worker {
    const workerData: ThreadData = { stop: this.stop };
    const options = { workerData, resourceLimits: heapOf(this.most), stdout: true, stderr: true };
    const worker = new Worker(new URL('thread.mjs', import.meta.url), options);
    // What a module of the user's prints is for the user to see, and no part of the result.
    worker.stdout.pipe(process.stderr, { end: false });
    worker.stderr.pipe(process.stderr, { end: false });
    worker.on('message', (answer: Answer) => this.hear(worker, answer));
    worker.on('error', (problem: unknown) =>
      this.died(worker, problem instanceof Error ? problem.message : String(problem)),
    );
    worker.on('exit', (code) => this.died(worker, `it exited with code ${code}`));
    return worker;
  }

  private hear(worker: Worker, answer: Answer): void {
    const job = this.running.get(worker);
    if (job?.order.number !== answer.number) return;
    job.heard = performance.now();
    if (answer.is === 'begun') {
      job.begun = job.heard;
      return;
    }
    if (answer.is === 'progress') {
      job.what = answer.what;
      job.says = answer.says;
      job.progress = answer.progress ?? job.progress;
      return;
    }
    this.running.delete(worker);
    this.idle.push(worker);
    if (answer.is === 'done') job.settle.resolve(answer.output as never);
    else job.settle.reject(asThrown(answer.failure));
    this.assign();
  }

  private died(worker: Worker, how: string): void {
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    const job = this.running.get(worker);
    if (job === undefined) return;
    this.running.delete(worker);
    const { foreign } = this;
    job.settle.reject(
      foreign.length === 0
        ? new WorkerDied(`a thread of the search ended early: ${how}`)
        : new InputError([
            `${foreign.join(' or ')}: the thread that ran it came to an end: ${how}; expected code that returns, and leaves process and memory alone`,
          ]),
    );
    this.assign();
  }

  private giveUp(worker: Worker, job: Job, why: NoAnswer['why']): void {
    this.running.delete(worker);
    void worker.terminate();
    job.settle.reject(new NoAnswer(why, job.progress));
  }

  /** As long as there is something to do: shows how far it is, and looks at the clock and at who wants to stop. */
  private async watch(): Promise<void> {
    this.isWatching = true;
    while (this.running.size > 0) {
      const [first] = this.running.values();
      // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
      const asked = await this.runner.pause(first?.what ?? '', first?.says ?? '');
      if (asked && this.stoppedAt === Number.POSITIVE_INFINITY) this.stopAll();
      this.endOverdue();
      // oxlint-disable-next-line no-await-in-loop -- the same
      await sleep(PAUSE_MS);
    }
    this.isWatching = false;
    this.runner.done();
  }

  private stopAll(): void {
    this.stoppedAt = performance.now();
    Atomics.store(new Int32Array(this.stop), 0, 1);
    for (const job of this.waiting.splice(0)) job.settle.reject(new NoAnswer('interrupted', null));
  }

  private endOverdue(): void {
    const now = performance.now();
    for (const [worker, job] of this.running) {
      const { heard, begun, maxSeconds } = job;
      const isDeaf = now - Math.max(heard, this.stoppedAt) > SILENCE_MS || now - this.stoppedAt > PATIENCE_MS;
      const isOverdue = now - begun > maxSeconds * 1000 + OVERTIME_MS && now - heard > SILENCE_MS;
      if (isDeaf) this.giveUp(worker, job, 'interrupted');
      else if (isOverdue) this.giveUp(worker, job, 'max-seconds');
    }
    this.assign();
  }
}

/** On at most so many threads. `foreign`: the user's modules that may run there. */
export const onThreads = (most: number, foreign: readonly string[], runner: Runner): Executor =>
  new Threads(most, foreign, runner);
