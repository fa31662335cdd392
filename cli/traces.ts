/** Where traces go: `traces/` in the folder that the command runs in, one file per patch, scenario and property. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Trace } from '../counterexamples/trace.ts';
import { InputError } from './exit.ts';
import type { GivenPatch, GivenProperty } from './given.ts';
import { writeWhole } from './files.ts';

export const TRACES = 'traces';

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

/** What runs a trace again, ready to be pasted into a shell. */
export const replayLine = (path: string, patch: GivenPatch, property: GivenProperty): string =>
  [
    'npx kioctx replay',
    quoted(path),
    ...(patch.given === undefined ? [] : ['--patch', quoted(patch.given)]),
    ...(property.given === undefined ? [] : ['--property', quoted(property.given)]),
  ].join(' ');

export const quoted = (word: string): string =>
  /^[\w./+@:,%=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Refuses, before any search, a folder in which no traces can be put. */
export function requireTraceFolder(): void {
  if (statSync(TRACES, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new InputError([`${TRACES}: is a file; expected a folder for traces, or nothing`]);
}

/** Of each part of a trace's file name. */
const MOST_CHARACTERS = 60;

export const textOf = (trace: Trace): string => `${JSON.stringify(trace, null, 1)}\n`;

/** Writes traces; those of one run that would have the same name are numbered. `mark` is put behind the name. */
export function traceWriter(mark = ''): (trace: Trace) => string {
  const written = new Map<string, number>();
  return (trace) => {
    const parts = [trace.patch, trace.scenario.name, trace.property].map((part) =>
      part.replaceAll(/[^\w.+-]/g, '_').slice(0, MOST_CHARACTERS),
    );
    const name = parts.join('.');
    const nth = (written.get(name) ?? 0) + 1;
    written.set(name, nth);
    const path = join(TRACES, `${name}${nth > 1 ? `.${nth}` : ''}${mark}.trace.json`);
    mkdirSync(TRACES, { recursive: true });
    writeWhole(path, textOf(trace));
    return path;
  };
}
