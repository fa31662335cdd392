/** The committed table against the kernel itself, where there is one: `LINUX_TREE=DIR npm run test:deep -- test/model/source`. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tableOf, VERSION } from '../../../build/source/table.ts';
import { baseProcs } from './base-procs.ts';

const tree = process.env['LINUX_TREE'];

it.skipIf(tree === undefined)('the committed table is what the source tree has (set LINUX_TREE)', async () => {
  const table = readFileSync(new URL(`../../../model/source/${VERSION}.json`, import.meta.url), 'utf8');
  expect(await tableOf(tree as string, baseProcs)).toBe(table);
});
