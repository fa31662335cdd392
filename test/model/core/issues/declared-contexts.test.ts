/** What contexts of a patch are refused for: one row for each mistake. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, applyPatch, compose, contextsOfPatch, through } from '../../../../model/core/index.ts';
import { calls, edit, fn, nothing } from '../../../models/tiny-kernel.ts';
import { f, ground, patchOf } from './refusing.ts';

describe('contexts are refused:', () => {
  const told = (contexts: unknown, taken: readonly string[] = ['one']) =>
    contextsOfPatch(patchOf([], { contexts }), { n: 2 }, taken).issues.map(
      ({ code, message, expected }) => `${code}: ${message}; expected ${expected}`,
    );
  const AN_ENTRY = 'a function, or { entry, args, idles, atomic }';
  it.each([
    ['that are a number', 7, `type: the contexts are 7; expected ${AN_ENTRY}, by the name of the context`],
    [
      'that cannot be told',
      () => {
        throw new Error('boom');
      },
      'declared: contexts throws: boom; expected a function of the world that does not throw',
    ],
    [
      'that the base has',
      { one: f },
      'redeclared: there is a context called one already; expected a context of another name',
    ],
    [
      'of a name with a blank',
      { 'a b': f },
      'name: a context is called "a b", which has a blank or a line break in it; expected a',
    ],
    ['that are no functions', { two: 7 }, `type: the context two is 7; expected ${AN_ENTRY}`],
    [
      'with a misspelt key',
      { two: { entry: f, idle: true } },
      'unknown-key: the context two has the unknown key idle; expected one of entry, args, idles, atomic (did you mean idles?)',
    ],
    [
      'with arguments that are a list',
      { two: { entry: f, args: [] } },
      'type: two.args is an array; expected numbers,',
    ],
    ['that idle for 7', { two: { entry: f, idles: 7 } }, 'type: two.idles is 7; expected true or false'],
    ['that are atomic for 7', { two: { entry: f, atomic: 7 } }, 'type: two.atomic is 7; expected true or false'],
    [
      'that are given what is no local',
      { two: { entry: f, args: { c: 1 } } },
      'no-local: the context two is given c, which is no local of f; expected one of a, b, p',
    ],
    [
      'that are given half a number',
      { two: { entry: f, args: { a: 0.5 } } },
      'range: the context two is given 0.5 as a',
    ],
  ])('%s', (_, contexts, issue) => {
    const [first = '', ...others] = told(contexts);
    expect(first).toContain(issue);
    expect(others).toEqual([]);
  });

  it('and good ones are as many as the world says', () => {
    const contexts = ({ n }: { n: number }) =>
      Object.fromEntries(
        Array.from({ length: n }, (_, i) => [`irq.${i}`, { entry: f, args: { a: i }, atomic: true, idles: true }]),
      );
    expect(contextsOfPatch(patchOf([], { contexts }), { n: 2 }, []).contexts).toEqual([
      { name: 'irq.0', entry: f, args: { a: 0 }, idles: true, atomic: true },
      { name: 'irq.1', entry: f, args: { a: 1 }, idles: true, atomic: true },
    ]);
    expect(contextsOfPatch(patchOf([], { contexts: { two: f } }), null, []).contexts).toEqual([
      { name: 'two', entry: f, args: {}, idles: false },
    ]);
  });

  it('that another patch of the sum has', () => {
    const one = patchOf([], { name: 'one', contexts: { mine: f } });
    const two = patchOf([], { name: 'two', contexts: () => ({ mine: f }) });
    expect(contextsOfPatch(compose([one, two]), null, []).issues).toEqual([
      {
        code: 'redeclared',
        where: 'patch two',
        message: 'there is a context called mine already',
        expected: 'a context of another name',
      },
    ]);
  });

  const linking = (entry: unknown, edits: readonly unknown[] = []) => {
    const found = applyPatch(
      { ...ground, entries: [f], ofPatch: { contexts: [{ entry: entry as AnyProc }], issues: [] } },
      patchOf(edits),
    );
    return found.ok
      ? found.kernel.program.procs.map(({ name, steps }) => `${name}: ${steps.map(({ label }) => label).join()}`)
      : found.issues.map(({ where, message }) => `${where}: ${message}`);
  };
  it('whose function is none, or another of a name that there is', () => {
    expect(linking({})).toEqual(['patch p: an object is no function']);
    expect(linking(fn('f', { three: nothing }))).toEqual([
      'patch p: there are two functions called f, and calls of one lead to the other',
    ]);
  });
  it('and what is wrong with their functions is the patch’s', () => {
    expect(linking(fn('g', { one: { ...calls(f), call: through('nobody', () => undefined) } }))).toEqual([
      'patch p: g.one follows a function pointer to nobody, which is no function',
    ]);
  });
  it('and their functions can be edited, with those that they call', () => {
    const inner = fn('inner', { one: nothing });
    const g = fn('g', { one: calls(inner) });
    expect(linking(g, [edit(inner, { after: { one: { two: nothing } } })])).toEqual([
      'f: one,two',
      'g: one',
      'inner: one,two',
    ]);
  });
});
