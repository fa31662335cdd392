/** The mail that started it all, and small diffs against 2.6.20 that have its lines around lines of their own. */
import { readFileSync } from 'node:fs';
import { type DiffHunk, readDiffs } from '../../model/diffs/index.ts';
import { packaged } from './program.ts';

export const seed = readFileSync(packaged('test/fixtures/seed-lkml-2007-02-20.txt'), 'utf8');

const read = readDiffs('seed', seed);
const files = read.ok ? read.patches.flatMap((patch) => patch.files) : [];

interface Found {
  readonly path: string;
  readonly hunk: DiffHunk;
}

/** The hunk of the mail that takes such a line out. */
function hunkTaking(line: string): Found {
  const [found] = files.flatMap(({ path, hunks }) =>
    hunks
      .filter((hunk) => hunk.lines.some(({ kind, text }) => kind === '-' && text.trim() === line))
      .map((hunk) => ({ path, hunk })),
  );
  if (found === undefined) throw new Error(`the mail takes no line out that is ${line}`);
  return found;
}

export interface Replacing {
  /** What stands there; for one on top of another. */
  readonly was?: string;
  /** In front of it. */
  readonly title?: string;
}

/** A diff that puts lines in the place of one that the mail replaces too. */
export function replacing(line: string, by: readonly string[], { was = line, title }: Replacing = {}): string {
  const { path, hunk } = hunkTaking(line);
  const { oldStart, oldCount } = hunk.header;
  const put = by.map((one) => `+\t\t\t${one}`);
  const lines = hunk.lines
    .filter(({ kind }) => kind !== '+')
    .flatMap(({ kind, text }) => (kind === '-' ? [`-${text.replace(line, was)}`].concat(put) : [` ${text}`]));
  return [
    ...(title === undefined ? [] : [`From: A Person <person@example.org>`, `Subject: [PATCH] ${title}`, '']),
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${oldStart},${oldCount} +${oldStart},${oldCount - 1 + by.length} @@`,
    ...lines,
    '',
  ].join('\n');
}

/** An error of the invalidation takes the place of the promise, as in 2.6.20, but it is always the same one. */
export const withoutPromise = replacing('retval = err;', ['retval = -EIO;']);
/** The same as it was, on top of that. */
export const asItWas = replacing('retval = err;', ['retval = err;'], { was: 'retval = -EIO;' });
/** Calls what nobody here knows. */
export const unknownCall = replacing('retval = err;', ['signal_somebody(iocb);', 'retval = err;']);
