/** The grammar of C, loaded from the files that are shipped. */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { CParser } from '../../model/lift/c/index.ts';

let loading: Promise<CParser> | undefined;

/** One for the process. Rejects where the files cannot be read. */
export function loadCParser(): Promise<CParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CParser> {
  // A tenth of a second that nobody pays who has no C.
  const { parserFrom } = await import('../../model/lift/c/index.ts');
  const runtime = createRequire(import.meta.url).resolve('web-tree-sitter/web-tree-sitter.wasm');
  const grammar = new URL('../../model/lift/grammar/tree-sitter-c.wasm', import.meta.url);
  return parserFrom(await readFile(runtime), await readFile(grammar));
}
