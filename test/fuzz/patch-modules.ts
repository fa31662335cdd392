/** Patch modules made of parts, of which some are wrong, odd or hostile. No step loops for ever. */
import fc from 'fast-check';
import type { Command } from './command.ts';
import { mostly, objectOf, oddExpression, textOf, thrown } from './odd-values.ts';
import { BOUNDS } from './scenario-files.ts';

/** A function of the kernel, its file, and steps of it that small scenarios take. */
const PLACES = [
  ['aio_complete', 'fs/aio/complete', ['lock', 'unlink', 'event', 'publish', 'wake', 'put_rq']],
  ['io_submit_one', 'fs/aio/submit', ['fget', 'get_req', 'filp', 'lock', 'run', 'unlock', 'accepted']],
  ['__aio_get_req', 'fs/aio/submit', ['alloc', 'lock', 'avail', 'link', 'count', 'free']],
  ['aio_run_iocb', 'fs/aio/run', ['retry', 'kicked', 'unlock', 'lock']],
  ['really_put_req', 'fs/aio/put', ['free', 'count', 'wake']],
  ['user_task', 'env/user', ['next', 'io_submit', 'returned']],
] as const;

export const imported = (names: readonly (readonly [string, string])[]): string =>
  names.map(([name, file]) => `import { ${name} } from ${JSON.stringify(`kioctx/model/${file}.ts`)};`).join('\n');

const statement: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    'return "return";',
    'return "nowhere";',
    'return 5;',
    'return {};',
    'return "__proto__";',
    'return Promise.resolve();',
  ),
  fc.constantFrom(
    'k.kioctx(0).users += 1;',
    'k.kioctx(0).users = 1e9;',
    'k.kioctx(0).users = "x";',
    'k.kioctx(0).nothing = 1;',
    'k.kioctx(7).users;',
  ),
  fc.constantFrom(
    'k.kioctx(-1);',
    'k.kioctx({});',
    'k.kioctx();',
    'k.nothing(0);',
    'k.kioctx(0).ctx_lock = 1;',
    'k.kioctx(0).ctx_lock.take();',
  ),
  fc.constantFrom(
    'delete k.kioctx;',
    'k.kioctx = null;',
    'Object.defineProperty(k, "x", {});',
    'k.world.tasks.length = 0;',
    'k.world.iocbs[0].bios = 3;',
  ),
  fc.constantFrom(
    'f.iocb = 99;',
    'f.iocb = 1e300;',
    'f.nothing = 1;',
    'delete f.iocb;',
    'f.iocb = "x";',
    'f.ret = NaN;',
  ),
  fc.constantFrom(
    'k.choose("x", [0, 1]);',
    'k.choose("x", []);',
    'k.choose(7, [0]);',
    'k.choose("a b?=1\\n", [1, 2]);',
    'k.choose("x", [NaN, "y"]);',
  ),
  fc.constantFrom(
    'k.choose("many", Array.from({ length: 5000 }, (_, i) => i));',
    'k.choose();',
    'k.choose("x", { length: 2 });',
  ),
  fc.constantFrom(
    'k.alloc("kiocb", 0);',
    'k.alloc("kiocb", 99);',
    'k.alloc("none", 0);',
    'k.free("kiocb", 0);',
    'k.free("kioctx", 0);',
    'k.discard("dio", 0);',
  ),
  fc.constantFrom(
    'k.publish("kiocb", 0);',
    'k.publish();',
    'k.BUG_ON(true);',
    'k.BUG_ON("x");',
    'k.might_sleep();',
    'k.current = 3;',
  ),
  thrown.map((value) => `throw ${value};`),
  oddExpression.map((value) => `return ${value} as any;`),
  oddExpression.map((value) => `k.kioctx(0).users = ${value};`),
);

const LABELS = ['mine', 'other', 'return', '__proto__', 'constructor', '7', 'a b', 'ünder', 'x.y'];
const label = fc.oneof(
  { arbitrary: fc.constant('mine'), weight: 6 },
  { arbitrary: fc.constantFrom(...LABELS), weight: 1 },
);
const key = label.map((name) => `[${JSON.stringify(name)}]`);
const then = fc.constantFrom(
  '',
  '',
  '',
  ', then: "return"',
  ', then: "mine"',
  ', then: "nowhere"',
  ', then: 7',
  ', then: "__proto__"',
);

