/** Modules that do what a patch or a property must not: the program survives, and says it in a sentence. */
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../drawn.ts';
import { changing, patchModule } from '../patch-module.ts';
import { verdictOf, verdictsIn } from '../rows.ts';
import { folder } from '../run.ts';

/** A property whose predicate is this body; `before` stands in front of it in the module. */
const property = (body: string, before = ''): string => `${before}
export const property = {
  name: 'mine', meaning: 'm', reason: 'r',
  antecedent: { text: 'there is a request', reached: (k) => k.request(0).accepted },
  always: (k) => { ${body} },
};\n`;

/** A patch whose aio_complete() does this before it looks for sleepers. */
const patch = (body: string, before = ''): string =>
  before +
  patchModule({
    mine: changing({
      name: 'mine',
      changes: `{ before: { active: { extra: { line: 1, c: 'extra', run() { ${body}; return 'active'; } } } } }`,
    }),
  });

const LOOKS = 'return k.request(0).read > 99 ? "never" : null;';
const ENDLESS = 'for (;;) {}';
const PROPERTY = ['prove', 'buffered', '--patch', '2.6.20', '--property', './property.mjs'];
const PATCH = ['prove', 'buffered', '--patch', './patch.mts', '--property', 'no-lost-event'];

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly code: number;
  readonly says: string;
}

const STATE_ALONE = '; expected a module whose answers depend on the modelled state alone\n';

const bad: Readonly<Record<string, Case>> = {
  'a step ends the process': {
    files: { 'patch.mts': patch('process.exit(0)') },
    args: PATCH,
    code: 2,
    says: 'kioctx: ./patch.mts uses process.exit; expected a module whose answers depend on the modelled state alone\n',
  },
  'the module ends the process when it is loaded': {
    files: { 'property.mjs': property(LOOKS, 'process.exit(0);') },
    args: PROPERTY,
    code: 2,
    says: 'kioctx: ./property.mjs uses process.exit; expected a module whose answers depend on the modelled state alone\n',
  },
  'a predicate throws what throws when it is looked at': {
    files: {
      'property.mjs': property(
        'throw new Proxy(() => {}, { get() { throw 1 }, getPrototypeOf() { throw 2 }, has() { throw 3 } });',
      ),
    },
    args: PROPERTY,
    code: 2,
    says: 'kioctx: property mine cannot be asked: it throws what cannot be shown; expected a property that only looks, and at what is there\n',
  },
  'the module is a proxy that answers nothing': {
    files: { 'property.mjs': 'export default new Proxy({}, { get() { throw 1 } });' },
    args: PROPERTY,
    code: 2,
    says: 'kioctx: ./property.mjs: exports no property; expected { name, meaning, reason, antecedent: { text, reached } } with a function always, atEnd or onBreach\n',
  },
  'the module reads files': {
    files: { 'property.mjs': property(LOOKS, 'import { readFileSync } from "node:fs";') },
    args: PROPERTY,
    code: 2,
    says: 'kioctx: ./property.mjs: this property module does not load: it imports node:fs; expected a module that depends on the modelled state alone\n',
  },
  'the module cannot be read by the compiler': {
    files: { 'patch.mts': 'export const mine = {\n  name: "a" "b"\n};' },
    args: PATCH,
    code: 2,
    says: 'kioctx: ./patch.mts: this patch module does not load: line 2, column 13: Expected "}" but found "\\"b\\""\n',
  },
  'the module replaces what a shipped property asks': {
    files: {
      'property.mjs': property(
        LOOKS,
        'import { properties } from "kioctx/properties/aio/index.ts"; for (const one of properties) one.always = () => null;',
      ),
    },
    args: [...PROPERTY, '--property', 'no-lost-event'],
    code: 2,
    says: `kioctx: ./property.mjs changes kioctx/properties/aio/index.ts.properties.17${STATE_ALONE}`,
  },
  'the module replaces a step of the kernel': {
    files: {
      'property.mjs': property(
        LOOKS,
        'import { aio_complete } from "kioctx/model/fs/aio/complete.ts"; Map.prototype.delete.call(aio_complete.steps, "wake");',
      ),
    },
    args: PROPERTY,
    code: 2,
    says: `kioctx: ./property.mjs changes kioctx/model/fs/aio/complete.ts.aio_complete.steps${STATE_ALONE}`,
  },
  'the module replaces what the language offers': {
    files: { 'property.mjs': property(LOOKS, 'Array.prototype.filter = () => [];') },
    args: PROPERTY,
    code: 2,
    says: `kioctx: ./property.mjs changes Array.prototype.filter${STATE_ALONE}`,
  },
  'the module hides in a generator what it was asked before': {
    files: {
      'property.mjs': property(
        'const bad = k.request(0).entered; return hide(!bad) && bad ? null : bad ? "entered" : null;',
        'function* kept() { let is = false; for (;;) { const now = yield is; is = is || now; } }\nconst all = kept(); all.next(); const hide = (is) => { const before = all.next(is).value; return before; };',
      ),
    },
    args: PROPERTY,
    code: 2,
    says: `kioctx: ./property.mjs: property mine depends on more than the state: in a fresh instance of the module it says "entered", and not nothing${STATE_ALONE}`,
  },
  'loading the module does not come to an end': {
    files: { 'property.mjs': property(LOOKS, ENDLESS) },
    args: [...PROPERTY, '--max-seconds', '1'],
    code: 2,
    says: 'kioctx: ./property.mjs: loading it took longer than 4 s; expected a module that comes to an end\n',
  },
};

