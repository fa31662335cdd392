/** What the machines record of each statement that a step passed, of what conditions look at, and of what predicates look at. */
import { describe, expect, it } from 'vitest';
import { type Machine, type Model, ReferenceMachine, to } from '../../../model/core/index.ts';
import { layOut } from '../../../model/core/layout/layout.ts';
import { bothMachines, numberOf } from '../../models/machines.ts';
import {
  acquire,
  act,
  born,
  calls,
  fireAll,
  fn,
  go,
  type Kernel,
  type Locals,
  nothing,
  release,
  tinyModel,
  when,
} from '../../models/tiny-kernel.ts';

const inner = fn('inner', { set: act((_, f) => void (f.a = 2)), last: nothing });
const outer = fn('outer', { call: calls(inner), read: act((_, f) => void (f.b = f.a)) });

const recording = (model: Model): ReferenceMachine => {
  const machine = new ReferenceMachine(model);
  machine.record(true);
  return machine;
};

/** Of the first context, `label: frame`, for so many steps. */
function framesOf(machine: ReferenceMachine, steps: number): string[] {
  const told: string[] = [];
  for (let i = 0; i < steps; i++) {
    machine.fire(0);
    const statements = machine.statements();
    machine.passed().forEach(({ label }, nth) => told.push(`${label}: ${statements[nth]?.frame}`));
  }
  return told;
}

describe('the frame of a statement', () => {
  it('is another for each function that a context calls before its first action', () => {
    expect(framesOf(recording(tinyModel([outer])), 3)).toEqual(['set: 1', 'last: 1', 'read: 0']);
  });

  it('is another for each call of the same function', () => {
    const twice = fn('twice', { first: nothing, call: calls(inner), again: calls(inner), last: nothing });
    const frames = ['first: 0', 'call: 0', 'set: 1', 'last: 1', 'again: 0', 'set: 2', 'last: 2', 'last: 0'];
    expect(framesOf(recording(tinyModel([twice])), 6)).toEqual(frames);
  });

  it('is numbered anew where the run begins anew', () => {
    const machine = recording(tinyModel([fn('f', { first: nothing, call: calls(inner), last: nothing })]));
    const frames = ['first: 0', 'call: 0', 'set: 1', 'last: 1', 'last: 0'];
    expect(framesOf(machine, 4)).toEqual(frames);
    machine.reset();
    expect(framesOf(machine, 4)).toEqual(frames);
  });
});

describe('the locals of a statement', () => {
  const g = fn('g', { add: act((_, f) => void (f.a += 1)) });
  const f = fn('f', {
    set: act((_, locals) => void (locals.a = 6)),
    call: { line: 1, c: 'b = g(a)', call: to(g, (its, own: Locals) => void (its.a = own.a)), result: 'b' },
    last: nothing,
  });
  const machine = recording(tinyModel([f]));
  const told = () =>
    machine.statements().map(({ locals }) =>
      locals.map(({ proc, name, from, to: written, isReturned }) => {
        const how = isReturned ? ' (returned)' : '';
        return written === null ? `${proc}.${name} is ${from}${how}` : `${proc}.${name} = ${written}${how}`;
      }),
    );

  it('are those that it read and wrote; of a call, the arguments', () => {
    fireAll(machine, 'f');
    expect(told()).toEqual([['f.a = 6'], ['f.a is 6', 'g.a = 6']]);
  });
  it('are, of the last one of a function, what is returned, and what takes it', () => {
    fireAll(machine, 'f');
    expect(told()).toEqual([['g.a is 6', 'g.a = 7', 'g.a is 7 (returned)', 'f.b = 7 (returned)']]);
  });
});

/** By name, sorted. */
function namesIn(model: Model, cells: Iterable<number>): string[] {
  const { cells: all } = layOut(model.shape);
  return Array.from(cells, (cell) => all[cell]?.name ?? '').toSorted();
}

