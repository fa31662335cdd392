/** Reading what the user named: all of it, but no more than such a file can sensibly have. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { because, InputError } from './exit.ts';
import { counted } from './progress.ts';

/** The most bytes that such a file may have. The largest that are shipped have a hundredth. */
const MOST = { scenario: 1_000_000, trace: 16_000_000, module: 16_000_000 } as const;

export type Readable = keyof typeof MOST;

/** What is read from a pipe at once, in bytes. */
const CHUNK = 65_536;
/** How long a pipe may be silent before it is given up, and between two looks at it, in ms. */
const PATIENCE = 30_000;
const PAUSE = 10;

/** The text of a file or of a pipe, as UTF-8; `shown`: what its path is called. Throws InputError. */
export function readText(path: string, what: Readable, shown = path): string {
  try {
    return readAtMost(path, what, shown);
  } catch (problem) {
    if (problem instanceof InputError) throw problem;
    throw new InputError([`${shown}: cannot read this ${what}: ${because(problem)}; expected a readable file`]);
  }
}

function readAtMost(path: string, what: Readable, shown: string): string {
  const there = statSync(path);
  if (there.isDirectory()) throw new Error('it is a folder');
  // A module is read more than once.
  if (what === 'module' && !there.isFile()) throw new Error('it is no file');
  if (!there.isFile() && !there.isFIFO() && !there.isSocket()) throw new Error('it is a device');
  const most = MOST[what];
  if (there.size > most) throw tooLarge(shown, what, counted(there.size, 'byte'));
  const fd = isStandardInput(there) ? 0 : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = bytesOf(fd, most);
    if (bytes.length > most) throw tooLarge(shown, what, 'more');
    return bytes.toString('utf8');
  } finally {
    if (fd !== 0) closeSync(fd);
  }
}

const tooLarge = (path: string, what: Readable, size: string): InputError =>
  new InputError([`${path}: too large for a ${what}: it has ${size}; expected at most ${counted(MOST[what], 'byte')}`]);

/** A socket cannot be opened by the name of its descriptor. */
function isStandardInput({ dev, ino }: Stats): boolean {
  try {
    const input = fstatSync(0);
    return input.isSocket() && input.dev === dev && input.ino === ino;
  } catch {
    return false;
  }
}

/** All bytes, or one more than `most`. */
function bytesOf(fd: number, most: number): Buffer {
  const parts: Buffer[] = [];
  let waited = 0;
  for (let length = 0; length <= most;) {
    const part = Buffer.allocUnsafe(Math.min(CHUNK, most + 1 - length));
    const read = readOrWait(fd, part);
    if (read === 0) break;
    if (read === null && (waited += PAUSE) > PATIENCE)
      throw new Error(`nothing came from this pipe for ${PATIENCE / 1000} seconds`);
    if (read === null) continue;
    parts.push(part.subarray(0, read));
    length += read;
    waited = 0;
  }
  return Buffer.concat(parts);
}

/** Bytes read; 0 at the end, null where nothing has come yet. */
function readOrWait(fd: number, into: Buffer): number | null {
  try {
    return readSync(fd, into);
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EAGAIN') throw problem;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    return null;
  }
}
