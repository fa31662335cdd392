import { defineConfig } from 'vitest/config';
import { seed } from './test/drawn.ts';

// For all processes, and to be told (test/drawn.ts).
process.env['TEST_SEED'] = String(seed);
console.log(`seed of this run: TEST_SEED=${seed}`);

/** One more than CI has cores: tests of the program often wait. */
const WORKERS = 3;

export const DEEP = 'test/**/*.deep.test.ts';

/** What all suites have in common. */
export const common = {
  // Exhaustive searches take seconds each; a hang still ends.
  testTimeout: 600_000,
  // Removing a folder with an installed package takes longer than the ten seconds that vitest grants.
  hookTimeout: 600_000,
  // Processes, not threads: tests start worker threads of their own.
  pool: 'forks' as const,
  maxWorkers: WORKERS,
  // A worker loads the model once, and starts the program once: that takes longer than most files.
  isolate: false,
  setupFiles: ['test/cli/clean.ts'],
  globalSetup: ['test/cli/built.ts'],
};

export default defineConfig({
  test: { ...common, include: ['test/**/*.test.ts', 'docs/suites/*.test.ts'], exclude: [DEEP] },
});
