/** The programs in C of the shipped scenarios, a share of them in each run: compiled, and run on the kernel that the tests run on. */
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { cProgram } from '../../../counterexamples/aio/c-program/c-program.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { shareOf } from '../../drawn.ts';
import { isOfToday, noGcc, notModelled, run, table, warnings, whyNotRun } from './programs.ts';

/** One of so many in each run; all of them with `TEST_ALL`. */
const SHARE = 4;

const compiled = 'compiles without a warning';

describe.skipIf(noGcc !== null)(noGcc === null ? compiled : `${compiled} (skipped: ${noGcc})`, () => {
  it.each(shareOf(shippedScenarioNames(), SHARE))('%s, with and without pages that are made dirty', async (name) => {
    const program = cProgram(shippedScenario(name));
    expect(await warnings([program])).toBe('');
    expect(await warnings([program], ['-DDIRTY_PAGES', '-fsyntax-only'])).toBe('');
  });
});

const whyNot = await whyNotRun();
const held = 'on the kernel of this machine';
const ofToday = shippedScenarioNames().filter((name) => isOfToday(shippedScenario(name)));
/** In all. */
const RUNS = 1000;

describe.skipIf(whyNot !== null)(whyNot === null ? held : `${held} (skipped: ${whyNot})`, () => {
  it.each(shareOf(ofToday, SHARE))('%s comes to nothing that the model does not come to', async (name) => {
    const runs = Math.ceil(RUNS / ofToday.length);
    const { code, stdout, stderr, left } = await run(cProgram(shippedScenario(name)), [String(runs)]);
    console.log(`${name}:\n${stdout}`);
    expect({ code, stderr, left, not: notModelled(stdout, name) }).toEqual({ code: 0, stderr: '', left: [], not: [] });
    expect(table(stdout).reduce((sum, { count }) => sum + count, 0)).toBe(runs);
  });

  it.each(
    shareOf(
      shippedScenarioNames().filter((name) => !ofToday.includes(name)),
      SHARE,
    ),
  )('%s ends in each run', async (name) => {
    const { code, stdout, left } = await run(cProgram(shippedScenario(name)), ['5']);
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(table(stdout).reduce((sum, { count }) => sum + count, 0)).toBe(5);
  });
});
