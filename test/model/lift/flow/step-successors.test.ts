import { describe, expect, it } from 'vitest';
import type { AnyProc } from '../../../../model/core/index.ts';
import { stepSuccessors } from '../../../../model/lift/flow/index.ts';

interface Locals {
  a: number;
}

/** Steps `first`, `second`, `third`; what is written of the first one. */
function successorsOfFirst(step: object): string[] {
  const at = { line: 1, c: '' };
  const proc = {
    name: 'shop',
    at: 'shop.c:1',
    locals: {},
    returns: null,
    isMacro: false,
    steps: new Map([
      ['first', { ...at, ...step }],
      ['second', { ...at, go: () => undefined }],
      ['third', { ...at, go: () => undefined }],
    ]),
  } as AnyProc;
  return [...stepSuccessors(proc, 'first')].toSorted();
}

describe('where a step may go', () => {
  it.each<[string, object, string[]]>([
    ['to the step written next', { run() {} }, ['second']],
    ['where it says', { run() {}, then: 'third' }, ['third']],
    ['to the end', { run() {}, then: 'return' }, ['return']],
    ['to either label', { go: (f: Locals) => (f.a === 1 ? 'third' : 'return') }, ['return', 'third']],
    [
      'to a label, or the next step',
      {
        go(f: Locals) {
          if (f.a === 1) return 'third';
          f.a = 2;
          return undefined;
        },
      },
      ['second', 'third'],
    ],
    [
      'to labels alone where it ends with one',
      {
        run(f: Locals) {
          if (f.a === 1) return 'return';
          f.a = 2;
          return 'third';
        },
      },
      ['return', 'third'],
    ],
    [
      'to those that a local takes',
      {
        go(f: Locals) {
          const next = f.a === 1 ? 'third' : 'second';
          f.a = 0;
          return next;
        },
      },
      ['second', 'third'],
    ],
    [
      'to the next step, whatever other strings and comments are in it',
      {
        run(f: { state: string }) {
          // 'third' is only said here.
          f.state = 'TASK_RUNNING';
        },
      },
      ['second'],
    ],
    ['behind a call', { call: { proc: 'other', args: () => {} }, then: 'third' }, ['third']],
  ])('%s', (_, step, labels) => {
    expect(successorsOfFirst(step)).toEqual(labels);
  });

  it('is asked of a step that there is', () => {
    expect(() => stepSuccessors({ name: 'shop', steps: new Map() } as unknown as AnyProc, 'a')).toThrow(
      'shop has no step a',
    );
  });
});
