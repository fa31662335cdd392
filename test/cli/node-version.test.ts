import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unsupported } from '../../cli/node-version.mjs';
import { packaged } from './program.ts';

it('a Node that is too old is told so in one line; package.json says the same', () => {
  const { engines } = JSON.parse(readFileSync(packaged('package.json'), 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe('>=20');
  for (const version of ['12.22.12', '18.20.8', '19.9.0'])
    expect(unsupported(version)).toMatch(/^Node .* too old; [^\n]*$/);
  for (const version of ['20.0.0', '22.23.3', '24.21.0', '100.0.0']) expect(unsupported(version)).toBeNull();
});
