/** A model from its structs and contexts: what need not be said, and what is told of one that cannot be. */
import { describe, expect, it } from 'vitest';
import {
  type AnyProc,
  bool,
  defineModel,
  int,
  listOf,
  NULL,
  notationFor,
  PackedMachine,
  type Patch,
  PatchMisfit,
  ref,
  spinlock,
  struct,
  through,
  value,
} from '../../../model/core/index.ts';
import { wrongName } from '../../../model/core/issues/names.ts';
import { explore } from '../../../properties/search/explore.ts';

interface World {
  readonly most: number;
}

const structs = {
  counter: struct({ n: int(0, 3).racy().starts(0), last: ref('context').racy().starts(NULL) }),
  unused: struct({ lock: spinlock(), is: bool().guarded_by('lock') }),
};
const { proc, edit } = notationFor<typeof structs, World>(structs);
const count = proc(
  'count',
  'count.c:1',
  { at: 'struct counter *', by: 'int' },
  {
    add: {
      line: 2,
      c: 'counter->n += by',
      run(k, f) {
        k.counter(f.at).n += f.by;
        k.counter(f.at).last = k.current;
      },
    },
  },
);
const world = { most: 3 };
const one = { entry: count, args: { at: 0, by: 1 } };
const counterAfter = (model: Parameters<typeof explore>[0], ...turns: number[]) => {
  for (const turn of turns) model.fire(turn);
  return model.plain().pools['counter'];
};

describe('a model', () => {
  it('has one object of each struct, no values, and starts as its fields do', () => {
    const model = defineModel({ structs, contexts: { one }, world });
    expect(model.shape).toEqual({
      structs,
      sizes: { context: 1, counter: 1, unused: 1 },
      domains: {},
      contexts: ['one'],
    });
    expect(counterAfter(new PackedMachine(model))).toEqual([{ n: 0, last: null }]);
  });
  it('runs its contexts in the order in which they are written, from their arguments', () => {
    const two = { entry: count, args: { at: 0, by: 2 }, idles: true, atomic: true };
    const model = defineModel({ structs, contexts: { two, one }, world });
    expect(model.contexts.map(({ name, idles, atomic }) => [name, idles, atomic])).toEqual([
      ['two', true, true],
      ['one', false, undefined],
    ]);
    expect(counterAfter(new PackedMachine(model), 0, 1)).toEqual([{ n: 3, last: 1 }]);
  });
  it('may take a function alone, whose locals are NULL or 0 then', () => {
    const machine = new PackedMachine(defineModel({ structs, contexts: { count }, world }));
    expect(machine.stack(0)[0]?.locals).toEqual({ at: NULL, by: 0 });
  });
  it('starts as `init` leaves it, which knows the world', () => {
    const model = defineModel({
      structs,
      contexts: { one },
      world,
      init: (k) => void (k.counter(0).n = k.world.most - 1),
    });
    expect(counterAfter(new PackedMachine(model), 0)).toEqual([{ n: 3, last: 0 }]);
  });
  it('is patched, with fields of the patch', () => {
    const twice: Patch = {
      name: 'twice',
      summary: 'counts twice',
      fields: { counter: { marked: bool().racy().starts(true) } },
      hunks: [
        {
          name: 'again',
          standsFor: 'another statement',
          edits: [edit(count, { after: { add: { again: { line: 2, c: 'n++', run: (k) => void k.counter(0).n++ } } } })],
        },
      ],
    };
    const model = defineModel({ structs, contexts: { one }, world, patch: twice });
    expect(counterAfter(new PackedMachine(model), 0, 0)).toEqual([{ n: 2, last: 0, marked: true }]);
  });
  it('links functions that only function pointers lead to', () => {
    const points = proc(
      'points',
      'count.c:9',
      {},
      {
        call: { line: 10, c: 'fn()', call: through('count', (g: { at: number }) => void (g.at = 0)) },
      },
    );
    const contexts = { points };
    expect(() => defineModel({ structs, contexts, world })).toThrow('to count, which is no function');
    const machine = new PackedMachine(defineModel({ structs, contexts, world, pointedTo: [count] }));
    expect(machine.fire(0).step).toBe('count.add');
  });
  it('takes a list of contexts whose functions differ', () => {
    const other = proc('other', 'count.c:20', { by: 'int' }, { add: { line: 1, c: ';', run: () => undefined } });
    const entries = [one, { entry: other, args: { by: 1 } }];
    const contexts = Object.fromEntries(entries.map((entry, i) => [`context${i}`, entry]));
    expect(defineModel({ structs, contexts, world }).shape.contexts).toEqual(['context0', 'context1']);
  });
});

