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

/** Throws InputError where a file is no trace, or cannot be read. */
export function corpus(): readonly Kept[] {
  const folders = new Set(
    [SHIPPED, FOLDER].filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder)),
  );
  const files = [...folders].flatMap((folder) => tracesIn(folder).map((file) => join(folder, file)));
  return files.map((file) => ({ file, trace: traceAt(file).trace }));
}