/** What makes a step, as members of an object. */
const does = fc.oneof(
  { arbitrary: statement.map((body) => `run(k: any, f: any): any { ${body} }`), weight: 8 },
  { arbitrary: statement.map((body) => `go(f: any, k: any): any { ${body} }`), weight: 3 },
  { arbitrary: statement.map((body) => `when(k: any, f: any): any { ${body} }, run() {}`), weight: 3 },
  {
    arbitrary: fc.constantFrom(
      'acquire: (k: any) => k.kioctx(0).ctx_lock',
      'release: (k: any) => k.kioctx(0).ctx_lock',
    ),
    weight: 2,
  },
  {
    arbitrary: fc.constantFrom('acquire: () => ({})', 'release: (k: any) => k.kioctx(0).users', 'acquire: 5', ''),
    weight: 1,
  },
  {
    arbitrary: fc.constantFrom(
      'call: to(aio_complete, () => {})',
      'call: through("none", () => {})',
      'call: {}',
      'call: to(own, (g: any) => { g.n = 1; })',
    ),
    weight: 2,
  },
  { arbitrary: oddExpression.map((value) => `run: ${value}`), weight: 1 },
  { arbitrary: oddExpression.map((value) => `go: ${value}`), weight: 1 },
);

const step = mostly(
  fc
    .tuple(does, then, mostly(fc.constantFrom('1', '957')), mostly(textOf('mine()')))
    .map(([what, where, line, c]) => `{ line: ${line}, c: ${c}${where}${what === '' ? '' : `, ${what}`} }`),
  20,
);

const steps = mostly(
  fc
    .array(fc.tuple(key, step), { minLength: 1, maxLength: 2 })
    .map((all) => `{ ${all.map(([name, what]) => `${name}: ${what}`).join(', ')} }`),
  20,
);

const edit = fc.constantFrom(...PLACES).chain(([proc, , labels]) => {
  const at = fc.constantFrom(...labels, 'none').map((name) => `[${JSON.stringify(name)}]`);
  const changes = fc.oneof(
    { arbitrary: fc.tuple(at, steps).map(([where, what]) => `{ before: { ${where}: ${what} } }`), weight: 6 },
    { arbitrary: fc.tuple(at, steps).map(([where, what]) => `{ after: { ${where}: ${what} } }`), weight: 4 },
    { arbitrary: fc.tuple(at, step).map(([where, what]) => `{ replace: { ${where}: ${what} } }`), weight: 4 },
    { arbitrary: fc.constantFrom(...labels).map((name) => `{ remove: [${JSON.stringify(name)}] }`), weight: 2 },
    { arbitrary: oddExpression.map((value) => `{ remove: ${value} }`), weight: 1 },
    {
      arbitrary: fc
        .tuple(at, steps, oddExpression)
        .map(([where, what, odd]) => `{ before: { ${where}: ${what} }, locals: { mine: ${odd} } }`),
      weight: 1,
    },
  );
  return fc.oneof(
    { arbitrary: changes.map((what) => `edit(${proc}, ${what})`), weight: 30 },
    { arbitrary: oddExpression, weight: 1 },
    {
      arbitrary: objectOf({
        proc: mostly(textOf(proc)),
        claims: mostly(fc.constant('[]')),
        apply: mostly(statement.map((body) => `(k: any): any => { const f: any = k; ${body} }`)),
      }),
      weight: 2,
    },
  );
});

const fields = fc.constantFrom(
  '{ kiocb: { mine: int(0, 3).racy().starts(0) } }',
  '{ kiocb: { mine: int(0, 3) } }',
  '{ kiocb: { mine: int(5, -5).racy() } }',
  '{ kiocb: { mine: int(0, 2 ** 40).racy() } }',
  '{ kiocb: { mine: int(NaN, 1e308).racy() } }',
  '{ none: { mine: bool().racy() } }',
  '{ kiocb: { ki_users: int(0, 9).racy().starts(0) } }',
  '{ kioctx: { ctx_lock: undefined } }',
  '{ kiocb: 5 }',
  '{ __proto__: { x: 1 } }',
  '{ kiocb: { ["a b"]: bool().racy().starts(7) } }',
);

