/**
 * Modules that were made of diffs, for whoever loads modules: each is a file in a folder that is this process' own, whose threads find
 * it by the path that the user gave. It goes with the process; that of a process which was killed goes with the next one.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { because, OutputError } from '../exit.ts';
import { writeWhole } from '../files.ts';
import { filesOf } from '../given.ts';
import { beforeEndBySignal } from '../signals.mjs';
import { HERE, isAlive } from '../temporary-files.ts';

/** What was lifted. */
export interface LiftedFile {
  /** As the user called it. */
  readonly file: string;
  /** Of its text, and of that of its sidecar, if it has one: `sha256:…`. */
  readonly digest: string;
  readonly sidecar: string | null;
  /** The patch's name. */
  readonly name: string;
  /** Lines of the text that were not lifted; schedules that come to them end there. */
  readonly notLifted: readonly number[];
  /** What the sidecar declares, a line each. */
  readonly declared: readonly string[];
}

const PREFIX = 'kioctx-lifted-';
const FOLDER = /^kioctx-lifted-(?<where>[\da-f]{8})-(?<pid>\d+)$/;
const OWN = join(tmpdir(), `${PREFIX}${HERE}-${process.pid}`);

const placeOf = (path: string): string =>
  join(OWN, createHash('sha256').update(resolve(path)).digest('hex').slice(0, 24));

/** The file that is loaded for one that the user named: the module that was made of a diff, or the file itself. */
export function moduleBehind(path: string): string {
  const module = `${placeOf(path)}.ts`;
  return existsSync(module) ? module : path;
}

/** Null: it was not lifted. */
export function liftedAt(path: string): LiftedFile | null {
  const record = `${placeOf(path)}.json`;
  return existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as LiftedFile) : null;
}

/** Those among the patches that the user called, each once. */
export const liftedAmong = (called: readonly string[]): LiftedFile[] =>
  [...new Set(called.flatMap(filesOf))].flatMap((file) => liftedAt(file) ?? []);

/** Throws OutputError where there is no place for it. */
export function keepLifted(lifted: LiftedFile, module: string): void {
  makeFolder();
  try {
    writeWhole(`${placeOf(lifted.file)}.json`, JSON.stringify(lifted));
    writeWhole(`${placeOf(lifted.file)}.ts`, module);
  } catch (problem) {
    throw unwritable(problem);
  }
}

/** What lay there when an earlier command of this process looked. */
export function forgetLifted(path: string): void {
  for (const ending of ['.ts', '.json']) rmSync(placeOf(path) + ending, { force: true });
}

const unwritable = (problem: unknown): OutputError =>
  new OutputError(
    `${OWN}: cannot write there the module that is made of a diff: ${because(problem)}; expected a folder for temporary files that can be written (TMPDIR names one)`,
  );

let isMade = false;

function makeFolder(): void {
  if (isMade && existsSync(OWN)) return;
  try {
    mkdirSync(OWN, { mode: 0o700 });
  } catch (problem) {
    if (!isOurs()) throw unwritable(problem);
  }
  if (isMade) return;
  isMade = true;
  sweep();
  if (!isMainThread) return;
  const remove = () => rmSync(OWN, { recursive: true, force: true });
  process.once('exit', remove);
  beforeEndBySignal(remove);
}

/** One that was left by another process of the same number; and not one that somebody else has put there. */
function isOurs(): boolean {
  const there = lstatSync(OWN, { throwIfNoEntry: false });
  return there?.isDirectory() === true && there.uid === process.getuid?.() && (there.mode & 0o077) === 0;
}

/** Removes what dead processes left, as far as it can be removed. */
function sweep(): void {
  try {
    for (const name of readdirSync(tmpdir())) {
      const { where, pid } = FOLDER.exec(name)?.groups ?? {};
      if (where === HERE && Number(pid) !== process.pid && !isAlive(Number(pid)))
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  } catch {
    // It is in nobody's way.
  }
}
