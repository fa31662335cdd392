// A thread as tasks have it: sends what each function of a module that is not ours comes to.
import { parentPort, workerData } from 'node:worker_threads';

await import('../../../cli/typescript.mjs');
const { importForeign } = await import('../../../cli/foreign/import.ts');
const { requireNothingForbidden } = await import('../../../cli/foreign/guards.ts');

const saidOf = (f) => {
  try {
    f();
    return 'nothing';
  } catch (problem) {
    return problem.message;
  }
};
const { uses } = await importForeign(workerData, 1);
const foreign = Object.entries(uses).map(([name, use]) => [name, saidOf(use), saidOf(requireNothingForbidden)]);
// The program itself goes on as ever.
const own = [
  typeof Math.random(),
  typeof Date.now(),
  typeof performance.now(),
  typeof process.pid,
  new Date(0).getTime(),
];
parentPort.postMessage({ foreign, own });