describe('a model is refused, in a sentence', () => {
  it('that has no contexts', () => {
    expect(() => defineModel({ structs, contexts: {} })).toThrow('the model has no contexts, so that nothing runs');
  });
  it('that sizes what is no pool, as the compiler says too', () => {
    // @ts-expect-error There is none of this name.
    expect(() => defineModel({ structs, contexts: { one }, sizes: { conter: 2 } })).toThrow(
      'sizes names conter, which is no struct of the model; expected one of counter, unused (did you mean counter?)',
    );
  });
  it.each([-1, 0.5, Number.NaN])('that has %d of an object', (counter) => {
    expect(() => defineModel({ structs, contexts: { one }, sizes: { counter } })).toThrow(
      `there are ${counter} of counter; expected a whole number of objects`,
    );
  });
  it('that gives an argument which is no local, as the compiler says too', () => {
    // @ts-expect-error There is none of this name.
    expect(() => defineModel({ structs, contexts: { one: { entry: count, args: { bu: 1 } } } })).toThrow(
      'the context one is given bu, which is no local of count; expected one of at, by (did you mean by?)',
    );
  });
  it('that gives an argument which no local can hold', () => {
    expect(() => defineModel({ structs, contexts: { one: { entry: count, args: { by: 0.5 } } } })).toThrow(
      'the context one is given 0.5 as by; expected a whole number of 32 bits',
    );
  });
  it.each([
    ['two words', 'has a blank or a line break in it'],
    ['7', 'is made of digits only, which JavaScript would put first'],
    ['', 'is empty'],
  ])('that calls a context %j', (name, why) => {
    expect(() => defineModel({ structs, contexts: { [name]: one } })).toThrow(`which ${why}`);
  });
  it('that calls a struct as something else is called', () => {
    const taken = { context: struct({}), world: struct({}), 'no-name': struct({}) };
    expect(() => defineModel({ structs: { ...structs, ...taken }, contexts: { one } })).toThrow(
      [
        'a struct is called context, which is the pool of the contexts; expected another name',
        'a struct is called world, which is what steps find beside the pools; expected another name',
        'a struct is called no-name, which is no name in C; expected a name as C has them: letters, digits and _, no digit first',
      ].join('\n'),
    );
  });
  it('that has fields which cannot be, all of them at once', () => {
    const bad = struct({
      n: int(0, 1),
      to: ref('nobody').racy(),
      v: listOf(value('nothing'), 2).racy(),
      late: int(0, 1).racy().starts(2),
      key: int(0, 1).guarded_by('n'),
    });
    const told = () => defineModel({ structs: { ...structs, bad }, contexts: { one } });
    for (const line of [
      'bad.n says not who may touch it; expected .racy(), ',
      'bad.to refers to objects of nobody, which there is not; expected one of ',
      'bad.v takes values of nothing, which there is not; ',
      'bad.late cannot start as 2; expected a whole number from 0 to 1',
      'bad.key is guarded by bad.n, which is no lock; ',
    ])
      expect(told).toThrow(line);
  });
  it('that orders what is no lock', () => {
    expect(() => defineModel({ structs, contexts: { one }, lockOrder: ['counter.n'] })).toThrow(
      'the order of locks names counter.n, which is no lock',
    );
  });
  it('that runs what is no function', () => {
    expect(() => defineModel({ structs, contexts: { one: { entry: {} as AnyProc } } })).toThrow(/function/);
  });
  it('that has two functions of one name and the same steps, of which one would never be called', () => {
    const again = proc('count', 'count.c:30', {}, { add: { line: 31, c: 'n--', run: () => undefined } });
    expect(() => defineModel({ structs, contexts: { one, again }, world })).toThrow(
      'there are two functions called count, and calls of one lead to the other; expected another name',
    );
  });
  it('whose patch does not fit, with the issues of that', () => {
    const patch = { name: 'misfit', summary: '', fields: { conter: { n: bool().racy() } }, hunks: [] };
    expect(() => defineModel({ structs, contexts: { one }, patch })).toThrow(PatchMisfit);
    expect(() => defineModel({ structs, contexts: { one }, patch })).toThrow('no struct conter to add fields to');
  });
});

it('no struct can take the place of anything that steps or predicates find in `k`', () => {
  const names: string[] = [];
  const look = proc(
    'look',
    'count.c:1',
    {},
    { at: { line: 1, c: ';', run: (k) => void names.push(...Object.keys(k)) } },
  );
  const machine = new PackedMachine(defineModel({ structs, contexts: { look }, world }));
  machine.fire(0);
  names.push(...Object.keys(machine.inspect as object));
  const others = [...new Set(names)].filter((name) => !Object.hasOwn(structs, name));
  expect(others).toContain('might_sleep');
  expect(others).toContain('some');
  expect(others.filter((name) => wrongName(name, 'struct') === null)).toEqual([]);
});
