/** A worker of a parallel search: a thread that takes its share of every level, and at the end sends what it has found. */
import { parentPort, workerData } from 'node:worker_threads';
import { type WorkerOrder, type Part, ParallelBfsWorker } from './bfs-worker.ts';
import { build } from './recipe.ts';

const order = workerData as WorkerOrder;
const share = new ParallelBfsWorker(order, await build(order.recipe));
share.run();
const part: Part = share.part;
try {
  parentPort?.postMessage(part);
} catch (problem) {
  throw new Error(`its report cannot be sent: ${String(problem)}`, { cause: problem });
}
