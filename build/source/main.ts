/**
 * `npm run source -- --linux DIR`: writes model/source/2.6.20.json, what the model knows of the lines of Linux 2.6.20, from a source tree
 * of it. `--check` compares the one that is there instead.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AnyProc } from '../../model/core/index.ts';
import * as linux from '../../model/linux.ts';
import { tableOf, VERSION } from './table.ts';

const TABLE = new URL(`../../model/source/${VERSION}.json`, import.meta.url);

const { values } = parseArgs({ options: { linux: { type: 'string' }, check: { type: 'boolean', default: false } } });
const isProc = (one: unknown): one is AnyProc => typeof one === 'object' && one !== null && 'steps' in one;

async function main(tree: string | undefined): Promise<void> {
  if (tree === undefined) throw new Error(`expected --linux DIR, a source tree of Linux ${VERSION}`);
  const table = await tableOf(tree, (Object.values(linux) as unknown[]).filter(isProc));
  if (!values.check) writeFileSync(TABLE, table);
  else if (readFileSync(TABLE, 'utf8') !== table)
    throw new Error(`model/source/${VERSION}.json is not what ${tree} has; expected what \`npm run source\` writes`);
}

main(values.linux).catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
