/** Writing what the user named: refused early where it cannot work, and never half a file. */
import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from './exit.ts';

const unwritable = (flag: string, path: string, why: unknown): InputError =>
  new InputError([`${flag} ${path}: cannot write there: ${why instanceof Error ? why.message : String(why)}`]);

/** Refuses a place that cannot be written, before long work has been done for nothing. */
export function requireWritable(flag: string, path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (problem) {
    throw unwritable(flag, path, problem);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw unwritable(flag, path, 'it is a folder');
}

export function writeOutput(flag: string, path: string, text: string): void {
  try {
    writeWhole(path, text);
  } catch (problem) {
    throw unwritable(flag, path, problem);
  }
}

/** Writes beside the place and moves there. A pipe or a device is no file that could be replaced. */
export function writeWhole(path: string, text: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) return writeFileSync(path, text);
  const beside = `${path}.tmp`;
  try {
    writeFileSync(beside, text);
    return renameSync(beside, path);
  } catch (problem) {
    rmSync(beside, { force: true });
    throw problem;
  }
}
