import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { Comparison, Pair } from './compare.ts';
import { measuredPatches, measuredScenarios } from './truth.ts';

/** The largest first, so that the workers finish together. */
const LARGEST = [
  'retry1-reader-destroy',
  'one-sub-two-readers',
  'queued-dw-reader',
  'three-dw-ring4',
  'three-dw-ring3',
  'three-buf-min2-two-readers',
];
const rank = (scenario: string) => (LARGEST.includes(scenario) ? LARGEST.indexOf(scenario) : LARGEST.length);

const pairs: readonly Pair[] = measuredScenarios()
  .toSorted((a, b) => rank(a) - rank(b))
  .flatMap((scenario) => measuredPatches().map((patch) => ({ patch, scenario })));

/** Many objects live for one step only, so the young generation is large. */
const ROOM = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 4096 };

/** Hands the pairs out to as many workers as there are cores. */
async function compareAll(): Promise<Comparison[]> {
  const waiting = [...pairs];
  const results: Comparison[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url), { resourceLimits: ROOM });
      const next = () => {
        const pair = waiting.shift();
        if (pair !== undefined) worker.postMessage(pair);
        else worker.terminate().then(() => resolve(), reject);
      };
      worker.on('message', (result: Comparison) => {
        results.push(result);
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}

it('335 of 335 outcome sets agree with what the real C did', { timeout: 900_000 }, async () => {
  const results = await compareAll();
  const wrong = results.filter(({ missing, surplus }) => missing.length + surplus.length > 0);
  const transitions = results.reduce((sum, result) => sum + result.transitions, 0);
  console.log(
    `${results.length - wrong.length} of ${pairs.length} outcome sets agree (${transitions.toLocaleString('en-US')} transitions searched)`,
  );
  expect(wrong).toEqual([]);
  expect(results).toHaveLength(335);
});
