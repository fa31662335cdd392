/** What a schedule's statements did to locals is told where it mattered, and what decided is told too. */
import { describe, expect, it } from 'vitest';
import { narrate } from '../../counterexamples/narrate.ts';
import { type AnyProc, NULL, to } from '../../model/core/index.ts';
import { act, fn, type Locals, nothing, tinyModel } from '../models/tiny-kernel.ts';

/** Moves control, by what a local holds. */
const goesTo = <L extends string>(to_: (f: Locals) => L) => ({ line: 1, c: 'if (…)', go: to_ });

/** `label: what is told`, of the statements of which something is told. */
function told(entry: AnyProc, turns: number): string[] {
  const { steps } = narrate(
    tinyModel([entry]),
    Array.from({ length: turns }, () => ({ context: 0, script: [] })),
    { showValue: (value) => (value < 0 ? `error ${-value}` : String(value)) },
  );
  return steps.flatMap(({ statements }) =>
    statements.flatMap(({ proc, label, locals }) => (locals === null ? [] : [`${proc}.${label}: ${locals}`])),
  );
}

describe('locals of a schedule', () => {
  it('are told where they are written, and where a decision reads them', () => {
    const f = fn('f', {
      set: act((_, f_) => void (f_.b = -5)),
      test: goesTo((f_) => (f_.b < 0 ? 'bad' : 'good')),
      good: nothing,
      bad: nothing,
    });
    expect(told(f, 2)).toEqual(['f.set: b = error 5', 'f.test: b is error 5']);
  });

  it('are not told where nobody reads them before the next write, or before the function is left', () => {
    const f = fn('f', {
      one: act((_, f_) => void (f_.b = 1)),
      two: act((_, f_) => void (f_.b = 2)),
      test: goesTo((f_) => (f_.b === 2 ? 'last' : 'one')),
      last: act((_, f_) => void (f_.b = 0)),
      end: nothing,
    });
    expect(told(f, 4)).toEqual(['f.two: b = 2 (was 1)', 'f.test: b is 2']);
  });

  it('are told of the other function where they are arguments or results', () => {
    const g = fn('g', { add: act((_, f_) => void (f_.a += 1)) });
    const f = fn('f', {
      set: act((_, f_) => void (f_.a = 6)),
      call: { line: 1, c: 'b = g(a)', call: to(g, (inner, f_: Locals) => void (inner.a = f_.a)), result: 'b' },
      test: goesTo((f_) => (f_.b === 7 ? 'end' : 'set')),
      end: nothing,
    });
    expect(told(f, 3)).toEqual([
      'f.set: a = 6',
      'f.call: g() a = 6',
      'g.add: a = 7 (was 6), f() b = 7',
      'f.test: b is 7',
    ]);
  });

  it('are shown as what they point to, where there are several', () => {
    const f = fn('f', {
      take: act((_, f_) => void (f_.p = 1)),
      test: goesTo((f_) => (f_.p === NULL ? 'take' : 'drop')),
      drop: act((_, f_) => void (f_.p = NULL)),
      gone: goesTo((f_) => (f_.p === NULL ? 'end' : 'take')),
      end: nothing,
    });
    expect(told(f, 3)).toEqual([
      'f.take: p = thing[1]',
      'f.test: p is thing[1]',
      'f.drop: p = NULL (was thing[1])',
      'f.gone: p is NULL',
    ]);
  });

  it('are not told beside what an action did to memory, unless they are written', () => {
    const f = fn('f', {
      set: act((_, f_) => void (f_.b = 3)),
      store: act((k, f_) => void (k.root(0).seen = f_.b)),
      load: act((k, f_) => void (f_.a = k.root(0).seen)),
      test: goesTo((f_) => (f_.a === 3 ? 'end' : 'set')),
      end: nothing,
    });
    expect(told(f, 4)).toEqual(['f.set: b = 3', 'f.load: a = 3', 'f.test: a is 3']);
  });
});
