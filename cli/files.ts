/** Writing what the user named: refused early where it cannot work, and never half a file. */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { because, OutputError } from './exit.ts';
import { printRaw, writeAll } from './output.ts';
import { done, temporaryIn } from './temporary-files.ts';

/**
 * What a path stands for, links followed. A file is replaced as a whole, where a link leads to it there, so that the link stays.
 * What is no file, or is open already, is written to as it is.
 */
type Destination =
  | { readonly is: 'file'; readonly path: string; readonly mode: number | null }
  | { readonly is: 'stream'; readonly path: string }
  | { readonly is: 'standard output' }
  | { readonly is: 'standard error' };

/** Names of what this process has open: a file behind one is written by somebody else too. */
const DESCRIPTOR = /^\/(dev\/(fd\/|std)|proc\/)/;

/** A chain of more links than this goes round, says the system too. */
const MOST_LINKS = 40;

function destinationOf(path: string, links = 0): Destination {
  if (path === '') throw new Error('a file needs a name');
  if (path.endsWith('/')) throw new Error('it is a folder');
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) {
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (!isLink || links === MOST_LINKS) return { is: 'file', path, mode: null };
    const target = readlinkSync(path);
    return destinationOf(isAbsolute(target) ? target : `${realpathSync(dirname(path))}/${target}`, links + 1);
  }
  if (there.isDirectory()) throw new Error('it is a folder');
  if (isOpenAs(1, there)) return { is: 'standard output' };
  if (isOpenAs(2, there)) return { is: 'standard error' };
  if (!there.isFile() || DESCRIPTOR.test(path)) return { is: 'stream', path };
  return { is: 'file', path: realpathSync(path), mode: there.mode & 0o7777 };
}

function isOpenAs(fd: number, { dev, ino }: Stats): boolean {
  try {
    const open = fstatSync(fd);
    return open.dev === dev && open.ino === ino;
  } catch {
    return false;
  }
}

const unwritable = (flag: string, path: string, why: unknown): OutputError =>
  new OutputError(`${flag} ${path}: cannot write there: ${whyNot(why)}; expected a file that can be written`);

const whyNot = (problem: unknown): string =>
  (problem as NodeJS.ErrnoException).code === 'ENXIO' ? 'nobody reads from there' : because(problem);

/** Refuses a place that cannot be written, before long work has been done for nothing. */
export function requireWritable(flag: string, path: string): void {
  try {
    const place = destinationOf(path);
    if (place.is !== 'file') return;
    accessSync(dirname(place.path), constants.W_OK);
    if (place.mode !== null) accessSync(place.path, constants.W_OK);
  } catch (problem) {
    throw unwritable(flag, path, problem);
  }
}

/** Where what is written to this path comes to lie, links followed. Throws the system's error. */
export function fileBehind(path: string): string {
  const place = destinationOf(path);
  return place.is === 'file' ? place.path : path;
}

/** A text, or its parts where it may be longer than a text can be. */
type Text = string | readonly string[];

/** Throws OutputError. */
export function writeOutput(flag: string, path: string, text: Text): void {
  try {
    writeWhole(path, text);
  } catch (problem) {
    throw unwritable(flag, path, problem);
  }
}

/** Writes beside the place and moves there: others find the old file or the new one. Throws the system's error. */
export function writeWhole(path: string, text: Text): void {
  const place = destinationOf(path);
  if (place.is === 'standard output') return [text].flat().forEach(printRaw);
  if (place.is === 'standard error') return writeParts(2, text);
  if (place.is === 'stream') return writeStream(place.path, text);
  // A file that its owner has protected is not replaced either.
  if (place.mode !== null) accessSync(place.path, constants.W_OK);
  const beside = temporaryIn(dirname(place.path));
  try {
    writeNew(beside, text, place.mode);
    renameSync(beside, place.path);
  } finally {
    done(beside);
  }
}

function writeParts(fd: number, text: Text): void {
  for (const part of [text].flat()) writeAll(fd, part);
}

function writeNew(path: string, text: Text, mode: number | null): void {
  const fd = openSync(path, 'wx');
  try {
    if (mode !== null) fchmodSync(fd, mode);
    writeParts(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** A pipe that nobody reads is an error, and not waited for: it would be for ever. */
function writeStream(path: string, text: Text): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    writeParts(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** With all folders that it lies in. (Node's own `recursive` goes on for ever where a folder is there and nothing can be made in it, as in /proc.) */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (problem) {
    // Another run may have made it meanwhile.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw problem;
  }
}
