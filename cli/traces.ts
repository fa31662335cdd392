/** Where traces go: one file each, in the folder of `--traces`. */
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Trace, ViolatedTrace } from '../counterexamples/aio/trace.ts';
import { visible } from '../model/diagnostics/visible.ts';
import { because } from './exit.ts';
import type { GivenPatch, GivenProperty } from './given.ts';
import { makeFolder, writeWhole } from './files.ts';
import { liftedAmong } from './lifted/module-files.ts';
import { complain } from './output.ts';
import { wasDeleted } from './working-folder.mjs';

/** Without `--traces`: in the folder that the command runs in. */
export const TRACES = 'traces';
/** `--traces none`: traces are not written. (`./none` is a folder.) */
export const NO_TRACES = 'none';

/** How the name of a trace's file ends; some systems do not tell capitals from small letters. */
export const TRACE_FILE = /\.trace\.json$/i;

/** The names of the traces in a folder, sorted; none where there is no folder that can be read. */
export function tracesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.trace.json'))
      .toSorted();
  } catch {
    return [];
  }
}

/** What runs a trace again, ready to be pasted into a shell; null where there is no trace. */
export const replayLine = (path: string | null, patch: GivenPatch, property: GivenProperty): string | null =>
  path === null
    ? null
    : [
        'npx kioctx replay',
        quoted(path),
        ...(patch.given === undefined ? [] : ['--patch', quoted(patch.given), ...treeOf(patch.given)]),
        ...(property.given === undefined ? [] : ['--property', quoted(property.given)]),
      ].join(' ');

/** The kernel tree with which a diff was lifted, as flags. */
export const treeOf = (called: string): string[] =>
  [...new Set(liftedAmong([called]).flatMap(({ linux }) => linux ?? []))].flatMap((folder) => [
    '--linux',
    quoted(folder),
  ]);

export const quoted = (word: string): string =>
  /^[\w./+@:,%=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Of each part of a trace's file name. */
const MOST_CHARACTERS = 60;

export const textOf = (trace: Trace): string => `${JSON.stringify(trace, null, 1)}\n`;

export interface TraceWriter {
  /** Writes a trace; gives its path, or null where none is written. Never throws. */
  write(trace: ViolatedTrace): string | null;
  /** To be called when all are written: warns of those that could not be, in one line. */
  warn(): void;
}

/** A path that begins with a dash would be taken for a flag where it is pasted. */
const pasted = (path: string): string => (path.startsWith('-') ? `./${path}` : path);

/** How the files of traces are called. */
export interface TraceNaming {
  readonly nameOf: (trace: ViolatedTrace) => string;
  /** Whether what is at this path need not be written again. */
  readonly isSaved: (path: string, trace: ViolatedTrace) => boolean;
}

/** Text as a part of a file's name. */
export const filePart = (text: string): string => text.replaceAll(/[^\w.+-]/g, '_').slice(0, MOST_CHARACTERS);

/** By patch, scenario and property, whatever is there. */
const byPlace: TraceNaming = {
  nameOf: ({ patch, scenario, property }) => [patch, scenario.name, property].map(filePart).join('.'),
  isSaved: () => false,
};

/** Numbers the traces of one run that would have the same name. `mark` is put behind the name. */
export function traceWriter(folder: string, mark = '', naming = byPlace): TraceWriter {
  const written = new Map<string, number>();
  const lost: { readonly path: string; readonly why: string }[] = [];
  const write = (trace: ViolatedTrace): string | null => {
    if (folder === NO_TRACES) return null;
    const name = naming.nameOf(trace);
    const nth = (written.get(name) ?? 0) + 1;
    written.set(name, nth);
    const path = pasted(join(folder, `${name}${nth > 1 ? `.${nth}` : ''}${mark}.trace.json`));
    try {
      if (naming.isSaved(path, trace)) return path;
      makeFolder(folder);
      writeWhole(path, textOf(trace));
      return path;
    } catch (problem) {
      lost.push({ path, why: whyNot(folder, problem) });
      return null;
    }
  };
  const warn = (): void => {
    const [first, ...more] = lost;
    if (first !== undefined) complain(`kioctx: warning: ${visible(unwritten(first.path, first.why, more.length))}`);
  };
  return { write, warn };
}

function unwritten(path: string, why: string, more: number): string {
  const [which, them] = more === 0 ? ['this trace', 'it'] : [`this trace and ${more} more`, 'them'];
  return `${path}: cannot write ${which}: ${why}; verdicts stand without ${them} (--traces DIR puts traces elsewhere, --traces none nowhere)`;
}

/** The system says of a folder that cannot be made that it exists, or that it does not. */
function whyNot(folder: string, problem: unknown): string {
  if (wasDeleted && !isAbsolute(folder)) return 'the current folder was deleted';
  try {
    const there = statSync(folder, { throwIfNoEntry: false });
    if (there?.isDirectory() === false) return `${folder} is no folder`;
    if (there === undefined && lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      return `${folder} is a link to what is not there`;
  } catch {
    // The first problem says it.
  }
  return because(problem);
}
