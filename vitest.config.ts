import { defineConfig } from 'vitest/config';

/** What all suites have in common. */
export const common = {
  // Exhaustive searches take seconds each; a hang still ends.
  testTimeout: 600_000,
  // Processes, not threads: tests start worker threads of their own.
  pool: 'forks' as const,
  maxWorkers: 2,
};

export const DEEP = 'test/**/*.deep.test.ts';

export default defineConfig({
  test: { ...common, include: ['test/**/*.test.ts', 'properties/suites/*.test.ts'], exclude: [DEEP] },
});
