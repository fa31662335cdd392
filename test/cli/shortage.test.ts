/** A system that grants too little is told in one line, is no bug, and never looks like a verdict. */
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../cli/exit.ts';
import { failureOf } from '../../cli/failure.ts';
import { shortageOf } from '../../cli/shortage.mjs';
import { WorkerDied } from '../../properties/search/parallel/explore-in-parallel.ts';
import { inBash, type Result } from './program.ts';
import { folder } from './run.ts';

const FEW_FILES = 'too many open files; expected a limit of 1024 at least (ulimit -n)';
/** The second where libraries take what cannot be opened for something else. */
const TOLD =
  /^kioctx: (too many open files; expected a limit of 1024 at least \(ulimit -n\)|only \d+ files can be open at once; [^\n]*: this came of it, or [^\n]*)\n$/;

/** Told, or enough after all: how many files Node opens at once depends on its version. */
const expectToldOrDone = ({ code, stdout, stderr }: Result, done: number, verdict: string) => {
  const isDone = code === done && stdout.includes(verdict) && stderr === '';
  expect({ isDone, code, stdout, stderr }).toEqual(
    isDone ? expect.anything() : { isDone, code: 70, stdout: '', stderr: expect.stringMatching(TOLD) },
  );
};

const PROVE = 'prove dw1-inval --patch 2.6.20 --property no-double-completion --quiet --traces none';
/** The fewest files with which Node runs a module at all. */
const LEAST = `{ n=12; until (ulimit -n $n; ${process.execPath} empty.mjs); do n=$((n + 1)); done; } 2>/dev/null`;

describe.concurrent('few open files', () => {
  it.for([0, 1, 2, 3, 5, 8, 12, 16])('as few as Node needs, and %i more: exit code 70 and one line', async (more) => {
    const result = await inBash(
      folder({ 'empty.mjs': '' }).path,
      `${LEAST}; ulimit -n $((n + ${more})); $kioctx ${PROVE}`,
    );
    expectToldOrDone(result, 1, 'VIOLATED');
  });

  it.for([90, 100])(
    '%i of them are too few for four threads, which is no mistake of a module that they run',
    async (n) => {
      const here = folder({ 'mine.ts': `export const mine = { name: 'mine', summary: 'nothing', hunks: [] };` });
      const scenarios = 'buffered dw1-inval dw1-osync dw1-nowait';
      const args = `${scenarios} --patch ./mine.ts --property no-leak --workers 4 --quiet --traces none`;
      expectToldOrDone(await inBash(here.path, `ulimit -n ${n}; $kioctx prove ${args}`), 0, 'holds');
    },
  );
});

describe('a shortage', () => {
  it.for([
    ["EMFILE: too many open files, open 'x'", FEW_FILES],
    ['spawn /somewhere/esbuild EMFILE', FEW_FILES],
    ['Worker initialization failure: EMFILE', FEW_FILES],
    ['ENFILE: file table overflow, open', 'too many open files in the whole system'],
    ['ENOMEM: not enough memory, mmap', 'there is no more memory'],
    ['spawn /somewhere/esbuild EAGAIN', 'no more processes and threads can be started'],
    ['Worker initialization failure: EAGAIN', 'no more processes and threads can be started'],
    ["ENOSPC: no space left on device, mkdtemp '/tmp/x'", 'a disk is full'],
  ] as const)('%s', ([message, says]) => {
    expect(shortageOf(new Error(message))).toContain(says);
    for (const problem of [new Error(message), new WorkerDied(message)]) {
      const failure = failureOf(problem);
      expect(failure.lines).toEqual([expect.stringContaining(says)]);
      expect(failure.lines[0]).toContain('; expected ');
      expect(failure.code).toBe(EXIT.internal);
    }
  });

  it.for(['read EAGAIN', 'x is not a function', 'a thread of the search ended early: x'])('is not %s', (message) => {
    expect(shortageOf(new Error(message))).toBeNull();
  });
});
