import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { Comparison } from './compare.ts';
import { shareOf } from '../drawn.ts';
import { measuredPatches, measuredScenarios } from './truth.ts';

/** These five take two thirds of the time: each run compares one of them, beside half of the others (`TEST_ALL=1`: all). */
const LARGEST = [
  'retry1-reader-destroy',
  'dw1-reader-may-destroy',
  'one-dw-two-readers',
  'retry2-destroy',
  'queued-dw-reader',
];

const others = measuredScenarios().filter((scenario) => !LARGEST.includes(scenario));
/** The largest first, so that the workers finish together. */
const scenarios = [...shareOf(LARGEST, LARGEST.length), ...shareOf(others, 2)];
const SETS = scenarios.length * measuredPatches().length;

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

it(
  `${SETS} of 335 outcome sets, which this run compares, agree with what the real C did`,
  { timeout: 3_000_000 },
  async () => {
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
    expect(results).toHaveLength(SETS);
    expect(measuredScenarios().length * measuredPatches().length).toBe(335);
    expect(others).toHaveLength(measuredScenarios().length - LARGEST.length);
  },
);
