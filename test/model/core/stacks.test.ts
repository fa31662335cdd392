/** Numbered stacks against stacks written out: equal stacks have equal numbers, and a number gives its stack back. */
import { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { link, unpatched } from '../../../model/core/index.ts';
import type { LinkedProc } from '../../../model/core/notation/link.ts';
import { StackTable } from '../../../model/core/machine/stacks.ts';
import { fn, nothing } from '../../models/tiny-kernel.ts';

/** Functions that differ in nothing but their names. */
const program = link(
  ['f', 'g', 'h', 'i', 'j', 'k'].map((name) => fn(name, { one: nothing, two: nothing, three: nothing })),
  unpatched,
);

interface Written {
  readonly proc: LinkedProc;
  readonly at: number;
  readonly locals: readonly number[];
}

/** Builds a stack from the outside in, asking for its number now and then, as a machine does. */
function open(table: StackTable, stack: readonly Written[]): void {
  stack.forEach(({ proc, at, locals }, depth) => {
    if (depth === 0) table.start(proc);
    else table.push(proc);
    table.at = at;
    proc.locals.forEach((name, i) => {
      table.frame[name] = locals[i] as number;
    });
  });
}

/** Every stack of one or two different functions, each at any step, with few values of locals. */
function* stacks(): Generator<Written[]> {
  for (const proc of program.procs)
    for (let at = 0; at < 3; at++)
      for (let a = 0; a < 12; a++) {
        const outer = { proc, at, locals: [a, 0, -1] };
        yield [outer];
        for (const inner of program.procs)
          if (inner !== proc) for (let b = 0; b < 30; b++) yield [outer, { proc: inner, at, locals: [0, b, -1] }];
      }
}

const written = (stack: readonly Written[]) =>
  stack.map(({ proc, at, locals }) => `${proc.name} ${at} ${locals.join(' ')}`);

describe('a stack table', () => {
  it('gives tens of thousands of stacks a number each, and knows each again', () => {
    const table = new StackTable(program);
    const all = [...stacks()];
    const number = (stack: Written[]) => {
      open(table, stack);
      return table.number();
    };
    const numbers = all.map(number);
    expect(all.length).toBeGreaterThan(30_000);
    expect(new Set(numbers).size).toBe(all.length);
    expect(numbers).not.toContain(0);
    deepStrictEqual(all.map(number), numbers);
    deepStrictEqual(
      numbers.map((each) => written(table.chain(each))),
      all.map(written),
    );
  });

  it('leaves the stack open while it looks for its number, also when it has to grow', () => {
    const table = new StackTable(program);
    const seen = new Set<number>();
    for (const stack of stacks()) {
      open(table, stack);
      const number = table.number();
      const top = stack.at(-1) as Written;
      deepStrictEqual([table.proc, table.at, Object.values(table.frame)], [top.proc, top.at, top.locals]);
      // One local more, and back: another stack, and then the same again.
      table.frame['a'] = 99;
      const other = table.number();
      table.frame['a'] = top.locals[0] as number;
      deepStrictEqual([table.number(), other === number], [number, false]);
      seen.add(number).add(other);
    }
    expect(seen.size).toBeGreaterThan(30_000);
  });

  it('opens a stack again by its number, and goes back to the caller', () => {
    const table = new StackTable(program);
    const [f, g] = program.procs as [LinkedProc, LinkedProc];
    open(table, [
      { proc: f, at: 1, locals: [1, 2, 3] },
      { proc: g, at: 2, locals: [4, 5, 6] },
    ]);
    const number = table.number();
    table.start(f);
    table.load(number);
    deepStrictEqual([table.proc, table.at, { ...table.frame }], [g, 2, { a: 4, b: 5, p: 6 }]);
    expect(table.pop()).toBe(true);
    deepStrictEqual([table.proc, table.at, { ...table.frame }], [f, 1, { a: 1, b: 2, p: 3 }]);
    expect(table.pop()).toBe(false);
  });

  it('knows which functions were called, and forgets none that returned', () => {
    const table = new StackTable(program);
    const [f, g] = program.procs as [LinkedProc, LinkedProc];
    table.start(f);
    table.push(g);
    table.pop();
    expect([...table.called]).toEqual([f, g]);
  });

  it('calls the stack of a context that has finished 0', () => {
    const table = new StackTable(program);
    table.start(program.procs[0] as LinkedProc);
    table.at = -1;
    expect(table.number()).toBe(0);
    expect(table.chain(0)).toEqual([]);
  });
});
