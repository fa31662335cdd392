/**
 * The exhaustive search on several threads: breadth first like the sequential one, level by level, over one shared set of states.
 * It comes to the same states, transitions, depth and ends. Which of several shortest schedules to a state is kept, and how
 * states are numbered, may differ from run to run.
 */
import { Worker } from 'node:worker_threads';
import { countEnd, type End, type EndCounts, noEnds } from '../ends.ts';
import type { Clip, Limits, Progress } from '../explore.ts';
import { turnsTo } from '../paths.ts';
import type { Turn } from '../turn.ts';
import { Control } from './control.ts';
import { build, type Recipe } from './recipe.ts';
import type { Common, WorkerOrder, Part } from './bfs-worker.ts';
import { INTERN_TABLE_BYTES } from './shared-intern-table.ts';
import { FIRST_BITS, roomFor, SharedStates } from './shared-states.ts';

export type { Built, Judge, Recipe } from './recipe.ts';

/** What the workers found together. `depth` is the steps of the longest shortest schedule. */
export interface ParallelExploration extends Progress {
  /** Why the search stopped early; null: every reachable state was seen. */
  readonly clipped: Clip | null;
  /** Of all states that so many steps lead to at least, and their ends, nothing is missing. */
  readonly judgedDepth: number;
  readonly ends: Readonly<EndCounts>;
  /** What each worker's judge reports. */
  readonly reports: readonly unknown[];
  /** A shortest schedule to a state. */
  pathTo(row: number): Turn[];
}

/** A search that runs by itself: it yields now and then how far it is, and takes `stop` for an answer. */
export type ParallelSearchRun = AsyncGenerator<Progress, ParallelExploration, 'stop' | undefined>;

/** A worker came to an end before its work did: nothing is known of what there was to be found. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

/** How often it is told how far the search is, and looked at the clock, in ms. */
const PAUSE = 100;

/** Many objects live for one step only, so the young generation is large. */
const HEAP = { maxYoungGenerationSizeMb: 64 };

export async function* exploringInParallel(recipe: Recipe, workers: number, limits: Limits = {}): ParallelSearchRun {
  const { maxStates, maxSeconds, maxMemory } = limits;
  const begun = performance.now();
  const deadline = begun + (maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const { machine } = await build(recipe);
  const common: Common = {
    control: new SharedArrayBuffer(Control.bytes),
    room: roomFor(machine.width, maxMemory),
    stacks: new SharedArrayBuffer(INTERN_TABLE_BYTES),
    halts: new SharedArrayBuffer(INTERN_TABLE_BYTES),
    values: machine.domains.map(() => new SharedArrayBuffer(INTERN_TABLE_BYTES)),
    transitions: new SharedArrayBuffer(8 * workers),
  };
  const control = new Control(common.control, workers);
  control.slotBits = FIRST_BITS;
  const states = new SharedStates(common.room, control);
  const shown = new Float64Array(common.transitions);
  const progress = (): Progress => ({
    states: control.rows,
    transitions: shown.reduce((sum, transitions) => sum + transitions, 0),
    depth: control.depth,
    queue: Math.max(0, control.rows - control.begun),
    bytes: states.bytes,
    seconds: (performance.now() - begun) / 1000,
    reduced: false,
    rounds: 0,
  });

  const started: Worker[] = [];
  try {
    for (let worker = 0; worker < workers; worker++) {
      const order: WorkerOrder = { recipe, common, worker, workers, maxStates: maxStates ?? Number.POSITIVE_INFINITY };
      const options = { workerData: order, resourceLimits: HEAP };
      started.push(new Worker(new URL('start-worker.mjs', import.meta.url), options));
    }
    const all = Promise.all(started.map(partOf));
    // A worker may die, or be dismissed, while nobody listens.
    all.catch(() => undefined);
    // oxlint-disable no-await-in-loop -- what goes on meanwhile goes on elsewhere
    for (let parts: readonly Part[] | null = null; ; parts = await orNull(all, PAUSE)) {
      if (parts !== null) {
        return {
          ...progress(),
          transitions: parts.reduce((sum, part) => sum + part.transitions, 0),
          clipped: control.isOver ? null : control.stopped,
          judgedDepth: control.isOver ? control.depth : control.depth - 1,
          ends: endsOf(parts),
          reports: parts.map(({ report }) => report),
          pathTo: (row) => turnsTo(states, machine, row),
        };
      }
      if ((yield progress()) === 'stop') control.stop('interrupted');
      if (performance.now() > deadline) control.stop('max-seconds');
    }
    // oxlint-enable no-await-in-loop
  } finally {
    await Promise.all(started.map((worker) => worker.terminate()));
  }
}

/** What a worker sends in the end; rejects with WorkerDied where it does not. */
function partOf(worker: Worker, nth: number, { length }: readonly Worker[]): Promise<Part> {
  const { promise, resolve, reject } = withResolvers<Part>();
  const died = (how: string, cause?: unknown) =>
    reject(new WorkerDied(`worker ${nth + 1} of ${length} of the search ended early: ${how}`, { cause }));
  worker.on('message', resolve);
  worker.on('error', (problem) => died(problem instanceof Error ? problem.message : String(problem), problem));
  worker.on('exit', (code) => died(`it exited with code ${code}`));
  return promise;
}

/** What is promised, or null if that takes longer than so many ms. */
async function orNull<T>(promised: Promise<T>, ms: number): Promise<T | null> {
  const { promise, resolve } = withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([promised, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (problem: Error) => void;
  const promise = new Promise<T>((onValue, onProblem) => {
    resolve = onValue;
    reject = onProblem;
  });
  return { promise, resolve, reject };
}

/** Runs a search to its end. */
export async function toCompletionInParallel(slices: ParallelSearchRun): Promise<ParallelExploration> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one slice after the other
    const next = await slices.next();
    if (next.done) return next.value;
  }
}

export const exploreInParallel = (recipe: Recipe, workers: number, limits: Limits = {}): Promise<ParallelExploration> =>
  toCompletionInParallel(exploringInParallel(recipe, workers, limits));

function endsOf(parts: readonly Part[]): EndCounts {
  const all = noEnds();
  for (const { ends } of parts)
    for (const [end, count] of Object.entries(ends) as [End, number][]) countEnd(all, end, count);
  return all;
}
