/**
 * What is printed: results on standard output, all else on standard error. Whatever becomes of either, the program goes on, and
 * says in the end by its exit code that results were lost.
 */
import { fstatSync, writeSync } from 'node:fs';
import { because } from './exit.ts';

/** Whoever read the output has stopped (`kioctx prove | head`), which is no failure. */
const STOPPED_READING = new Set(['EPIPE', 'ECONNRESET']);

/** What became of the results that were printed since it was last asked. */
const results = { waiting: 0, problem: null as Error | null, whenTaken: [] as (() => void)[] };

function taken(problem?: Error | null): void {
  results.waiting--;
  if (problem) results.problem ??= problem;
  if (results.waiting > 0 && results.problem === null) return;
  for (const tell of results.whenTaken.splice(0)) tell();
}

// What is lost on standard error has nobody to be told to.
process.stderr.on('error', () => {});
// Who writes is told too, and here it is taken down.
process.stdout.on('error', (problem) => {
  results.problem ??= problem;
});

/** A pipe, a terminal and a socket are written by their stream; a file that is full takes a part, and the stream would not notice. */
function isFile(): boolean {
  try {
    const there = fstatSync(process.stdout.fd);
    return !process.stdout.isTTY && !there.isFIFO() && !there.isSocket();
  } catch {
    return false;
  }
}

/** Prints on standard output as it is, unless something before it was lost already. */
export function printRaw(text: string): void {
  if (results.problem !== null) return;
  results.waiting++;
  if (!isFile()) {
    process.stdout.write(text, taken);
    return;
  }
  try {
    writeAll(process.stdout.fd, text);
    taken();
  } catch (problem) {
    taken(problem as Error);
  }
}

/** Prints a line, or several, on standard output. */
export const print = (text: string): void => printRaw(`${text}\n`);

/** Says a line on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Waits until all that was printed has been taken; why it was not, or null. */
export async function lost(): Promise<string | null> {
  if (results.waiting > 0 && results.problem === null)
    await new Promise<void>((resolve) => results.whenTaken.push(resolve));
  const { problem } = results;
  results.problem = null;
  if (problem === null || STOPPED_READING.has((problem as NodeJS.ErrnoException).code ?? '')) return null;
  return because(problem);
}

/** How long nothing of a text may be taken before it is given up, and between two attempts, in ms. */
const PATIENCE = 10_000;
const PAUSE = 10;

const isBusy = (problem: unknown): boolean => (problem as NodeJS.ErrnoException).code === 'EAGAIN';

/** Writes the whole text; where the system takes a part only, the rest again. Throws the system's error. */
export function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  let waited = 0;
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
      waited = 0;
    } catch (problem) {
      if (!isBusy(problem) || waited >= PATIENCE) throw problem;
      // A pipe whose reader is slow.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
      waited += PAUSE;
    }
  }
}
