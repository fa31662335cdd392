/** Which source file imports which, as the files say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packaged } from '../cli/program.ts';

/** The folders of sources. */
export const TOPS = ['model', 'properties', 'counterexamples', 'cli'];

const SPECIFIER = /(?:\bfrom |\bimport\(|\bimport |new URL\()'(\.{1,2}\/[^']+|[\w-]+\.\w+)'/g;

/** Paths from the root of the package, sorted. */
export const sources: readonly string[] = TOPS.flatMap((top) =>
  readdirSync(packaged(top), { recursive: true }).map((path) => join(top, String(path))),
)
  .filter((path) => /\.(tsx?|mjs)$/.test(path))
  .toSorted();

export const textOf = (path: string): string => readFileSync(packaged(path), 'utf8');

/** By file, the sources that it imports, or starts a thread with. */
export const imports: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  sources.map((path) => [
    path,
    new Set(
      [...textOf(path).matchAll(SPECIFIER)]
        .map(([, specifier = '']) => join(dirname(path), specifier))
        .filter((target) => sources.includes(target)),
    ),
  ]),
);

/** Whether a file imports another, or a public face (`index.ts`) that hands it on. */
export function reaches(from: string, to: string): boolean {
  const direct = imports.get(from) ?? new Set();
  return direct.has(to) || [...direct].some((face) => face.endsWith('/index.ts') && imports.get(face)?.has(to));
}

export const isThere = (path: string): boolean => existsSync(packaged(path));
