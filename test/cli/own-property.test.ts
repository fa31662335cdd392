import { describe, expect, it } from 'vitest';
import { changing, patchModule } from './patch-module.ts';
import { verdictOf, verdictsIn } from './rows.ts';
import { folder } from './run.ts';
import { pasted } from './search-rows.ts';

/** A property as source text, judging as `judges` says. */
const property = (judges: string, name = 'mine'): string => `export const property = {
  name: '${name}', meaning: 'm', reason: 'r',
  antecedent: { text: 'a request is accepted', reached: (k) => k.world.iocbs.some((_, i) => k.request(i).accepted) },
  ${judges},
};\n`;

const READS = 'always: (k) => (k.world.iocbs.some((_, i) => k.request(i).read > 0) ? "somebody has read" : null)';
const prove = ['prove', 'buffered', '--patch', '2.6.20', '--property', './mine.mjs'];

describe.concurrent('a property of one’s own, as a module', () => {
  it('is proved, searched for, shrunk and replayed as a shipped one is', async () => {
    const here = folder({ 'mine.mjs': property(READS) });
    const proved = await here.run([...prove, '--quiet']);
    expect(proved).toMatchObject({ code: 1, stderr: '' });
    expect((await here.run(pasted(proved.stdout, 'replay'))).code).toBe(1);
    const found = await here.run(['run', './mine.mjs', '--patch', '2.6.20', '--seed', '1', '--quiet']);
    expect(found).toMatchObject({ code: 1, stderr: '' });
    expect((await here.run(pasted(found.stdout, 'replay'))).code).toBe(1);
    const trace = 'traces/2.6.20.buffered.mine.trace.json';
    expect((await here.run(['shrink', trace, '--property', './mine.mjs', '--quiet'])).code).toBe(0);
    expect((await here.run(['show', trace])).stderr).toContain('give a property of your own with --property FILE');
  });

  it('that is only judged in the end holds of what it cannot be violated in', async () => {
    const here = folder({ 'mine.mjs': property('atEnd: (k, situation, end) => (end === "stuck" ? "stuck" : null)') });
    const { stdout } = await here.run([...prove, '--json']);
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual(['buffered, 2.6.20, mine: holds']);
  });

  const mistakes: readonly (readonly [string, string, string])[] = [
    [
      'throws',
      'always: (k) => k.requests(0)',
      'property mine cannot be asked: k has no requests; expected a property that only looks',
    ],
    [
      'asks for what is not there',
      'always: (k) => k.request(9)',
      'property mine follows a pointer to nothing; expected a property that only looks',
    ],
    [
      'answers with a truth',
      'always: () => true',
      'property mine cannot be asked: it answers true; expected a sentence about what is wrong, or null',
    ],
    [
      'counts how often it was asked',
      'always: ((asked) => (k) => (k.request(0).accepted ? `asked ${asked++} times` : null))(0)',
      './mine.mjs:4:64: a function assigns asked, which is declared outside of it (line 4); expected functions that steps and ' +
        'predicates may call to write only what they are given',
    ],
    [
      'asks nothing of the state',
      'always: () => null',
      'property mine: always asks nothing of the state, and always says that nothing is wrong; expected a property that',
    ],
    ['is about nothing', 'judge: () => null', './mine.mjs: exports no property; expected { name, meaning, reason,'],
  ];

  it.for(mistakes)('is bad input where it %s', async ([, judges, says]) => {
    const here = folder({ 'mine.mjs': property(judges) });
    const { code, stdout, stderr } = await here.run(prove);
    expect(stderr).toContain(`kioctx: ${says}`);
    expect({ code, stdout, traces: here.contents() }).toEqual({ code: 2, stdout: '', traces: ['mine.mjs'] });
  });

  it('cannot have the name of a shipped one', async () => {
    const here = folder({ 'mine.mjs': property(READS, 'no-leak') });
    expect((await here.run(prove)).stderr).toBe(
      'kioctx: ./mine.mjs: is called no-leak, as a shipped one is; expected a name of its own\n',
    );
  });

  it('that cannot be read is told with the place of the mistake', async () => {
    const here = folder({ 'mine.mjs': 'export const x = ;\n', 'mine.ts': 'export const x: = 1;\n' });
    expect((await here.run(prove)).stderr).toBe(
      'kioctx: ./mine.mjs: this property module does not load: line 1, column 18: Unexpected ";"\n',
    );
    const typed = await here.run(['prove', 'buffered', '--property', './mine.ts']);
    expect(typed.stderr).toContain('./mine.ts: this property module does not load: line 1, column 17: ');
    expect(typed.code).toBe(2);
  });
});

it('a patch whose steps depend on more than the state is bad input, with its place', async () => {
  const counting = "{ replace: { active: { line: 1, c: 'odd?', run: () => (calls++ % 2 ? 'unlock' : 'wake') } } }";
  const text = patchModule({ mine: changing({ name: 'mine', changes: counting }) });
  const here = folder({ 'mine.mts': text.replace('export const mine', 'let calls = 0;\nexport const mine') });
  const args = ['prove', 'dw1-reader', '--patch', './mine.mts', '--property', 'no-lost-wakeup', '--quiet'];
  const { code, stderr } = await here.run(args);
  expect(stderr).toMatch(
    /^kioctx: \.\/mine\.mts:\d+:\d+: the step active assigns calls, which is declared outside of it /,
  );
  expect(code).toBe(2);
});
