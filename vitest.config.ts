import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'properties/suites/*.test.ts'],
    // Exhaustive searches take seconds each; a hang still ends.
    testTimeout: 120_000,
    // Processes, not threads: tests start worker threads of their own.
    pool: 'forks',
    maxWorkers: 2,
  },
});
