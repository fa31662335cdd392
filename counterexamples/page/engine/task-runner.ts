/** Does tasks one after the other, in slices: between two of them whoever asked is told how far it is, and may stop it. */
import { PatchMisfit, thrownText } from '../../../model/core/index.ts';
import { PageIssue } from './catalogue.ts';
import type { PageAnswer, PageRequest } from './messages.ts';
import type { PageTasks, PageTaskName } from './tasks.ts';

/** How long a slice is, and how often it is told how far a task is, in ms. */
const SLICE = 25;
const TOLD_EVERY = 100;

type Run = Extract<PageRequest, { is: 'run' }>;

/** Tasks that are done at once, and so between two slices of one that takes long. */
const AT_ONCE: ReadonlySet<PageTaskName> = new Set(['tell', 'look', 'toViolation']);

export class TaskRunner {
  private readonly tasks: PageTasks;
  private readonly answer: (answer: PageAnswer) => void;
  private readonly waiting: Run[] = [];
  private readonly stopped = new Set<number>();
  private isRunning = false;

  constructor(tasks: PageTasks, answer: (answer: PageAnswer) => void) {
    this.tasks = tasks;
    this.answer = answer;
  }

  hear(request: PageRequest): void {
    if (request.is === 'stop') this.stopped.add(request.id);
    else {
      this.waiting.push(request);
      if (!this.isRunning) void this.runAll();
    }
  }

  private async runAll(): Promise<void> {
    this.isRunning = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await this.run(next);
    }
    this.isRunning = false;
  }

  private async run(request: Run): Promise<void> {
    const { id, task, asked } = request;
    try {
      const slices = this.tasks.run(task, asked);
      let told = performance.now();
      let begun = told;
      for (let next = slices.next(); ; next = slices.next(this.stopped.has(id) ? 'stop' : undefined)) {
        if (next.done) {
          this.answer({ is: 'told', id, told: next.value });
          break;
        }
        const now = performance.now();
        if (now - told > TOLD_EVERY) {
          this.answer({ is: 'far', id, far: next.value });
          told = now;
        }
        if (now - begun < SLICE) continue;
        // oxlint-disable-next-line no-await-in-loop -- this is what lets others in
        await others();
        this.runWhatIsDoneAtOnce();
        begun = performance.now();
      }
    } catch (problem) {
      this.answer({ is: 'failed', id, message: messageOf(problem, task) });
    }
    this.stopped.delete(id);
  }

  private runWhatIsDoneAtOnce(): void {
    for (const request of this.waiting.filter(({ task }) => AT_ONCE.has(task))) {
      this.waiting.splice(this.waiting.indexOf(request), 1);
      void this.run(request);
    }
  }
}

/** Lets what was sent meanwhile be heard. */
const others = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

/** What the reader can mend is told as it is; what nobody foresaw with what it was met in. */
const messageOf = (problem: unknown, task: PageTaskName): string =>
  problem instanceof PageIssue || problem instanceof PatchMisfit
    ? problem.message
    : `${task} came to a mistake: ${thrownText(problem)}`;
