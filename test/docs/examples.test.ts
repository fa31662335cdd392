/** The examples of models that are not the kernel's, run as a reader runs them. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { packaged } from '../cli/program.ts';

const run = promisify(execFile);
const FOLDER = packaged('docs/examples');
/** What they share; and those of the kernel (kernel-examples.test.ts). */
const NO_EXAMPLES = new Set(['verdicts.ts', 'kernel']);

/** What each prints, but for the steps of schedules. */
const printed: Readonly<Record<string, readonly string[]>> = {
  'depth-first.ts': [
    'BreadthFirst: 391 states, 924 transitions, 1 stuck; up to 16 steps',
    '  all-eat: violated by a schedule of 4 steps, the fewest',
    'DepthFirst: 391 states, 924 transitions, 1 stuck; up to 16 steps',
    '  all-eat: violated by a schedule of 4 steps',
  ],
  'peterson.ts': [
    "Peterson's lock, for ever: 42 states, 76 transitions; ends: 0 done, 0 stuck",
    '  mutual-exclusion  holds',
    '  sound             holds',
    'with two rounds each: 173 states, 280 transitions; ends: 2 done, 0 stuck',
    '  mutual-exclusion  holds',
    '  everyone-enters   holds',
    '  sound             holds',
    'with the two stores swapped: 72 states, 138 transitions; ends: 0 done, 0 stuck',
    '  mutual-exclusion  violated',
    '  sound             holds',
    '  mutual-exclusion: both are in the critical section, after 8 steps, the fewest',
    '  both are in the critical section.',
    '  Every schedule fails in which p1, in process(), looks at process[0].c (step 6) before p0, in process(), changes it (step 7) and p0, in process(), looks at process[1].c (step 8) while p1 has not yet come to `c[self] := FALSE` in process().',
    '  Without one of these, or with one the other way round, it can pass. (Other orders tell it as well.)',
  ],
  'philosophers.ts': [
    '4 philosophers, all left-handed: 391 states, 924 transitions; ends: 1 done, 1 stuck',
    '  all-eat  violated',
    '  sound    holds',
    '  all-eat: philosopher0 waits for ever, after 4 steps, the fewest',
    '  philosopher0 waits for ever.',
    '  Every schedule fails in which philosopher3, in philosopher(), does `spin_lock(&first->lock)` (step 4) while philosopher2 has not yet come to `spin_lock(&second->lock)` in philosopher(), philosopher2, in philosopher(), does `spin_lock(&first->lock)` (step 3) while philosopher1 has not yet come to `spin_lock(&second->lock)` in philosopher(), philosopher1, in philosopher(), does `spin_lock(&first->lock)` (step 2) while philosopher0 has not yet come to `spin_lock(&second->lock)` in philosopher() and philosopher0, in philosopher(), does `spin_lock(&first->lock)` (step 1) while philosopher3 has not yet come to `spin_lock(&second->lock)` in philosopher().',
    '  Without one of these it can pass. (Other orders tell it as well.)',
    '4 philosophers, the last right-handed: 320 states, 704 transitions; ends: 1 done, 0 stuck',
    '  all-eat  holds',
    '  sound    holds',
  ],
  'pipe.ts': [
    'A pipe: 1197 states, 2003 transitions; ends: 1 done, 0 stuck',
    '  no-lost-wakeup  holds',
    '  sound           holds',
    'unlock-first: 1938 states, 3314 transitions; ends: 1 done, 10 stuck',
    '  no-lost-wakeup  violated',
    '  sound           holds',
    '  no-lost-wakeup: reader sleeps for ever, after 32 steps, the fewest',
    '  reader sleeps for ever.',
    '  Every schedule fails in which reader, in pipe_read(), looks at pipe.used (step 2) before writer, in pipe_write(), changes it (step 7) and writer, in __wake_up(), looks at pipe.wait (step 17) before reader, in add_wait_queue(), changes it (step 20).',
    '  With one of these the other way round it can pass. (Other orders tell it as well.)',
  ],
  'two-phase-commit.ts': [
    'Two-phase commit, 3 managers: 288 states, 1145 transitions; ends: 0 done, 0 stuck',
    '  consistent  holds',
    '  sound       holds',
    'commits-early: 498 states, 1955 transitions; ends: 0 done, 0 stuck',
    '  consistent  violated',
    '  sound       holds',
    '  consistent: one has committed, and one has aborted, after 5 steps, the fewest',
    '  one has committed, and one has aborted.',
    '  Every schedule fails in which RMRcvCommitMsg_0, in RMRcvCommitMsg(), does `RMRcvCommitMsg` (step 4) before RMChooseToAbort_1, in RMChooseToAbort(), does `RMChooseToAbort` (step 5).',
    '  With that order the other way round it can pass.',
  ],
};

const isStep = (line: string): boolean => line.startsWith('    ');

async function linesOf(example: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', `docs/examples/${example}`], {
    cwd: packaged(''),
  });
  return stdout.split('\n').filter((line) => line !== '');
}

it('every example is among those that are run here', () => {
  expect(readdirSync(FOLDER).filter((file) => !NO_EXAMPLES.has(file))).toEqual(Object.keys(printed));
});

it.each(Object.keys(printed))('%s prints its verdicts, and every step of what it found', async (example) => {
  const lines = await linesOf(example);
  expect(lines.filter((line) => !isStep(line))).toEqual(printed[example]);
  const told = lines.flatMap((line) => / after (\d+) steps/.exec(line)?.[1] ?? []);
  expect(lines.filter(isStep)).toHaveLength(told.reduce((sum, steps) => sum + Number(steps), 0));
});

it('pipe.ts shows the wakeup that comes between the unlock and the queue', async () => {
  const steps = (await linesOf('pipe.ts')).filter(isStep).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '));
  const [unlocked, woken, queued] = [
    'reader pipe_wait.unlock',
    'writer __wake_up.next',
    'reader add_wait_queue.add',
  ].map((step) => steps.indexOf(step)) as [number, number, number];
  expect([unlocked >= 0, unlocked < woken, woken < queued]).toEqual([true, true, true]);
});
