import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outerAssignments } from '../../../cli/foreign/assignments.ts';
import { packaged } from '../program.ts';
import { said, told } from './outer-assignments.ts';
import { folder } from '../run.ts';

/** A module whose one step does this. */
const stepping = (run: string, before = ''): string =>
  `${before}
export default { name: 'm', summary: 's', hunks: [{ name: 'h', standsFor: 'x', edits: [edit(aio_complete, { before: { lock: { mine: { line: 1, c: 'x',
run(k, f) { ${run} },
} } } })] }] };`;

describe.concurrent('a step, a condition or a predicate that assigns a variable outside of it is refused', () => {
  it('in one sentence, with its place, and with what was expected', async () => {
    const property = `let calls = 0;
const p = { name: 'stateful', antecedent: { text: 't', reached: () => true },
  always() { return ++calls === 5000 ? 'five thousandth' : null; } };
export default p;`;
    expect(await said(property)).toEqual([
      'mine.ts:3:23: the predicate always assigns calls, which is declared outside of it (line 1); expected a predicate ' +
        'that depends on the state alone; keep what must be remembered in a field of a patch',
    ]);
  });

  it.each([
    ['=', 'n = 1', 'n'],
    ['a compound assignment', 'n += f.x', 'n'],
    ['a logical assignment', 'n ??= 1', 'n'],
    ['++', 'n++', 'n'],
    ['-- in front', '--n', 'n'],
    ['an object pattern', '({ a: n } = f)', 'n'],
    ['a pattern with a default and a rest', '[{ b: n = 2 }] = f.xs', 'n'],
    ['a rest', '[, ...n] = f.xs', 'n'],
    ['the head of for-of', 'for (n of f.xs) k.go(n)', 'n'],
    ['the head of for-in', 'for (n in f) k.go(n)', 'n'],
    ['an inner function', 'f.xs.forEach((x) => { n += x; })', 'n'],
    ['a cast', '(n as number) = 2', 'n'],
  ])('by %s', async (_, run, shown) => {
    expect(await told(stepping(run, 'let n = 0;'))).toEqual([
      expect.stringMatching(
        new RegExp(`^mine\\.ts:3:\\d+: the step mine assigns ${shown}, which is declared outside of it \\(line 1\\)$`),
      ),
    ]);
  });

  it.each([
    ['a member', 'memo.count++', 'assigns memo.count, and memo is declared outside of it (line 1)'],
    ['a computed member', 'memo[f.x] = true', 'assigns memo[f.x], and memo is declared outside of it (line 1)'],
    ['a member of a member', 'memo!.a.b = 1', 'assigns memo!.a.b, and memo is declared outside of it (line 1)'],
    ['delete', 'delete memo[f.x]', 'deletes memo[f.x], and memo is declared outside of it (line 1)'],
    ['Object.assign', 'Object.assign(memo, f)', 'changes memo, which is declared outside of it (line 1)'],
    [
      'another name',
      'const m = memo.a; m.b = 1',
      'assigns m.b, and m comes from memo, which is declared outside of it (line 1)',
    ],
    [
      'a name taken out',
      'const { a } = memo; a.b++',
      'assigns a.b, and a comes from memo, which is declared outside of it (line 1)',
    ],
    [
      'an element',
      'for (const a of memo.xs) a.b = 1',
      'assigns a.b, and a comes from memo, which is declared outside of it (line 1)',
    ],
    ['a global', 'globalThis.n = 1', 'assigns globalThis.n, and globalThis is shared by all'],
    ['its own object', 'this.n = 1', 'assigns this.n, and this is the object that it is written in'],
  ])('through %s', async (_, run, what) => {
    const [only, ...others] = await told(stepping(run, 'const memo: any = { a: {}, xs: [] };'));
    expect(only?.replace(/^mine\.ts:3:\d+: the step mine /, '')).toBe(what);
    expect(others).toEqual([]);
  });

  it.each([
    ['[]', 'seen.push(f.x)'],
    ['new Set<number>()', 'seen.add(f.x)'],
    ['new Map()', 'seen.set(f.x, 1)'],
    ['new Array(4).fill(0)', 'seen.sort()'],
    ['{ list: [] as number[] }', 'seen.list.push(1)'],
    ['[] as number[]', 'const s = seen; s.splice(0)'],
  ])('by a method that changes what was declared as %s', async (init, run) => {
    expect(await told(stepping(run, `const seen = ${init};`))).toEqual([
      expect.stringMatching(/the step mine changes \S+ by \w+\(\), .* declared outside of it \(line 1\)$/),
    ]);
  });

  it('in conditions, go steps, locks, arguments of calls, and questions of each', async () => {
    const property = `let n = 0;
export const steps = { a: { when: () => n++ > 3, run() {} }, b: { go: (f) => { n = f.x; } }, c: { acquire: (k) => k.lock(n++) },
  d: { call: to(aio_complete, (g, f) => { g.x = ++n; }) } };
export default { always: each('request', (k) => { n++; return null; }), atEnd: [() => ++n] };`;
    expect((await told(property)).map((line) => line.replace(/^.*?: (.*) assigns .*/, '$1'))).toEqual([
      'the condition of the step a',
      'the step b',
      'the step c',
      'the step d',
      'the predicate always',
      'the predicate atEnd',
    ]);
  });

  it('in a factory: its variable outlives the call', async () => {
    const factory = `function makePatch() {
  let n = 0;
  return patch({ a: { run() { n++; } } });
}
export default makePatch();`;
    expect(await told(factory)).toEqual([
      'mine.ts:3:31: the step a assigns n, which is declared outside of it (line 2)',
    ]);
  });

  it('in a factory whose step calls a helper', async () => {
    const factory = `const make = (memo) => {
  const note = () => { memo.n++; };
  return { a: { run() { note(); } } };
};
export default [1, 2].map((n) => make({ n }));`;
    expect(await told(factory)).toEqual([
      'mine.ts:2:24: the function note assigns memo.n, and memo is declared outside of it (line 1)',
    ]);
  });

  it('in helpers that steps call, directly or by way of others', async () => {
    const helpers = stepping(
      'outer();',
      'let n = 0;\nfunction inner() { n++; }\nconst outer = () => [1].forEach(inner);',
    );
    expect(await told(helpers)).toEqual([
      'mine.ts:2:20: the function inner assigns n, which is declared outside of it (line 1)',
    ]);
  });

  it('in files that it imports, and through what it imports', async () => {
    const files = {
      'mine.ts': `import { note, memo } from './lib/notes.js';\nexport default { a: { run() { note(); memo.n = 1; } } };`,
      'lib/notes.ts': `export const memo = { n: 0 };\nexport const note = () => { memo.n++; };\nimport '../mine.ts';`,
    };
    expect(await told(files)).toEqual([
      'mine.ts:2:39: the step a assigns memo.n, and memo is imported (line 1)',
      'lib/notes.ts:2:29: the function note assigns memo.n, and memo is declared outside of it (line 1)',
    ]);
  });
});