describe.each(bothMachines)('the cells of a statement, on the %s machine', (_, make) => {
  const told = (model: Model, machine: Machine) =>
    machine.touchedBy().map(({ reads, writes, contents }) => ({
      reads: namesIn(model, reads),
      writes: namesIn(model, writes),
      found: Array.from(contents, ([cell, content]) => `${namesIn(model, [cell]).join('')}: ${content}`).toSorted(),
    }));
  const model = tinyModel([
    fn('f', {
      born: born(1),
      lock: acquire((k) => k.root(0).lock),
      look: when(
        (k) => !k.root(0).flag,
        (k, locals) => void (locals.a = k.thing(1).n),
      ),
      count: act((k) => void (k.root(0).total += 1)),
      log: go((locals) => (locals.b = 1) as never),
      free: act((k) => k.free('thing', 1)),
    }),
  ]);
  /** So many steps from the start. */
  const after = (steps: number): Machine => {
    const machine = make(model);
    machine.reset();
    machine.record(true);
    fireAll(machine, ...Array<string>(steps).fill('f'));
    return machine;
  };

  it('are, of a lock that is taken, the lock', () => {
    const [lock] = told(model, after(2));
    expect([lock?.reads, lock?.writes]).toEqual([['root[0].lock'], ['root[0].lock']]);
  });
  it('are what it asks for, and not what its condition looks at, nor the life that the machine checks', () => {
    const machine = after(3);
    expect(told(model, machine)).toEqual([{ reads: ['thing[1].n'], writes: [], found: ['thing[1].n: 0'] }]);
    expect(machine.footprint().reads).toEqual(['root[0].flag', 'thing[1].life', 'thing[1].n']);
  });
  it('are not the lock that guards them; what was found is what was there first', () => {
    const machine = after(4);
    const [count] = told(model, machine);
    expect(count).toEqual({ reads: ['root[0].total'], writes: ['root[0].total'], found: ['root[0].total: 0'] });
    expect(machine.footprint().reads).toContain('root[0].lock');
  });
});

describe('what a condition looks at', () => {
  const p = fn('p', {
    set: act((_, f) => void (f.a = 1)),
    wait: when((k, f) => k.root(0).flag && f.a === 1),
    lock: acquire((k) => k.root(0).lock),
    unlock: release((k) => k.root(0).lock),
  });
  const q = fn('q', { raise: act((k) => void (k.root(0).flag = true)) });
  const model = tinyModel([p, q]);
  const machine = recording(model);
  const looks = () => {
    const awaited = machine.awaited(numberOf(machine, 'p'));
    return awaited && [...namesIn(model, awaited.reads), ...awaited.locals.map(({ proc, name }) => `${proc}.${name}`)];
  };

  it('is nothing where the step has none, or the context has finished', () => {
    machine.reset();
    expect(looks()).toBeNull();
    expect(machine.awaited(numberOf(machine, 'q'))).toBeNull();
  });
  it('is as far as it asked: what it does not come to is none of it', () => {
    machine.reset();
    fireAll(machine, 'p');
    expect(looks()).toEqual(['root[0].flag']);
    fireAll(machine, 'q');
    expect(looks()).toEqual(['root[0].flag', 'p.a']);
  });
  it('is the lock, where the step takes one', () => {
    machine.reset();
    fireAll(machine, 'p', 'q', 'p');
    expect(looks()).toEqual(['root[0].lock']);
    fireAll(machine, 'p');
    expect(looks()).toBeNull();
  });
  it('is no part of what the step before it did', () => {
    machine.reset();
    fireAll(machine, 'p');
    const before = JSON.stringify(machine.statements());
    machine.awaited(numberOf(machine, 'p'));
    expect(JSON.stringify(machine.statements())).toBe(before);
    expect(machine.footprint()).toEqual({ reads: [], writes: [] });
  });
});

describe('what a predicate looks at', () => {
  const p = fn('p', { raise: act((k) => void (k.root(0).flag = true)), last: nothing });
  const model = tinyModel([p]);
  const machine = new ReferenceMachine(model);
  const asks = {
    of: 'a test',
    run: (k: unknown, { isAtRest }: { readonly isAtRest: (context: number) => boolean }): string => {
      const { root } = k as Kernel;
      return root(0).flag && !isAtRest(0) ? 'raised' : 'well';
    },
  };
  const of = () => {
    const { said, looks } = machine.lookedAt(asks);
    return {
      said,
      looks: looks.map(({ cell, context }) => (cell === null ? `context ${context}` : namesIn(model, [cell]).join(''))),
    };
  };

  it('is told as far as it asked on its way to its answer', () => {
    machine.reset();
    expect(of()).toEqual({ said: 'well', looks: ['root[0].flag'] });
    fireAll(machine, 'p');
    expect(of()).toEqual({ said: 'raised', looks: ['root[0].flag', 'context 0'] });
  });
  it('can be looked up in other states', () => {
    machine.reset();
    fireAll(machine, 'p');
    const { looks } = machine.lookedAt(asks);
    const seen = () => looks.map((look) => machine.look(look));
    expect(seen()).toEqual([1, false]);
    fireAll(machine, 'p');
    expect(seen()).toEqual([1, true]);
    machine.reset();
    expect(seen()).toEqual([0, false]);
  });
});
