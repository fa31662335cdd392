/** Does tasks on several threads, and survives whatever they do: one that does not end when it shall is ended. */
import { resolve as absolute } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../../properties/search/explore.ts';
import { WorkerDied } from '../../properties/search/parallel/explore-in-parallel.ts';
import { InputError } from '../exit.ts';
import { asThrown, Failed, failureOfShortage, STATE_ALONE } from '../failure.ts';
import { shownPath } from '../foreign/shown-path.ts';
import type { Runner } from '../runner.ts';
import type { RunBounds, Executor, InputOf, OutputOf, TaskName } from './executor.ts';
import { NoAnswer } from './no-answer.ts';
import type { Answer, TaskOrder, Printed, Trouble } from './messages.ts';
import { type Moment, moment, patienceUsed } from './patience.ts';
import { endThread, giveBack, takeThread, type Thread } from './thread-stock.ts';

/** Milliseconds between two looks at the clock and at who wants to stop. */
const PAUSE_MS = 50;
/** A thread that is told to stop and says nothing for so many milliseconds (patience.ts) is given up. */
const SILENCE_MS = 1500;
/** The same for one that goes on telling how far it is. */
const PATIENCE_MS = 3000;
/** A search looks at the clock itself. One that goes on so long after its time, and has long said nothing, is given up. */
const OVERTIME_MS = 1000;

class Job {
  readonly order: TaskOrder;
  readonly maxSeconds: number;
  readonly settle: { readonly resolve: (output: never) => void; readonly reject: (problem: Error) => void };
  what = '';
  says = '';
  progress: Progress | null = null;
  /** When the thread began it: starting the thread takes a while. */
  begun: Moment | null = null;
  heard = moment();

  constructor(order: TaskOrder, { maxSeconds = Number.POSITIVE_INFINITY }: RunBounds, settle: Job['settle']) {
    this.order = order;
    this.maxSeconds = maxSeconds;
    this.settle = settle;
  }
}

/** Modules are loaded anew for each executor. */
let executors = 0;

class Threads implements Executor {
  private readonly most: number;
  private readonly foreign: readonly string[];
  /** The same in words; empty: only shipped code runs. */
  private readonly modules: string;
  private readonly runner: Runner;
  private readonly session = ++executors;
  private readonly waiting: Job[] = [];
  private readonly running = new Map<Thread, Job>();
  private readonly idle: Thread[] = [];
  private number = 0;
  private stoppedAt: Moment | null = null;
  private isWatching = false;
  private isClosed = false;

  constructor(most: number, foreign: readonly string[], runner: Runner) {
    this.most = most;
    this.foreign = foreign;
    this.modules = foreign.join(' or ');
    this.runner = runner;
  }

