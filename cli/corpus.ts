/** Failures that were kept: the traces shipped in counterexamples/corpus, and those in a folder of that name here. */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Trace } from '../counterexamples/aio/trace.ts';
import { traceAt } from './inputs.ts';
import { tracesIn } from './traces.ts';

export interface Kept {
  readonly file: string;
  readonly trace: Trace;
}

const FOLDER = 'counterexamples/corpus';
const SHIPPED = fileURLToPath(new URL(`../${FOLDER}`, import.meta.url));

/** The files of all of them, and those in other folders; a folder that has two names once. */
export function corpusFiles(others: readonly string[] = []): readonly string[] {
  const folders = new Map<string, string>();
  for (const folder of [SHIPPED, FOLDER].filter((one) => existsSync(one)).map((one) => realpathSync(one)))
    folders.set(folder, folder);
  for (const folder of others) if (!folders.has(realpathSync(folder))) folders.set(realpathSync(folder), folder);
  return [...folders.values()].flatMap((folder) => tracesIn(folder).map((file) => join(folder, file)));
}

/** Throws InputError where a file is no trace, or cannot be read. */
export const corpus = (): readonly Kept[] => corpusFiles().map((file) => ({ file, trace: traceAt(file).trace }));