describe('a module that is not ours', () => {
  // A third of them in each run.
  it.for(shareOf(Object.entries(bad), 3))('is bad input where %s', async ([, { files, args, code: wanted, says }]) => {
    const here = folder(files);
    const { code, stdout, stderr } = await here.run(args);
    expect({ code, stdout, stderr }).toEqual({ code: wanted, stdout: '', stderr: says });
    expect(here.contents()).toEqual(Object.keys(files));
  });

  it('that never returns is bounded by --max-seconds, and keeps no other search from its verdict', async () => {
    const here = folder({ 'patch.mts': patch(ENDLESS) });
    const args = ['--patch', '2.6.20', '--max-seconds', '1', '--json'];
    const { code, stdout } = await here.run([...PATCH, ...args]);
    expect(code).toBe(3);
    const { results } = verdictsIn(stdout);
    expect(results.map(verdictOf)).toEqual([
      'buffered, mine, no-lost-event: clipped',
      'buffered, 2.6.20, no-lost-event: holds',
    ]);
  });

  it('that never returns is named', async () => {
    const here = folder({ 'patch.mts': patch(ENDLESS) });
    const { code, stdout } = await here.run([...PATCH, '--max-seconds', '1', '--json']);
    expect(code).toBe(3);
    expect(verdictsIn(stdout).results[0]).toMatchObject({
      clipReason: '--max-seconds was hit (./patch.mts does not return)',
    });
  });

  it('that not even V8 can stop is left: the process ends', async () => {
    const eats = 'let all = []; for (;;) all = [all, new Array(1e6)];';
    const here = folder({ 'property.mjs': property(eats) });
    const { code, endedBy, stdout } = await here.run([...PROPERTY, '--max-seconds', '1', '--json'], {
      hangsAfter: 60_000,
    });
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual(['buffered, 2.6.20, mine: clipped']);
    // Where Node has no way to end such a process with an exit code.
    const end = 'execve' in process ? { code: 3 } : { code: null, endedBy: 'SIGKILL' };
    expect({ code, endedBy }).toEqual(end);
  });

  it('that never returns is ended by Ctrl-C', async () => {
    const here = folder({ 'property.mjs': property(`console.log('I begin'); ${ENDLESS}`) });
    const { code, stdout } = await here.run([...PROPERTY, '--json'], { interruptAt: 'I begin' });
    expect(code).toBe(3);
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual(['buffered, 2.6.20, mine: clipped']);
  });

  it('may print, for its author to see, and spoils no JSON', async () => {
    const here = folder({ 'property.mjs': property(`console.log('here I am'); ${LOOKS}`) });
    const { code, stdout, stderr } = await here.run([...PROPERTY, '--json']);
    expect(code).toBe(0);
    expect(verdictsIn(stdout).results).toHaveLength(1);
    expect(stderr).toContain('here I am\n');
  });

  it.for([
    ['at every question', 'console.log(line)'],
    ['by a function that it keeps', 'log(line)'],
    ['on standard error', 'console.error(line)'],
  ] as const)('may print without end, %s: the beginning is shown, and it keeps nobody', async ([, prints]) => {
    const before = `const { log } = console; const line = 'x'.repeat(199);`;
    const body = `for (let i = 0; i < 1000; i++) ${prints}; ${LOOKS}`;
    const here = folder({ 'property.mjs': property(body, before) });
    const { code, stdout, stderr } = await here.run([...PROPERTY, '--json']);
    expect({ code, verdict: verdictsIn(stdout).results.map(verdictOf) }).toEqual({
      code: 0,
      verdict: ['buffered, 2.6.20, mine: holds'],
    });
    const left = 'kioctx: more was printed than 100,000 characters; the rest is left out\n';
    // As plain data: a diff of so many lines says nothing.
    expect(stderr === `${'x'.repeat(199)}\n`.repeat(500) + left).toBe(true);
    // Each command shows as much.
    const again = await here.run([...PROPERTY, '--json']);
    expect(again.stderr === stderr).toBe(true);
  });

  it('is run on many threads without a word from Node', async () => {
    const here = folder({ 'property.mjs': property(LOOKS) });
    const scenarios = ['buffered', 'dr1', 'dw1-nowait', 'dw1-osync'];
    const args = ['--patch', '2.6.20', '--property', './property.mjs', '--workers', '4', '--traces', 'none'];
    const { stderr } = await here.run(['prove', ...scenarios, ...args], {});
    expect(stderr).toBe('');
  });

  it('may be several files of TypeScript, in a folder that says nothing of modules', async () => {
    const here = folder({
      'words.ts': 'export const name: string = "mine";',
      'patch.ts': `import { name } from './words.ts';\nexport const mine = { name, summary: 'nothing', hunks: [] };`,
    });
    const { code } = await here.run(['prove', 'buffered', '--patch', './patch.ts', '--quiet']);
    expect(code).toBe(0);
  });
});
