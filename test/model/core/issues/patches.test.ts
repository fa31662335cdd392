/** What a patch is refused for before anything of it runs: one row for each mistake that a module can bring. */
import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  bool,
  link,
  PatchMisfit,
  unpatched,
  type AnyProc,
  type Edit,
} from '../../../../model/core/index.ts';
import { act, edit, fn, go, nothing, calls } from '../../../models/tiny-kernel.ts';
import { f, adding, patchOf, issuesOf, refused, ground } from './refusing.ts';

describe('a patch is refused for its looks:', () => {
  refused([
    ['hunks that are none', { name: 'p', hunks: 7 }, 'type patch p: hunks: got 7; expected an array of { name,'],
    ['no hunks', { name: 'p' }, 'missing patch p: hunks: missing'],
    [
      'a misspelt key',
      { ...patchOf([]), feilds: {} },
      'unknown-key patch p: unknown key feilds; expected one of name, summary, fields, structs, lockOrder, contexts, works, hunks, reports (did you mean fields?)',
    ],
    ['a summary that is no text', patchOf([], { summary: 7 }), 'type patch p: summary: got 7; expected a text'],
    ['fields that are a list', patchOf([], { fields: [] }), 'type patch p: fields: got an array'],
    ['fields that are null', patchOf([], { fields: null }), 'type patch p: fields: got null'],
    ['a hunk that is nothing', patchOf([], { hunks: [undefined] }), 'missing patch p, hunk 1: missing'],
    [
      'a hunk without a name',
      patchOf([], { hunks: [{ edits: [] }] }),
      'missing patch p, hunk 1: name: missing; expected a text that is not empty',
    ],
    [
      'a hunk of an empty name',
      patchOf([], { hunks: [{ name: ' ', edits: [] }] }),
      'type patch p, hunk 1: name: got " "',
    ],
    ['a hunk without edits', patchOf([], { hunks: [{ name: 'h' }] }), 'missing patch p, hunk h: edits: missing'],
    [
      'a misspelt key of a hunk',
      patchOf([], { hunks: [{ name: 'h', edit: [], edits: [] }] }),
      'patch p, hunk h: unknown key edit; expected one of name, standsFor, edits (did you mean edits?)',
    ],
    [
      'an edit that edit did not make',
      patchOf([{ proc: 'f', remove: ['one'] }]),
      'type patch p, hunk h: edits[0]: got an object; expected what edit(a function, { … }) makes',
    ],
  ]);
});

describe('an edit is refused:', () => {
  const made = (result: unknown): Edit => ({ proc: 'f', claims: [], apply: () => result as AnyProc });
  refused([
    [
      'of a function that is not there',
      patchOf([edit(fn('g', { one: nothing }), {})]),
      'no-function patch p, hunk h: the kernel has no function g; expected f',
    ],
    [
      'of a step that is not there',
      patchOf([edit(f, { remove: ['tow' as 'two'] })]),
      'no-step patch p, hunk h: f has no step tow to change; expected one of one, two (did you mean two?)',
    ],
    [
      'with a misspelt key',
      patchOf([edit(f, { replce: {} } as object)]),
      'unknown-key patch p, hunk h: an edit of f has the unknown key replce; expected one of locals, remove, replace, before, after (did you mean replace?)',
    ],
    [
      'that changes nothing that could be changed',
      patchOf([edit(f, 7 as never)]),
      'type patch p, hunk h: an edit of f has 7 for what it changes; expected { locals, remove, replace, before, after }',
    ],
    [
      'that removes what is no list of labels',
      patchOf([edit(f, { remove: 'one' } as object)]),
      'type patch p, hunk h: an edit of f has "one" for remove; expected an array of labels',
    ],
    [
      'with locals that are a list',
      patchOf([edit(f, { locals: [] } as object)]),
      'type patch p, hunk h: an edit of f has an array for locals; expected C types, by name',
    ],
    [
      'that replaces null',
      patchOf([edit(f, { replace: null } as object)]),
      'type patch p, hunk h: an edit of f has null for replace; expected steps, by label',
    ],
    [
      'that puts a function before a step',
      patchOf([edit(f, { before: { two: () => undefined } } as object)]),
      'type patch p, hunk h: an edit of f has a function for before.two; expected new steps, by label',
    ],
    [
      'that says of a local that it is of another type',
      patchOf([edit(f, { locals: { a: 'long' } })]),
      'redeclared patch p, hunk h: f has a local a of another type; expected int, or another name',
    ],
    [
      'that throws',
      patchOf([
        {
          ...made(null),
          apply: () => {
            throw new Error('boom');
          },
        },
      ]),
      'edit patch p, hunk h: boom; expected an edit of f that does not throw',
    ],
    [
      'that makes no function',
      patchOf([made(7)]),
      'type patch p, hunk h: 7 is no function; expected one that proc made',
    ],
    [
      'that makes a function with detours of its own',
      patchOf([made({ ...f, detours: [] })]),
      'type patch p, hunk h: f has an array for its detours; expected what edit sets, or none',
    ],
    [
      'that makes another function',
      patchOf([made(fn('g', { one: nothing }))]),
      'edit patch p, hunk h: its edit of f makes a g of it; expected f',
    ],
    [
      'that leaves no step',
      patchOf([edit(f, { remove: ['one', 'two'] })]),
      'no-steps patch p, hunk h: f has no steps; expected one step at least',
    ],
  ]);
});

describe('all mistakes', () => {
  it('are told at once, each once, fields first', () => {
    const patch = patchOf([adding({ 7: nothing, 8: { ...nothing, then: 9 } }), adding({ again: nothing })], {
      fields: { nobody: {}, thing: { life: bool(), x: bool() } },
    });
    expect(issuesOf(patch).map((issue) => issue.split(' ')[0])).toEqual([
      'no-struct',
      'reserved-name',
      'no-class',
      'name',
      'name',
    ]);
  });

  it('have a line each in the message', () => {
    const patch = patchOf([adding({ 7: nothing })], { fields: { thing: { life: bool() } } });
    const applied = applyPatch({ ...ground, entries: [f] }, patch);
    expect(applied.ok ? null : new PatchMisfit(applied.issues).message).toMatch(
      /^patch p: thing has a field called life, .*\npatch p, hunk h: f has a step called 7, .*$/,
    );
  });

  it('of a base are no patch’s: they throw, and not as a misfit', () => {
    const broken = fn('f', { 1: nothing });
    expect(() => link([broken], unpatched)).toThrow('f has a step called 1, which is made of digits only');
    expect(() => link([broken], unpatched)).not.toThrow(PatchMisfit);
  });

  it('are none in a patch of every form of step', () => {
    const g = fn('g', { out: go(() => undefined), act: act(() => undefined) });
    const steps = {
      r: nothing,
      w: { ...nothing, when: () => true },
      a: { line: 0, c: '', acquire: () => undefined },
      d: { line: 1, c: '', release: () => undefined, then: 'return' },
      c: { ...calls(g), result: 'a' },
    };
    expect(issuesOf(patchOf([adding(steps)]))).toEqual([]);
  });
});
