import { defineConfig } from 'vitest/config';

/** One more than CI has cores: tests of the program often wait. */
const WORKERS = 3;

/** What all suites have in common. */
export const common = {
  // Exhaustive searches take seconds each; a hang still ends.
  testTimeout: 600_000,
  // Processes, not threads: tests start worker threads of their own.
  pool: 'forks' as const,
  maxWorkers: WORKERS,
};

export const DEEP = 'test/**/*.deep.test.ts';

/** Each file has a folder of its own, and a process in which the program is started once. */
const PROGRAM = ['test/cli/**/*.test.ts', 'test/readme/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'program', include: PROGRAM, exclude: [DEEP] } },
      {
        // The model is loaded once for all files: that takes longer than most of them.
        test: {
          ...common,
          name: 'library',
          include: ['test/**/*.test.ts', 'properties/suites/*.test.ts'],
          exclude: [DEEP, ...PROGRAM],
          isolate: false,
        },
      },
    ],
    maxWorkers: WORKERS,
  },
});
