/**
 * Files that are written beside their place before they are moved there: their names, and the removal of what a killed run left.
 * Nothing can be removed on SIGKILL. So a name says which process it is of, and the next run that writes into the folder removes
 * those whose process is dead, and all that are so old that nobody can be writing them still.
 */
import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEndBySignal } from './signals.mjs';

const NAME = /^\.kioctx-(?<where>[\da-f]{8})-(?<pid>\d+)-[\da-f]{12}\.tmp$/;
/** Writing one takes far less than an hour, in ms. */
const OLD = 3_600_000;

function orEmpty(ask: () => string): string {
  try {
    return ask();
  } catch {
    return '';
  }
}

/** Where a process number means the same process: another machine, container or boot has others. */
export const HERE = createHash('sha256')
  .update(hostname())
  .update(orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')))
  .update(orEmpty(() => readlinkSync('/proc/self/ns/pid')))
  .digest('hex')
  .slice(0, 8);

/** Those that this process has not moved or removed yet. */
const open = new Set<string>();

/** A name for a new file in this folder; `done` it must be told, moved or not. */
export function temporaryIn(folder: string): string {
  sweep(folder);
  const path = join(folder, `.kioctx-${HERE}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  open.add(path);
  return path;
}

/** It is moved to its place, or to be removed. */
export function done(path: string): void {
  rmSync(path, { force: true });
  open.delete(path);
}

beforeEndBySignal(() => {
  for (const path of open)
    try {
      done(path);
    } catch {
      // The next run does.
    }
});

const swept = new Set<string>();

/** Removes what dead runs left in a folder; once, and as far as it can be removed. */
function sweep(folder: string): void {
  try {
    const real = realpathSync(folder);
    if (swept.has(real)) return;
    swept.add(real);
    for (const name of readdirSync(real)) if (isLeft(join(real, name), name)) rmSync(join(real, name), { force: true });
  } catch {
    // It is in nobody's way.
  }
}

function isLeft(path: string, name: string): boolean {
  const { where, pid } = NAME.exec(name)?.groups ?? {};
  if (pid === undefined) return false;
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file?.isFile() !== true) return false;
  return (where === HERE && !isAlive(Number(pid))) || Date.now() - file.mtimeMs > OLD;
}

export function isAlive(pid: number): boolean {
  // Of this process none is open in a folder that it has not swept yet.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
