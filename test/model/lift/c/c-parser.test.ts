/** The grammar of C, and whence it comes. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cText, parseExpression, parserFrom } from '../../../../model/lift/c/index.ts';
import { linesOf, parser } from './reading.ts';
import { loadCParser } from '../../../../cli/foreign/c-parser.ts';
import { packaged } from '../../../cli/program.ts';

const grammar = readFileSync(packaged('model/lift/grammar/tree-sitter-c.wasm'));
const runtime = readFileSync(createRequire(import.meta.url).resolve('web-tree-sitter/web-tree-sitter.wasm'));

describe('a parser', () => {
  it.each([
    ['the bytes of both', runtime],
    ['the bytes of the grammar, and a runtime that the package finds', undefined],
  ])('is made of %s', async (_, bytes) => {
    const { expression } = parseExpression(await parserFrom(bytes, grammar), linesOf('(a || b) && c'));
    expect(expression === null ? '' : cText(expression)).toBe('(a || b) && c');
  });

  it('is one for a process', async () => {
    expect(await loadCParser()).toBe(parser);
  });

  it('is none of bytes that are no grammar', async () => {
    await expect(parserFrom(runtime, new Uint8Array([1, 2, 3]))).rejects.toThrow('no grammar');
  });
});

it('the grammar is that of tree-sitter-c 0.24.1, with its licence', () => {
  expect(createHash('sha256').update(grammar).digest('hex')).toBe(
    'c852c2a85ebf2beb636aa3b0ef7f7e70458684d74f6741b20dcb296885bed9f9',
  );
  expect(readFileSync(packaged('model/lift/grammar/LICENSE'), 'utf8')).toContain('Max Brunsfeld');
});
