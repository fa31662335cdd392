/** How tasks are done in slices, and what the client makes of that where there is no worker. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PageAnswer } from '../../../counterexamples/page/engine/messages.ts';
import { TaskRunner } from '../../../counterexamples/page/engine/task-runner.ts';
import { PageIssue } from '../../../counterexamples/page/engine/catalogue.ts';
import { type Far, PageTasks, type PageTaskName } from '../../../counterexamples/page/engine/tasks.ts';
import { Client, Stopped } from '../../../counterexamples/page/view/client.ts';
import type { Stoppable } from '../../../properties/search/search-run.ts';
import { properties } from '../../../properties/aio/index.ts';
import { asWorld } from './worlds.ts';

/** Stands in for the tasks: `prove` goes on until somebody stops it, or `ends` says so; the others are done at once. */
function madeUp(ends: () => boolean = () => false): PageTasks {
  function* work(task: PageTaskName): Stoppable<Far, unknown> {
    if (task === 'explain') throw new PageIssue('it is refused');
    if (task === 'survey') throw new TypeError('it is broken');
    if (task !== 'prove') return task;
    while (!ends()) if ((yield null) === 'stop') return 'stopped';
    return 'done';
  }
  return { run: work } as unknown as PageTasks;
}

/** Hears what is answered. */
function listening(tasks: PageTasks) {
  const answers: PageAnswer[] = [];
  let heard = (): void => {};
  const slices = new TaskRunner(tasks, (answer) => {
    answers.push(answer);
    heard();
  });
  const ask = (id: number, task: PageTaskName): void => slices.hear({ is: 'run', id, task, asked: {} as never });
  const until = (isThere: (answers: readonly PageAnswer[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      heard = () => {
        if (isThere(answers)) resolve();
      };
      heard();
    });
  return { answers, slices, ask, until };
}

const told = (answers: readonly PageAnswer[]) =>
  answers.flatMap((answer): [number, unknown][] => (answer.is === 'told' ? [[answer.id, answer.told]] : []));

describe('tasks in slices', () => {
  it('are stopped between two slices', async () => {
    const { answers, slices, ask, until } = listening(madeUp());
    ask(1, 'prove');
    await until((all) => all.some(({ is }) => is === 'far'));
    expect(told(answers)).toEqual([]);
    slices.hear({ is: 'stop', id: 1 });
    await until((all) => told(all).length > 0);
    expect(told(answers)).toEqual([[1, 'stopped']]);
  });

  it('are done while a long one goes on, if they are done at once; others wait', async () => {
    const { answers, slices, ask, until } = listening(madeUp());
    ask(1, 'prove');
    ask(2, 'prove');
    ask(3, 'tell');
    ask(4, 'look');
    await until((all) => told(all).length === 2);
    expect(told(answers)).toEqual([
      [3, 'tell'],
      [4, 'look'],
    ]);
    slices.hear({ is: 'stop', id: 2 });
    slices.hear({ is: 'stop', id: 1 });
    await until((all) => told(all).length === 4);
    expect(told(answers).slice(2)).toEqual([
      [1, 'stopped'],
      [2, 'stopped'],
    ]);
  });

  it('that fail are one message each, and the next is done', async () => {
    const { answers, ask, until } = listening(madeUp(() => true));
    ask(1, 'explain');
    ask(2, 'survey');
    ask(3, 'prove');
    await until((all) => told(all).length > 0);
    expect(answers).toEqual([
      { is: 'failed', id: 1, message: 'it is refused' },
      { is: 'failed', id: 2, message: 'survey came to a mistake: it is broken' },
      { is: 'told', id: 3, told: 'done' },
    ]);
  });

  it('tell how far a real search is, and stop it so that nothing is proved', async () => {
    const { answers, slices, until } = listening(new PageTasks(undefined, []));
    const names = properties.map(({ name }) => name);
    const asked = { world: asWorld('retry1-reader-destroy', '2.6.20'), properties: names };
    slices.hear({ is: 'run', id: 7, task: 'prove', asked });
    await until((all) => all.some((answer) => answer.is === 'far' && (answer.far?.states ?? 0) > 0));
    slices.hear({ is: 'stop', id: 7 });
    await until((all) => told(all).length > 0);
    expect(told(answers)).toEqual([[7, expect.objectContaining({ clip: 'interrupted' })]]);
    const [[, proof] = []] = told(answers) as [number, { rows: readonly { verdict: string }[] }][];
    expect(proof?.rows.map(({ verdict }) => verdict)).toEqual(names.map(() => 'clipped'));
  });
});

describe('the client, where there can be no worker,', () => {
  const asked = { world: asWorld('buffered', '2.6.20'), schedule: [] };
  afterEach(() => void vi.unstubAllGlobals());

  it('does its tasks in slices', async () => {
    let tries = 0;
    vi.stubGlobal('Worker', function Worker() {
      tries++;
      throw new Error('no workers here');
    });
    const client = new Client('', undefined, []);
    expect((await client.run('tell', asked).told).states).toHaveLength(1);
    expect((await client.run('tell', asked).told).steps).toEqual([]);
    expect([tries, client.runsInWorker]).toEqual([1, false]);
  });

  it('does so, too, where a worker fails before it has begun', async () => {
    vi.stubGlobal('Worker', FailingWorker);
    const client = new Client('', undefined, []);
    expect((await client.run('tell', asked).told).states).toHaveLength(1);
    expect(client.runsInWorker).toBe(false);
  });

  it('tells the reason of a failure', async () => {
    const client = new Client('', undefined, []);
    const wrong = { ...asked, schedule: ['nobody user_task.next'] };
    await expect(client.run('tell', wrong).told).rejects.toThrow(/^line 1 of the schedule does not fit/);
  });

  it('is stopped, and whoever waits is told', async () => {
    vi.stubGlobal('Worker', SilentWorker);
    const client = new Client('', undefined, []);
    const running = client.run('tell', asked);
    client.end();
    await expect(running.told).rejects.toThrow(Stopped);
  });
});

/** Never answers. */
class SilentWorker {
  addEventListener(_event: string, _hear: (event: object) => void): void {}
  postMessage(): void {}
  terminate(): void {}
}

class FailingWorker extends SilentWorker {
  override addEventListener(event: string, hear: (event: object) => void): void {
    if (event === 'error') queueMicrotask(() => hear({ preventDefault: () => {}, message: 'it is forbidden' }));
  }
}
