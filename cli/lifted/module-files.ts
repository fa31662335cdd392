/**
 * Modules that were made of diffs, for whoever loads modules: each is a file in a folder that is this process' own, whose threads find
 * it by the path that the user gave. It goes with the process; that of a process which was killed goes with the next one.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { LiftedText } from '../../counterexamples/aio/trace.ts';
import { because, OutputError } from '../exit.ts';
import { writeWhole } from '../files.ts';
import { hunksOf, isModule, partsOf } from '../given.ts';
import { beforeEndBySignal } from '../signals.mjs';
import { HERE, isAlive } from '../temporary-files.ts';

export interface LineNotLifted {
  /** `fix.patch:31`. */
  readonly place: string;
  /** Hunks of the patch that have it; none: all may have it. */
  readonly hunks: readonly string[];
}

/** What was lifted: a diff, or several of one sum, each on what those before it made. */
export interface LiftedPatch {
  /** The diffs as the user called them, joined by `+`. */
  readonly called: string;
  /** The patch's name. */
  readonly name: string;
  readonly texts: readonly LiftedText[];
  /** Lines of the texts that were not lifted; schedules that come to them end there. */
  readonly notLifted: readonly LineNotLifted[];
  /** Fields that it adds, of which no sidecar says who may touch them: they are racy. */
  readonly undeclared: readonly string[];
  /** What sidecars declare, a line each, with the sidecar. */
  readonly declared: readonly string[];
  /** The kernel tree that was there, as the user called it. */
  readonly linux: string | null;
  /** Where hunks begin, by `fs/aio.c @@ -924`. */
  readonly headers: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
}

const PREFIX = 'kioctx-lifted-';
const FOLDER = /^kioctx-lifted-(?<where>[\da-f]{8})-(?<pid>\d+)$/;
const OWN = join(tmpdir(), `${PREFIX}${HERE}-${process.pid}`);

const placeOf = (called: string): string =>
  join(OWN, createHash('sha256').update(resolve(called)).digest('hex').slice(0, 24));
/** What lies there of what was called so: that it is a diff, the module that was made, what is known of it. */
const ENDINGS = { diff: '.diff', module: '.ts', record: '.json' } as const;
const at = (called: string, what: keyof typeof ENDINGS): string => placeOf(called) + ENDINGS[what];

/** The file that is loaded for one that the user named: the module that was made of a diff or several, or the file itself. */
export function moduleBehind(called: string): string {
  const module = at(called, 'module');
  return existsSync(module) ? module : called;
}

/** Null: it was not lifted. */
export function liftedAt(called: string): LiftedPatch | null {
  const record = at(called, 'record');
  return existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as LiftedPatch) : null;
}

/** The parts of a patch that may be several, the diffs among them as one, at the place of the first: they are lifted together. */
export function unitsOf(called: string): string[] {
  const parts = partsOf(called);
  const diffs = parts.filter(isDiffFile);
  if (diffs.length < 2) return parts;
  const together = diffs.join('+');
  return parts.flatMap((part) => (part === diffs[0] ? together : diffs.includes(part) ? [] : part));
}

/** Those of them that are files of the user's. */
export const fileUnitsOf = (called: string): string[] => unitsOf(called).filter(isModule);

const isDiffFile = (file: string): boolean => existsSync(at(file, 'diff'));

/** Those among the patches that the user called, each once; of a patch some hunks of which are called, the lines that these have. */
export function liftedAmong(called: readonly string[]): LiftedPatch[] {
  const chosen = called.flatMap((name) => unitsOf(name).map((unit) => ({ unit, hunks: hunksOf(name) })));
  return [...new Set(chosen.map(({ unit }) => unit))].flatMap((unit) => {
    const lifted = liftedAt(unit);
    if (lifted === null) return [];
    const hunks = chosen.flatMap((one) => (one.unit === unit ? [one.hunks] : []));
    const isIn = (line: LineNotLifted) =>
      line.hunks.length === 0 ||
      hunks.some((wanted) => wanted === null || line.hunks.some((one) => wanted.includes(one)));
    return [{ ...lifted, notLifted: lifted.notLifted.filter(isIn) }];
  });
}

/** Says of files that they are diffs. Throws OutputError where that can be kept nowhere. */
export function keepDiffs(files: readonly string[]): void {
  makeFolder();
  write(files.map((file) => [at(file, 'diff'), '']));
}

/** Throws OutputError where there is no place for it. */
export const keepLifted = (lifted: LiftedPatch, module: string): void =>
  write([
    [at(lifted.called, 'record'), JSON.stringify(lifted)],
    [at(lifted.called, 'module'), module],
  ]);

/** What lay there when an earlier command of this process looked. */
export function forgetLifted(called: string): void {
  for (const what of ['diff', 'module', 'record'] as const) rmSync(at(called, what), { force: true });
}

function write(files: readonly (readonly [string, string])[]): void {
  try {
    for (const [path, text] of files) writeWhole(path, text);
  } catch (problem) {
    throw unwritable(problem);
  }
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
