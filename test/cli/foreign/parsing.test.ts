/** Whatever Node runs, assignments are looked for in. */
import { describe, expect, it } from 'vitest';
import { outerAssignments } from '../../../cli/foreign/assignments.ts';
import { folder } from '../run.ts';
import { said, told } from './outer-assignments.ts';

describe.concurrent('whatever runs parses', () => {
  const bad = 'let n = 0;\nexport default { always() { n++; } };\n';
  const place = ':2:29: the predicate always assigns n, which is declared outside of it (line 1)';

  it.each(['mine.ts', 'mine.mts', 'mine.cts', 'mine.js', 'mine.mjs', 'mine.cjs'])('%s', async (file) => {
    expect(await told({ [file]: bad })).toEqual([`${file}${place}`]);
  });

  it('CommonJS', async () => {
    expect(await told({ 'mine.cjs': 'let n = 0;\nmodule.exports = { always() { n++; } }; return;' })).toEqual([
      expect.stringContaining('mine.cjs:2:41: this does not parse'),
    ]);
    expect(await told({ 'mine.cjs': 'let n = 0;\nmodule.exports = { always() { n++; } };' })).toEqual([
      'mine.cjs:2:31: the predicate always assigns n, which is declared outside of it (line 1)',
    ]);
  });

  it('a byte order mark, CRLF, and characters outside of the basic plane', async () => {
    expect(await told(`\uFEFF${bad.replaceAll('\n', '\r\n')}`)).toEqual([`mine.ts${place}`]);
    expect(await told('let n = 0; /* 😀 */ export default { always() { n++; } };')).toEqual([
      'mine.ts:1:49: the predicate always assigns n, which is declared outside of it (line 1)',
    ]);
  });

  it('enums, namespaces, decorators, overloads, assertions, and names that are type and value', async () => {
    const odd = `enum Mode { a = 1, b = Mode.a << 1 } enum Mode { c = 4 } declare const enum F { x }
namespace N { export let x = 1; export const f = () => x; } namespace N { export const y = 2; }
function dec(..._: unknown[]): any { return () => undefined; } namespace dec { export const z = 1; }
@dec() class C<const T> { @dec() accessor p = 1; static { C.s = 2; } static s: number; #q?: string; constructor(@dec() private z: number) {} }
function over(a: string): void; function over(a: number): void; function over(a: unknown): asserts a is string { void a; }
interface Both { a: 1 } const Both = 1; type Two = 1; const Two = 2; class Q {} interface Q { b: 1 }
using res = null!; const v = <any>over; v!.x!.y = 1; const t = { a: 1 } satisfies Both as const; const inst = over<string>;
abstract class D<in out T> { abstract m(): T; declare r: number; override?: string; }
import type { Kernel } from './nowhere.ts'; export { type Both, Mode }; export type * from './nowhere.ts';
let n = 0;
`;
    expect(await told(odd + bad.replace('let n = 0;\n', ''))).toEqual([
      'mine.ts:11:29: the predicate always assigns n, which is declared outside of it (line 10)',
    ]);
  });

  it('and where a file does not, that is said once, with its place', async () => {
    const files = {
      'mine.ts': "import './other.ts';\nconst a = {\n  b: 1;\n};\nlet c = ;",
      'good.ts': '',
    };
    expect(await said(files)).toEqual([
      'mine.ts:3:7: this does not parse: Unexpected token, expected ","; expected TypeScript',
    ]);
    expect(await said({ 'mine.ts': "import './other.ts';", 'other.ts': 'const a = 1;\nconst a = 2;' })).toEqual([
      "other.ts:2:7: this does not parse: Identifier 'a' has already been declared; expected TypeScript",
    ]);
    expect(await said({ 'mine.js': 'const a: number = 1;' })).toEqual([
      expect.stringContaining('expected JavaScript (types belong in a .ts file)'),
    ]);
  });

  it('a file that is not there is bad input', async () => {
    const { path } = folder();
    await expect(outerAssignments(`${path}/none.ts`)).rejects.toThrow(
      /none\.ts: there is no such file; expected a readable module/,
    );
  });
});
