/** Reading what the user named: all of it, but no more than such a file can sensibly have. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { because, InputError } from './exit.ts';
import { missing } from './missing.ts';
import { counted } from './progress.ts';
import { shortageOf } from './shortage.mjs';
import { endIfAsked } from './signals.mjs';

/** The most bytes that such a file may have. The largest that are shipped have a hundredth. */
const MOST = {
  scenario: 1_000_000,
  sidecar: 1_000_000,
  trace: 16_000_000,
  'trace or scenario': 16_000_000,
  module: 16_000_000,
  diff: 16_000_000,
} as const;

export type Readable = keyof typeof MOST;

/** What is read from a pipe at once, in bytes. */
const CHUNK = 65_536;
/** How long a pipe may be silent before it is given up, and between two looks at it, in ms. */
const PATIENCE = 30_000;
const PAUSE = 10;

/** The text of a file, as UTF-8; `shown`: what its path is called. Throws InputError. */
export function readText(path: string, what: Readable, shown = path): string {
  try {
    const there = statSync(path);
    if (there.isDirectory()) throw new Error('it is a folder');
    if (!there.isFile()) throw new Error('it is no file');
    return readFile(path, there, what, shown);
  } catch (problem) {
    throw unreadable(problem, what, shown);
  }
}

/** The same of a pipe too, which is waited for: a signal ends the program meanwhile. */
export async function receiveText(path: string, what: Readable): Promise<string> {
  try {
    const there = statSync(path);
    if (there.isFIFO() || there.isSocket()) return await receive(path, there, what);
    if (!there.isFile() && !there.isDirectory()) throw new Error('it is a device');
  } catch (problem) {
    throw unreadable(problem, what, path);
  }
  return readText(path, what);
}

const isMissing = (problem: unknown): boolean =>
  problem instanceof Error && 'code' in problem && problem.code === 'ENOENT';

/** What is not for the user to mend stays as it is. */
function unreadable(problem: unknown, what: Readable, shown: string): unknown {
  if (problem instanceof InputError || shortageOf(problem) !== null) return problem;
  if (isMissing(problem)) return missing(shown, `a readable ${what}`);
  return new InputError([`${shown}: cannot read this ${what}: ${because(problem)}; expected a readable file`]);
}

function readFile(path: string, { size }: Stats, what: Readable, shown: string): string {
  const most = MOST[what];
  if (size > most) throw tooLarge(shown, what, counted(size, 'byte'));
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return textOf(bytesOf(fd, most), what, shown);
  } finally {
    closeSync(fd);
  }
}

async function receive(path: string, there: Stats, what: Readable): Promise<string> {
  const fd = isStandardInput(there) ? standardInput() : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = await bytesFrom(fd, MOST[what]);
    if (bytes.length === 0) throw new Error('nothing is in this pipe, and nobody writes into it');
    return textOf(bytes, what, path);
  } finally {
    if (fd !== 0) closeSync(fd);
  }
}

function textOf(bytes: Buffer, what: Readable, shown: string): string {
  if (bytes.length > MOST[what]) throw tooLarge(shown, what, 'more');
  return bytes.toString('utf8');
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

/** Node's stream for it sees to it that reading does not wait. */
const standardInput = (): 0 => process.stdin.fd;

/** All bytes of a file, or one more than `most`. */
function bytesOf(fd: number, most: number): Buffer {
  const parts = new Parts(most);
  while (!parts.isFull) {
    const read = readSync(fd, parts.room);
    if (read === 0) break;
    parts.add(read);
  }
  return parts.all;
}

/** The same of what others send, as it comes. */
async function bytesFrom(fd: number, most: number): Promise<Buffer> {
  const parts = new Parts(most);
  for (let waited = 0; !parts.isFull;) {
    const read = readIfThere(fd, parts.room);
    if (read === 0) break;
    if (read !== null) {
      parts.add(read);
      waited = 0;
      continue;
    }
    if ((waited += PAUSE) > PATIENCE) throw new Error(`nothing came from this pipe for ${PATIENCE / 1000} seconds`);
    // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
    await sleep(PAUSE);
    endIfAsked();
  }
  return parts.all;
}

/** What was read so far, of at most so many bytes and one. */
class Parts {
  private readonly most: number;
  private readonly parts: Buffer[] = [];
  private length = 0;
  /** For what is read next. */
  room: Buffer;

  constructor(most: number) {
    this.most = most;
    this.room = this.next();
  }

  get isFull(): boolean {
    return this.length > this.most;
  }

  get all(): Buffer {
    return Buffer.concat(this.parts);
  }

  add(read: number): void {
    this.parts.push(this.room.subarray(0, read));
    this.length += read;
    this.room = this.next();
  }

  private next(): Buffer {
    return Buffer.allocUnsafe(Math.max(0, Math.min(CHUNK, this.most + 1 - this.length)));
  }
}

/** Bytes read; 0 at the end, null where nothing has come yet. */
function readIfThere(fd: number, into: Buffer): number | null {
  try {
    return readSync(fd, into);
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EAGAIN') throw problem;
    return null;
  }
}
