/**
 * What a run of the tests draws: one seed for all suites, which is printed, and a share of what takes long. The same again:
 * `TEST_SEED=number`. All of it: `TEST_ALL=1`. So many times as many models and values as usual: `TEST_TIMES=number`.
 */
import { randomInt } from 'node:crypto';

/** Below 2^30. One for all processes (vitest.config.ts). */
export const seed = Number(process.env['TEST_SEED'] ?? randomInt(2 ** 30));
export const takesAll = process.env['TEST_ALL'] !== undefined;

const times = Number(process.env['TEST_TIMES'] ?? 1);
/** How many are tried where usually so many are. */
export const timesAsMany = (usually: number): number => Math.ceil(usually * times);

/** One of so many that follow each other, from one that the seed says; all of them with `TEST_ALL`. */
export const shareOf = <T>(all: readonly T[], one: number): readonly T[] =>
  takesAll ? all : all.filter((_, nth) => (nth + seed) % one === 0);

/** Whether a test that takes long is of this run: every fifth run has it, and with `TEST_ALL` each. */
export const isOfThisRun = (title: string): boolean => takesAll || (title.length + seed) % 5 === 0;
