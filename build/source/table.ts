/** The table of a kernel's lines, made of its source. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyProc } from '../../model/core/index.ts';
import { lineDigest, writeDigests } from '../../model/source/digest.ts';
import { type LineRange, writeKinds } from '../../model/source/line-kinds.ts';
import { writeStructure } from '../../model/source/structure.ts';
import { type CFile, type CFunction, cReader } from './read-c.ts';

/** Beside the files of functions that are modelled: those of structs that are, or that a patch to them touches. */
const HEADERS = [
  'include/linux/aio.h',
  'include/linux/aio_abi.h',
  'include/linux/bio.h',
  'include/linux/timer.h',
  'include/linux/wait.h',
  'include/linux/workqueue.h',
];

/** What the model is of. */
export const VERSION = '2.6.20';

/** The place of a proc that is a C function. */
const AT = /^([\w/.-]+\.[ch]):(\d+)$/;

/** By file, the lines at which the model cites a function or a statement. */
export function citedLines(procs: Iterable<AnyProc>): ReadonlyMap<string, readonly number[]> {
  const cited = new Map<string, number[]>(HEADERS.map((path) => [path, []]));
  for (const { at, steps } of procs) {
    const [, path, line] = AT.exec(at) ?? [];
    if (path === undefined) continue;
    const lines = cited.get(path) ?? [];
    lines.push(Number(line), ...[...steps.values()].map((step) => step.line));
    cited.set(path, lines);
  }
  return cited;
}

interface TableOfFile {
  readonly digests: string;
  readonly functions: Readonly<Record<string, string>>;
  readonly structs: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly structures: Readonly<Record<string, string>>;
}

/** The table of one file. Throws Error where a line that is cited lies in no function, or one that is modelled is not read. */
export function tableOfFile(text: string, cited: readonly number[], read: (text: string) => CFile): TableOfFile {
  const lines = text.replace(/\n$/, '').split('\n');
  const { functions, structs } = read(text);
  const modelled = new Set<CFunction>();
  for (const line of cited) {
    const found = functions.find(({ lines: [from, to] }) => from <= line && line <= to);
    if (found === undefined) throw new Error(`line ${line} is cited, and lies in no function`);
    const namesakes = functions.filter(({ name }) => name === found.name).length;
    if (namesakes > 1) throw new Error(`${found.name} is modelled, and is ${namesakes} functions`);
    modelled.add(found);
  }
  const ofModelled = (write: (one: CFunction) => string) =>
    Object.fromEntries(functions.filter((one) => modelled.has(one)).map((one) => [one.name, write(one)]));
  return {
    digests: writeDigests(lines.map(lineDigest)),
    functions: byName(functions),
    structs: byName(structs),
    kinds: ofModelled(({ kinds }) => writeKinds(kinds())),
    structures: ofModelled(({ structure }) => writeStructure(structure())),
  };
}

/** `736-752`; of a name that several have, one behind the other. */
function byName(all: readonly { readonly name: string; readonly lines: LineRange }[]): Record<string, string> {
  const ranges: Record<string, string> = {};
  for (const { name, lines } of all) ranges[name] = [...(ranges[name]?.split(' ') ?? []), lines.join('-')].join(' ');
  return ranges;
}

/** The whole table as it is committed. Throws Error where the tree is none, or not the one that the model cites. */
export async function tableOf(tree: string, procs: Iterable<AnyProc>): Promise<string> {
  const read = await cReader();
  const files: [string, TableOfFile][] = [];
  for (const [path, cited] of [...citedLines(procs)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const file = join(tree, path);
    if (!existsSync(file)) throw new Error(`${file} is not there; expected the source tree of Linux ${VERSION}`);
    try {
      files.push([path, tableOfFile(readFileSync(file, 'utf8'), cited, read)]);
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
  }
  return `${JSON.stringify({ version: VERSION, files: Object.fromEntries(files) }, null, 2)}\n`;
}