const hunk = mostly(
  objectOf({
    name: mostly(textOf('hunk'), 40),
    standsFor: mostly(textOf('nothing'), 40),
    edits: mostly(
      fc.array(edit, { maxLength: 2 }).map((all) => `[${all.join(', ')}]`),
      60,
    ),
  }),
  60,
);

const patch = mostly(
  fc
    .tuple(
      fc.oneof(
        { arbitrary: fc.constant('"mine"'), weight: 40 },
        { arbitrary: fc.constantFrom('"a/b"', '"wake"', '"x".repeat(400)', '"\\u202E"'), weight: 1 },
        { arbitrary: oddExpression, weight: 1 },
      ),
      mostly(textOf('a test'), 50),
      fc.array(hunk, { minLength: 1, maxLength: 2 }),
      fc.oneof({ arbitrary: fc.constant(undefined), weight: 5 }, { arbitrary: mostly(fields), weight: 1 }),
    )
    .map(
      ([name, summary, hunks, more]) =>
        `{ name: ${name}, summary: ${summary}, hunks: [${hunks.join(', ')}]${more === undefined ? '' : `, fields: ${more}`} }`,
    ),
  25,
);

const head = [
  imported([...PLACES.map(([name, file]) => [name, file] as const), ['proc', 'kernel'], ['edit as typed', 'kernel']]),
  `import { bool, int, through, to } from ${JSON.stringify('kioctx/model/core/index.ts')};`,
  'const edit: any = typed;',
  'const own: any = (proc as any)("own", "x.c:1", { n: "int" }, { s: { line: 1, c: "s", run() {} } });',
  'void [aio_complete, io_submit_one, __aio_get_req, aio_run_iocb, really_put_req, user_task, bool, int, through, to, edit, own];',
].join('\n');

/** Not each of them is a module at all. */
const module = fc.oneof(
  { arbitrary: patch.map((text) => `${head}\nexport default (${text}) as any;\n`), weight: 30 },
  { arbitrary: patch.map((text) => `${head}\nexport const a: any = (${text});\nexport const b = 1;\n`), weight: 2 },
  { arbitrary: thrown.map((value) => `throw ${value};\n`), weight: 1 },
  { arbitrary: oddExpression.map((value) => `export default ${value};\n`), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
  {
    arbitrary: fc.constantFrom('', 'export {};', 'import "./none.ts";'),
    weight: 1,
  },
);

/** What it is written in is TypeScript. */
const ending = fc.oneof(
  { arbitrary: fc.constantFrom('ts', 'mts'), weight: 30 },
  { arbitrary: fc.constantFrom('js', 'mjs', 'cts', 'cjs'), weight: 1 },
);
const name = ending.map((end) => `./mine.${end}`);
const given = name.chain((file) =>
  fc.tuple(fc.constant(file), fc.constantFrom(file, file, `post-eiocbqueued+${file}`)),
);
const scenario = fc.constantFrom('buffered', 'dw1-nowait', 'dw1-inval-ring2', 'buffered-last');

export const patchCommands: fc.Arbitrary<Command> = fc
  .tuple(
    given,
    module,
    scenario,
    fc.constantFrom<readonly string[]>(
      ['prove', '--json'],
      ['prove'],
      ['outcomes'],
      ['graph', '--minimise'],
      ['prove', '--property', 'no-leak', '--no-reduction'],
      ['run', '--runs', '3', '--seed', '1', '--no-corpus'],
    ),
  )
  .map(([[file, patchGiven], text, world, [command = '', ...flags]]) => ({
    args: [
      command,
      ...(command === 'run' ? ['no-leak', '--scenario'] : []),
      world,
      '--patch',
      patchGiven,
      ...flags,
      ...BOUNDS,
    ],
    files: { [file]: text },
  }));