  run<N extends TaskName>(name: N, input: InputOf<N>, bounds: RunBounds = {}): Promise<OutputOf<N>> {
    if (this.stoppedAt !== null) return Promise.reject(new NoAnswer('interrupted', null));
    return new Promise<OutputOf<N>>((resolve, reject) => {
      this.waiting.push(
        new Job({ session: this.session, number: ++this.number, name, input }, bounds, { resolve, reject }),
      );
      this.assign();
      if (!this.isWatching) void this.watch();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const running = [...this.running.keys()];
    this.running.clear();
    // What runs may never end.
    for (const thread of running) void endThread(thread);
    const isStopped = this.stoppedAt !== null;
    await Promise.all(this.idle.map((thread) => (isStopped ? endThread(thread) : giveBack(thread, this.most))));
  }

  private assign(): void {
    while (this.waiting.length > 0 && this.running.size < this.most && !this.isClosed) {
      const job = this.waiting.shift() as Job;
      const thread = this.idle.pop() ?? this.startThread();
      this.running.set(thread, job);
      job.heard = moment();
      thread.worker.postMessage(job.order);
    }
  }

  private startThread(): Thread {
    const thread = takeThread(this.most);
    thread.worker
      .on('message', (answer: Answer | Printed) => this.hear(thread, answer))
      .on('error', (problem: unknown) =>
        this.died(thread, problem instanceof Error ? problem.message : String(problem)),
      )
      .on('exit', (code) => this.died(thread, `it exited with code ${code}`));
    return thread;
  }

  private hear(thread: Thread, answer: Answer | Printed): void {
    // For the user to see, and no part of the result.
    if (answer.is === 'printed') return void process.stderr.write(answer.text);
    const job = this.running.get(thread);
    if (job?.order.number !== answer.number) return;
    job.heard = moment();
    if (answer.is === 'begun') {
      thread.hasBegun = true;
      job.begun = job.heard;
      return;
    }
    if (answer.is === 'progress') {
      job.what = answer.what;
      job.says = answer.says;
      job.progress = answer.progress ?? job.progress;
      return;
    }
    this.running.delete(thread);
    // What it changed, it may have changed for all that follow.
    if (answer.is === 'forbidden') void endThread(thread);
    else this.idle.push(thread);
    if (answer.is === 'done') job.settle.resolve(answer.output as never);
    else job.settle.reject(this.problem(answer));
    this.assign();
  }

  private problem(answer: Trouble): Error {
    const { foreign, modules } = this;
    if (answer.is === 'failed') return asThrown(answer.failure);
    if (answer.is === 'thrown')
      return new InputError([`${modules}: ${answer.what}; expected code that does not throw`]);
    const { does, file } = answer;
    const called = file === null ? modules : (foreign.find((one) => absolute(one) === file) ?? shownPath(file));
    return new InputError([`${called} ${does}${STATE_ALONE}`]);
  }

  private died(thread: Thread, how: string): void {
    const at = this.idle.indexOf(thread);
    if (at >= 0) this.idle.splice(at, 1);
    const job = this.running.get(thread);
    if (job === undefined) return;
    this.running.delete(thread);
    job.settle.reject(this.endOf(thread, how));
    this.assign();
  }

  /** A thread that has begun nothing has run nothing of the user's. */
  private endOf({ hasBegun }: Thread, how: string): Error {
    const shortage = failureOfShortage(how);
    if (shortage !== null) return new Failed(shortage);
    const { modules } = this;
    if (!hasBegun) return new WorkerDied(`a thread does not start: ${how}`);
    if (modules === '') return new WorkerDied(`a thread of the search ended early: ${how}`);
    return new InputError([
      `${modules}: the thread that ran it came to an end: ${how}; expected code that returns, and leaves process and memory alone`,
    ]);
  }

  private giveUp(thread: Thread, job: Job, why: NoAnswer['why']): void {
    const isSilent = this.since(job.heard) > SILENCE_MS && this.modules !== '';
    this.running.delete(thread);
    void endThread(thread);
    job.settle.reject(new NoAnswer(why, job.progress, isSilent ? this.modules : null));
  }

  /** As long as there is something to do: shows how far it is, and looks at the clock and at who wants to stop. */
  private async watch(): Promise<void> {
    this.isWatching = true;
    while (this.running.size > 0) {
      const [first] = this.running.values();
      // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
      const asked = await this.runner.pause(first?.what ?? '', first?.says ?? '');
      if (asked && this.stoppedAt === null) this.stopAll();
      this.endOverdue();
      // oxlint-disable-next-line no-await-in-loop -- the same
      await sleep(PAUSE_MS);
    }
    this.isWatching = false;
    this.runner.done();
  }

  private stopAll(): void {
    this.stoppedAt = moment();
    for (const thread of this.running.keys()) thread.stop();
    for (const job of this.waiting.splice(0)) job.settle.reject(new NoAnswer('interrupted', null));
  }

  /** Milliseconds for which a thread had a chance to do something. */
  private since(then: Moment, now = moment()): number {
    return patienceUsed(then, now, this.running.size);
  }

  private endOverdue(): void {
    const now = moment();
    for (const [thread, job] of this.running) {
      const { heard, begun, maxSeconds } = job;
      const silent = this.since(heard, now);
      const stopping = this.stoppedAt === null ? 0 : this.since(this.stoppedAt, now);
      const isDeaf = Math.min(silent, stopping) > SILENCE_MS || stopping > PATIENCE_MS;
      const isOverdue =
        begun !== null && this.since(begun, now) > maxSeconds * 1000 + OVERTIME_MS && silent > SILENCE_MS;
      if (isDeaf) this.giveUp(thread, job, 'interrupted');
      else if (isOverdue) this.giveUp(thread, job, 'max-seconds');
    }
    this.assign();
  }
}

/** On at most so many threads. `foreign`: the user's modules that may run there. */
export const onThreads = (most: number, foreign: readonly string[], runner: Runner): Executor =>
  new Threads(most, foreign, runner);
