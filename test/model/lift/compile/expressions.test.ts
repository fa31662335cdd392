/** Steps that are made of C expressions come to what C says, and touch shared memory once at a time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembled } from '../../../../model/lift/compile/assembly.ts';
import { FunctionScope } from '../../../../model/lift/compile/function-scope.ts';
import { NUMBER, type ValueKind } from '../../../../model/lift/compile/kinds.ts';
import { Lowering } from '../../../../model/lift/compile/lowering.ts';
import { Names } from '../../../../model/lift/compile/names.ts';
import type { ModelField } from '../../../../model/lift/compile/scope.ts';
import { assertLaw } from '../../../law.ts';
import { expressionOf } from '../c/reading.ts';
import { FIELDS, LOCALS, Memory, type Tree, trees, Undefined, written } from './c-values.ts';
import { runSteps, textOf } from './running.ts';

const fields: Readonly<Record<string, ModelField>> = {
  ki_left: { kind: NUMBER, isGuarded: false },
  ki_pos: { kind: NUMBER, isGuarded: false },
  ki_users: { kind: NUMBER, isGuarded: true },
  KIF_KICKED: { kind: { is: 'truth' }, isGuarded: false },
};

function compiled(text: string) {
  const locals = new Map<string, ValueKind>([...LOCALS, 'ret'].map((name) => [name, NUMBER]));
  locals.set('p', { is: 'pointer', to: 'kiocb' });
  const scope = new FunctionScope(
    { name: 'tested', returns: 'ret', locals, aliases: new Map(), ignored: new Map(), taken: [], own: new Set() },
    {
      field: (pool, name) => (pool === 'kiocb' ? fields[name] : undefined),
      flags: () => [],
      callable: () => undefined,
    },
  );
  const lowering = new Lowering(scope);
  const e = expressionOf(text);
  lowering.emit({ is: 'mark', target: 'first' });
  lowering.at(e.at);
  lowering.effect(e);
  const names = new Names([]);
  return assembled({
    instructions: lowering.instructions,
    entries: ['first'],
    after: 'after',
    outside: () => 'return',
    kinds: scope.kinds,
    isMade: (local) => scope.isMade(local),
    isAdded: () => false,
    isReset: () => true,
    liveAtEnd: [...LOCALS, 'ret', 'p'],
    newLabel: (like) => names.take(like),
    citation: ({ line, text: c }) => ({ line, c }),
  });
}

interface Start {
  readonly locals: Record<string, number>;
  readonly fields: Record<string, number>;
  readonly flag: boolean;
}

const small = fc.integer({ min: -4, max: 9 });
const numbers = (names: readonly string[]) => fc.record(Object.fromEntries(names.map((name) => [name, small])));
const starts: fc.Arbitrary<Start> = fc.record({ locals: numbers(LOCALS), fields: numbers(FIELDS), flag: fc.boolean() });

function comesToTheSame(tree: Tree, start: Start): void {
  const memory = new Memory(start.locals, start.fields, start.flag);
  let value: number;
  try {
    value = memory.value(tree);
  } catch (problem) {
    if (problem instanceof Undefined) return;
    throw problem;
  }
  const { steps, labelOf } = compiled(`ret = ${written(tree)}`);
  const frame = { ...start.locals, p: 0, ret: -99 };
  const {
    touches,
    frame: after,
    memory: fieldsAfter,
  } = runSteps(steps, labelOf('first'), frame, {
    ...start.fields,
    KIF_KICKED: start.flag,
  });
  const shown = `${written(tree)}\n${textOf(steps)}`;
  const normal = (all: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(all).map(([n, v]) => [n, v === 0 ? 0 : v]));
  const came = {
    ret: after['ret'] === 0 ? 0 : after['ret'],
    locals: normal(pick(after, LOCALS)),
    fields: normal(pick(fieldsAfter, FIELDS)),
  };
  expect({ shown, ...came }).toEqual({
    shown,
    ret: value,
    locals: memory.locals,
    fields: memory.fields,
  });
  for (const touched of touches) {
    const isOne =
      touched.length === 1 || (touched.length === 2 && new Set(touched).size === 1 && touched[0] === 'ki_users');
    if (!isOne) throw new Error(`${touched.join(' ')} in one step of ${shown}`);
  }
}

const pick = (all: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, all[name]]));

it('random expressions come to what C says', () => {
  assertLaw(fc.property(trees, starts, comesToTheSame), 10_000);
});

describe('an expression', () => {
  const stepsOf = (text: string) => textOf(compiled(text).steps);

  it('of locals alone is control', () => {
    expect(stepsOf('a = b + 1')).toMatchInlineSnapshot(`
      "{
        a: {
          go(f) {
            f.a = f.b + 1;
            return 'return';
          },
        },
      }"
    `);
  });
  it('of one field is one action', () => {
    expect(stepsOf('a = p->ki_left')).toMatchInlineSnapshot(`
      "{
        ki_left: {
          run(k, f) {
            f.a = k.kiocb(f.p).ki_left;
            return 'return';
          },
        },
      }"
    `);
    expect(stepsOf('p->ki_left = a ? 1 : 2')).toMatchInlineSnapshot(`
      "{
        ki_left: {
          run(k, f) {
            k.kiocb(f.p).ki_left = (f.a !== 0) ? 1 : 2;
            return 'return';
          },
        },
      }"
    `);
  });
  it('that changes what a lock guards is one action, and what none does are two', () => {
    expect(stepsOf('p->ki_users++')).toMatchInlineSnapshot(`
      "{
        ki_users: {
          run(k, f) {
            k.kiocb(f.p).ki_users += 1;
            return 'return';
          },
        },
      }"
    `);
    expect(stepsOf('p->ki_left++')).toMatchInlineSnapshot(`
      "{
        ki_left: {
          run(k, f) {
            f.ki_left = k.kiocb(f.p).ki_left;
            return 'ki_left_2';
          },
        },
        ki_left_2: {
          run(k, f) {
            k.kiocb(f.p).ki_left = f.ki_left + 1;
            return 'return';
          },
        },
      }"
    `);
  });
  it('does not look at what does not matter', () => {
    expect(stepsOf('a = p->ki_left && p->ki_pos')).toMatchInlineSnapshot(`
      "{
        ki_left: {
          run: (k, f) => k.kiocb(f.p).ki_left !== 0 ? 'ki_pos' : 't_2',
        },
        ki_pos: {
          run: (k, f) => k.kiocb(f.p).ki_pos !== 0 ? 't' : 't_2',
        },
        t: {
          go(f) {
            f.t = 1;
            return 'a';
          },
        },
        t_2: {
          go(f) {
            f.t = 0;
            return 'a';
          },
        },
        a: {
          go(f) {
            f.a = f.t;
            return 'return';
          },
        },
      }"
    `);
  });
});