describe.concurrent('what is handed on may be called by anybody', () => {
  const notes = 'let n = 0;\nexport const note = () => n++;\n';
  const place = 'notes.ts:2:27: the function note assigns n, which is declared outside of it (line 1)';

  it.each([
    ['all names at once', "import * as notes from './notes.ts';\nexport default { run: () => notes.note() };"],
    ['an export of an export', "export { note } from './notes.ts';"],
    ['an export of all', "export * from './notes.ts';"],
    ['a value', "import { note } from './notes.ts';\nexport default { run: note };"],
    ['an argument', "import { note } from './notes.ts';\nimport { later } from 'pack';\nlater(note);"],
  ])('as %s', async (_, text) => {
    expect(await told({ 'mine.ts': text, 'notes.ts': notes })).toEqual([place]);
  });

  it('and what is only exported is called by nobody', async () => {
    expect(await told({ 'mine.ts': "import './notes.ts';", 'notes.ts': notes })).toEqual([]);
  });
});

describe.concurrent('what is no memory passes', () => {
  it.each([
    ['parameters', 'k.kiocb(f.iocb).x = 1; f.x = 1; f.y++; const i = k.kiocb(0); i.ki_users -= 1; delete f.z'],
    ['a local sum', 'let sum = 0; f.xs.forEach((x) => { sum += x; }); return sum'],
    ['a local helper', 'let sum = 0; const add = (x) => { sum += x; }; for (const x of f.xs) add(x); k.each(add)'],
    ['a callback of who knows whom', 'let sum = 0; k.each((x) => { sum += x; })'],
    ['an object of its own', 'const seen = new Set(); seen.add(1); const o = { n: 0, bump() { this.n++; } }; o.bump()'],
    ['lists of the kernel', 'k.kioctx(0).run_list.push(1); const { wait } = k.kioctx(0); wait.sort(); k.set.add(1)'],
    ['arguments', 'arguments[0].x = 1'],
    ['a copy', '[...table].sort(); const t = table.map((x) => x); t.push(1); ({ ...table }).x = 1'],
    ['what only looks', 'return table.includes(n) ? String(n) : helper(table)'],
    ['a method of the same name that does something else', 'return math.add(1, 2)'],
  ])('%s', async (_, run) => {
    const before =
      'let n = 1; const table = [1]; const math = { add: (a, b) => a + b }; const helper = (t) => t.length;';
    expect(await said(stepping(run, before))).toEqual([]);
  });

  it('code that runs when the module is loaded: loops, helpers, callbacks, counters of labels', async () => {
    const atLoad = `const hunks = []; const seen: Record<string, boolean> = {}; let count = 0;
for (const of of ['a', 'b']) { count += 1; hunks.push({ name: of }); seen[of] = true; }
const fresh = () => \`label\${count++}\`;
function look(name) { seen[name] = true; return { [fresh()]: { line: 1, c: 'x', run: (k) => k.BUG_ON(seen[name]) } }; }
const walk = (xs, visit) => { for (const x of xs) visit(x); };
walk(['c'], (x) => { hunks.push(look(x)); });
Object.entries(seen).forEach(([name]) => { hunks.push(look(name)); });
(() => { count = 0; })();
const make = () => { let n = 0; const next = () => n++; return [next(), next()].map((x) => ({ x: x + n })); };
export default { hunks, made: make() };`;
    expect(await said(atLoad)).toEqual([]);
  });

  it('a helper with a sum of its own, called both then and by a step', async () => {
    const helper =
      'const total = (xs) => { let s = 0; xs.forEach((x) => { s += x; }); return s; };\nconst most = total([1]);';
    expect(await said(stepping('return total(f.xs) < most', helper))).toEqual([]);
  });

  it('the same in several files', async () => {
    const files = {
      'mine.ts': `import fresh, { look as seen } from './labels';\nexport default { [fresh()]: { run() {} }, ...seen('a') };`,
      'labels.ts': `let count = 0;\nexport default function fresh() { return \`l\${count++}\`; }\nexport const look = (x) => ({ [x + count++]: 1 });`,
    };
    expect(await said(files)).toEqual([]);
  });

  it('every patch, mutant and property that is shipped', async () => {
    const folders = ['model/patches', 'model/mutants', 'properties/aio', 'docs/suites'];
    const files = folders.flatMap((at) =>
      readdirSync(packaged(at))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => packaged(`${at}/${file}`)),
    );
    expect(files.length).toBeGreaterThan(50);
    expect((await Promise.all(files.map(outerAssignments))).flat()).toEqual([]);
  });

  it('kioctx itself, packages, and what leads nowhere, which are not looked at', async () => {
    const counting = 'let n = 0;\nexport const note = () => n++;\nexport default { run: note };';
    const here = folder({
      'mine.ts': `import '${packaged('properties/search/strategies.ts')}';\nimport './node_modules/pack/index.js'; import './nowhere.ts'; import './data.json';`,
      'node_modules/pack/index.js': counting,
      'data.json': '{',
    });
    expect(await outerAssignments(`${here.path}/mine.ts`)).toEqual([]);
  });
});
