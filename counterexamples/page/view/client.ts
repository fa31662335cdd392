/** Has the tasks of the page done in a worker; where there can be none, in slices in the page itself. */
import type { Brought } from '../engine/catalogue.ts';
import type { PageAnswer, PageRequest } from '../engine/messages.ts';
import { TaskRunner } from '../engine/task-runner.ts';
import { type Far, PageTasks, type PageTaskName, type PageTaskTypes } from '../engine/tasks.ts';

/** Somebody stopped the task, and it told nothing. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export interface Running<T> {
  readonly told: Promise<T>;
  /** Asks it to end: what it tells is no longer wanted. */
  cancel(): void;
  /** The same; a worker in which it has not ended after a second is ended, and what else is wanted of it is asked of another. */
  stop(): void;
}

interface Pending {
  readonly request: PageRequest;
  readonly resolve: (told: never) => void;
  readonly reject: (problem: Error) => void;
  readonly onFar: (far: Far) => void;
}

/** How long a task may go on when it was stopped, in ms. */
const PATIENCE = 1000;

export class Client {
  private readonly script: string;
  private readonly first: Brought | undefined;
  private readonly fresh: Brought[];
  private readonly pending = new Map<number, Pending>();
  private readonly unwanted = new Set<number>();
  private latest = 0;
  private worker: Worker | null = null;
  private runner: TaskRunner | null = null;
  /** Says when it has begun; a worker that never does is done without. */
  private isReady = false;

  /** `script`: the page's own, which a worker runs as well, with instances of its own; `fresh` is what the page's clients share. */
  constructor(script: string, first: Brought | undefined, fresh: Brought[]) {
    this.script = script;
    this.first = first;
    this.fresh = fresh;
  }

  get runsInWorker(): boolean {
    return this.worker !== null && this.isReady;
  }

  run<N extends PageTaskName>(
    task: N,
    asked: PageTaskTypes[N]['asked'],
    onFar: (far: Far) => void = () => {},
  ): Running<PageTaskTypes[N]['told']> {
    const id = ++this.latest;
    const told = new Promise<PageTaskTypes[N]['told']>((resolve, reject) => {
      const request: PageRequest = { is: 'run', id, task, asked };
      this.pending.set(id, { request, resolve, reject, onFar });
      this.send(request);
    });
    return { told, cancel: () => this.cancel(id), stop: () => this.stop(id) };
  }

  /** Ends whatever runs. */
  end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.isReady = false;
    for (const { reject } of this.pending.values()) reject(new Stopped('it was stopped'));
    this.pending.clear();
    this.unwanted.clear();
  }

  private cancel(id: number): void {
    if (!this.pending.has(id)) return;
    this.unwanted.add(id);
    this.send({ is: 'stop', id });
  }

  private stop(id: number): void {
    this.cancel(id);
    setTimeout(() => {
      if (!this.pending.has(id) || this.worker === null) return;
      const wanted = [...this.pending].filter(([other]) => !this.unwanted.has(other));
      for (const [other] of wanted) this.pending.delete(other);
      this.end();
      for (const [other, one] of wanted) {
        this.pending.set(other, one);
        this.send(one.request);
      }
    }, PATIENCE);
  }

  private send(request: PageRequest): void {
    if (this.runner !== null) this.runner.hear(request);
    else if (this.worker !== null) this.worker.postMessage(request);
    else this.begin(request);
  }

  private begin(request: PageRequest): void {
    try {
      const url = URL.createObjectURL(new Blob([this.script], { type: 'text/javascript' }));
      const worker = new Worker(url);
      worker.addEventListener('message', ({ data }: MessageEvent<PageAnswer>) => this.hear(data));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        this.failed(event.message);
      });
      this.worker = worker;
      worker.postMessage(request);
    } catch {
      this.doWithout();
    }
  }

  /** Before it has begun: there can be no worker here. Later: what it ran has ended it. */
  private failed(message: string): void {
    if (!this.isReady) {
      this.worker?.terminate();
      this.doWithout();
      return;
    }
    const waiting = [...this.pending.values()];
    this.pending.clear();
    this.end();
    for (const { reject } of waiting) reject(new Error(`the worker ended: ${message}`));
  }

  private doWithout(): void {
    this.worker = null;
    this.runner = new TaskRunner(new PageTasks(this.first, this.fresh), (answer) => this.hear(answer));
    for (const { request } of this.pending.values()) this.runner.hear(request);
  }

  private hear(answer: PageAnswer): void {
    this.isReady = true;
    if (answer.is === 'ready') return;
    const pending = this.pending.get(answer.id);
    if (pending === undefined) return;
    if (answer.is === 'far') {
      pending.onFar(answer.far);
      return;
    }
    this.pending.delete(answer.id);
    this.unwanted.delete(answer.id);
    if (answer.is === 'told') pending.resolve(answer.told as never);
    else pending.reject(new Error(answer.message));
  }
}

/** What the script does where it is run by a worker. */
export function serve([first, ...fresh]: readonly Brought[]): void {
  const runner = new TaskRunner(new PageTasks(first, fresh), (answer) => postMessage(answer));
  addEventListener('message', ({ data }: MessageEvent<PageRequest>) => runner.hear(data));
  postMessage({ is: 'ready' } satisfies PageAnswer);
}
