/** A lifted module is one that a person could have written: the compiler has nothing to say of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { typeChecked } from '../../../cli/foreign/type-check.ts';
import { shareOf } from '../../drawn.ts';
import { inComplete, withFunctions } from './constructs/small-diffs.ts';
import { lifted } from './lifting.ts';
import { rewrittenMutants, rewrittenPatches, SEED, textsOf } from './rewritten.ts';

const folder = mkdtempSync(join(tmpdir(), 'kioctx-lifted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const texts: readonly (readonly [string, string | readonly string[]])[] = [
  ['post-eiocbqueued', SEED],
  [
    'a trap, and code that only follows it',
    inComplete('\tctx->user_id = 0x1ffffffff;\n\tif (ctx->dead)\n\t\tres = 3;'),
  ],
  [
    'calls within calls',
    withFunctions('static int sub(int a, int b)\n{\n\treturn a - b;\n}', '\tres = sub(sub(9, 2), sub(3, 1));'),
  ],
  ...[...rewrittenPatches, ...rewrittenMutants].map((one) => [one.kernel, textsOf(one)] as const),
];

describe('the types of a lifted module are right:', () => {
  it.each(shareOf(texts, 3))('%s', { timeout: 120_000 }, async (name, text) => {
    const { module } = lifted(text, { name });
    expect(module).not.toMatch(/\bany\b/);
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`);
    writeFileSync(file, module);
    expect((await typeChecked(file)).map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });
});
