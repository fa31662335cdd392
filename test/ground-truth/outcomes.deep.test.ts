import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { Comparison } from './compare.ts';
import { measuredScenarios } from './truth.ts';

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

const scenarios = measuredScenarios().toSorted((a, b) => rank(a) - rank(b));

/** Many objects live for one step only, so the young generation is large. */
const ROOM = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 4096 };

/** Hands the scenarios out to as many workers as there are cores. */
async function compareAll(): Promise<Comparison[]> {
  const waiting = [...scenarios];
  const results: Comparison[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url), { resourceLimits: ROOM });
      const next = () => {
        const scenario = waiting.shift();
        if (scenario !== undefined) worker.postMessage(scenario);
        else worker.terminate().then(() => resolve(), reject);
      };
      worker.on('message', (compared: Comparison[]) => {
        results.push(...compared);
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}

it('335 of 335 outcome sets agree with what the real C did', { timeout: 3_000_000 }, async () => {
  const results = await compareAll();
  const wrong = results.filter(({ missing, surplus }) => missing.length + surplus.length > 0);
  const transitions = results.reduce((sum, result) => sum + result.transitions, 0);
  const by = (how: Comparison['by']) => results.filter((result) => result.by === how).length;
  console.log(
    [
      `${results.length - wrong.length} of ${results.length} outcome sets agree (${transitions.toLocaleString('en-US')} transitions searched):`,
      `  ${by('every schedule')} over every schedule`,
      `  ${by('unpatched')} over every schedule of the unpatched kernel, in which the patch edits nothing that is run`,
      `  ${by('random schedules')} whose measurement is a part, by random schedules that come to all of it`,
    ].join('\n'),
  );
  expect(wrong).toEqual([]);
  expect(results).toHaveLength(335);
});
