/** A source tree of Linux 2.6.20 that the user has: the text of what diffs do not show. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../../model/diagnostics/visible.ts';
import type { TextsOf } from '../../model/lift/patched-file.ts';
import { lineDigest } from '../../model/source/digest.ts';
import { SOURCE_VERSION, sourceFile } from '../../model/source/source-file.ts';
import { because, InputError } from '../exit.ts';

const EXPECTED = `a source tree of Linux ${SOURCE_VERSION} as it was released`;

export interface KernelTree {
  /** As the user called it. */
  readonly folder: string;
  readonly textsOf: TextsOf;
}

/** A source tree of any kernel that has fs/aio.c. */
export interface SourceTree {
  readonly folder: string;
  /** Null: there is no such file. Throws InputError where it cannot be read. */
  readonly linesOf: (path: string) => readonly string[] | null;
  readonly wrong: (what: string) => InputError;
}

/** Throws InputError where it is none. */
export function openTree(folder: string): SourceTree {
  const wrong = (what: string): InputError =>
    new InputError([`--linux ${visible(folder)}: ${what}; expected ${EXPECTED}`]);
  if (!existsSync(folder)) throw wrong('there is no such folder');
  if (!statSync(folder).isDirectory()) throw wrong('it is no folder');
  if (!existsSync(join(folder, 'fs/aio.c'))) throw wrong('it has no fs/aio.c');
  const linesOf = (path: string): readonly string[] | null =>
    existsSync(join(folder, path)) ? linesIn(join(folder, path), path, wrong) : null;
  return { folder, linesOf, wrong };
}

function linesIn(file: string, path: string, wrong: SourceTree['wrong']): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (problem) {
    throw wrong(`${path} cannot be read: ${because(problem)}`);
  }
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Throws InputError where it is no tree of 2.6.20; of a file, when it is asked for. Null: the user gives none. */
export function kernelTree(folder: string | undefined): KernelTree | null {
  if (folder === undefined) return null;
  const { linesOf, wrong } = openTree(folder);
  const known = new Map<string, readonly string[]>();
  const textsOf: TextsOf = (path) => {
    const texts = known.get(path) ?? requireBase(path, linesOf(path), wrong);
    known.set(path, texts);
    return texts;
  };
  return { folder, textsOf };
}

/** Those of 2.6.20, or it is another kernel's. */
function requireBase(path: string, lines: readonly string[] | null, wrong: SourceTree['wrong']): readonly string[] {
  if (lines === null) throw wrong(`it has no ${path}`);
  const digests = sourceFile(path)?.digests ?? [];
  const other = lines.findIndex((line, i) => lineDigest(line) !== digests[i]);
  if (other >= 0) throw wrong(`line ${other + 1} of ${path} is another one in ${SOURCE_VERSION}`);
  if (lines.length !== digests.length) throw wrong(`${path} ends after line ${lines.length}`);
  return lines;
}
