/**
 * Every shipped property on random schedules of random scenarios, under a kernel that is sound. To check a property or a
 * patch of your own, copy this file, put yours in, and run it with vitest. A failure is shrunk to the minimum and told
 * with the seed and the path that make it again.
 */
import { test } from '@fast-check/vitest';
import { describe, expect, vi } from 'vitest';
import { type Patch, shippedPatches } from 'kioctx/model';
import { properties, recurring, runs, scenarios } from 'kioctx/properties';

/** Milliseconds: the first runs make the model ready, and a failure is shrunk. */
vi.setConfig({ testTimeout: 300_000 });

const SEED = 2007;

const patch = shippedPatches.find(({ name }) => name === 'post-eiocbqueued+wake') as Patch;
/** io_cancel and io_destroy have races of their own, which no patch here closes. */
const calm = scenarios({ calls: [] });
const anyRun = runs({ patch, scenarios: recurring(calm, SEED) });

describe.each(properties)('$name', (property) => {
  test.prop([anyRun], { seed: SEED, numRuns: 200 })(`is not violated by ${patch.name} on random runs`, (run) => {
    expect(run.violation(property)?.message).toBeUndefined();
  });
});
