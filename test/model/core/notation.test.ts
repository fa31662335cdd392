/** What the notation means: control between steps, calls and their results, choices, contexts. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, to } from '../../../model/core/index.ts';
import { bothMachines, stepsOf } from '../../models/machines.ts';
import { act, calls, fireAll, fn, go, type Locals, nothing, tinyModel, when } from '../../models/tiny-kernel.ts';

describe.each(bothMachines)('on the %s machine', (_, make) => {
  const run = (entry: AnyProc): string[] => stepsOf(make(tinyModel([entry])));

  it('control falls through to the step written next, and returns after the last', () => {
    expect(run(fn('f', { one: nothing, two: nothing, three: nothing }))).toEqual(['f.one', 'f.two', 'f.three']);
  });
  it('control goes where `then` says', () => {
    const f = fn('f', {
      one: { ...nothing, then: 'three' },
      two: { ...nothing, then: 'return' },
      three: { ...nothing, then: 'two' },
    });
    expect(run(f)).toEqual(['f.one', 'f.three', 'f.two']);
  });
  it('the label that an action returns goes before `then`', () => {
    const f = fn('f', {
      one: { line: 1, c: 'goto three', run: () => 'three', then: 'two' },
      two: nothing,
      three: { line: 3, c: 'return', run: () => 'return', then: 'two' },
    });
    expect(run(f)).toEqual(['f.one', 'f.three']);
  });
  it('`go` steps and calls are no actions of their own, and loops over them are counted by locals', () => {
    const f = fn('f', {
      one: nothing,
      call: calls(fn('g', { inner: nothing })),
      again: {
        line: 3,
        c: 'if (++a < 3) goto call',
        go(locals) {
          locals.a += 1;
          return locals.a < 3 ? 'call' : undefined;
        },
      },
      last: nothing,
    });
    expect(run(f)).toEqual(['f.one', 'g.inner', 'g.inner', 'g.inner', 'f.last']);
  });
  it('a context stands at its first action from the start, however deep in calls that is', () => {
    const machine = make(tinyModel([fn('f', { skip: go(() => undefined), call: calls(fn('g', { inner: nothing })) })]));
    expect(machine.stack(0).map(({ proc, label }) => `${proc}.${label}`)).toEqual(['f.call', 'g.inner']);
  });
  it('a context without an action has finished at the start', () => {
    const machine = make(tinyModel([fn('f', { skip: go(() => undefined) })]));
    expect([machine.hasFinished(0), machine.enabled(0)]).toEqual([true, false]);
  });
  it('arguments go into a fresh frame, whose pointers are NULL and whose numbers are 0', () => {
    const g = fn('g', { dirty: act((_k, f) => void Object.assign(f, { a: 5, b: 6, p: 1 })), inner: nothing });
    const call = (a: number) => ({ line: 1, c: 'g(a)', call: to(g, (args) => void (args.a = a)) });
    const machine = make(tinyModel([fn('f', { first: call(1), second: call(2) })]));
    const innermost = () => machine.stack(0).at(-1)?.locals;
    expect(innermost()).toEqual({ a: 1, b: 0, p: -1 });
    fireAll(machine, 'f', 'f');
    expect(innermost()).toEqual({ a: 2, b: 0, p: -1 });
  });
  it('a call leaves the frame of its caller alone, but for the local that takes the result', () => {
    const g = fn('g', { inner: act((_k, f) => void (f.a = f.b + 40)) });
    const f = fn('f', {
      set: act((_k, locals) => void Object.assign(locals, { a: 1, b: 2, p: 1 })),
      call: { line: 2, c: 'b = g(b)', call: to(g, (args, from: Locals) => void (args.b = from.b)), result: 'b' },
      last: nothing,
    });
    const machine = make(tinyModel([f]));
    fireAll(machine, 'f', 'f');
    expect(machine.stack(0)).toEqual([{ proc: 'f', label: 'last', locals: { a: 1, b: 42, p: 1 } }]);
  });
  it('a result that nobody takes is dropped', () => {
    const g = fn('g', { inner: act((_k, f) => void (f.a = 40)) });
    const machine = make(tinyModel([fn('f', { call: calls(g), last: nothing })]));
    fireAll(machine, 'f');
    expect(machine.stack(0)[0]?.locals).toEqual({ a: 0, b: 0, p: -1 });
  });
  it('two functions may call each other; the one written first names a stand-in', () => {
    const standIn = fn('g', { never: nothing });
    const f = fn('f', {
      down: { line: 1, c: 'if (!a) return', run: (_k, l) => (l.a === 0 ? 'return' : undefined) },
      call: { line: 2, c: 'g(a)', call: to(standIn, (args, l: Locals) => void (args.a = l.a)) },
    });
    const g = fn('g', { call: { line: 1, c: 'f(a - 1)', call: to(f, (args, l: Locals) => void (args.a = l.a - 1)) } });
    const machine = make(tinyModel([], { contexts: { g: { entry: g, args: { a: 3 } } } }));
    expect(machine.stack(0).map(({ proc }) => proc)).toEqual(['g', 'f']);
    expect(stepsOf(machine)).toEqual(['f.down', 'f.down', 'f.down']);
  });
  it('an action waits until its condition holds', () => {
    const waits = fn('waits', { until: when((k) => k.root(0).flag) });
    const machine = make(tinyModel([waits, fn('sets', { set: act((k) => void (k.root(0).flag = true)) })]));
    expect(machine.enabled(0)).toBe(false);
    fireAll(machine, 'sets', 'waits');
    expect(machine.hasFinished(0)).toBe(true);
  });
  it('one that idles is at rest at its entry, where another is not, and no longer once it has begun', () => {
    const f = fn('f', { one: nothing, two: nothing });
    const contexts = { irq: { entry: f, idles: true }, task: f };
    const machine = make(tinyModel([], { contexts }));
    const atRest = () => [machine.isAtRest(0), machine.isAtRest(1)];
    expect(atRest()).toEqual([true, false]);
    fireAll(machine, 'irq', 'task');
    expect(atRest()).toEqual([false, false]);
    fireAll(machine, 'irq', 'task');
    expect(atRest()).toEqual([true, true]);
  });
  it('a step knows who runs it, and contexts differ by their arguments', () => {
    const f = fn('f', { who: act((k, l) => k.BUG_ON(k.current !== l.a)) });
    const contexts = { zero: f, one: { entry: f, args: { a: 1 } } };
    const machine = make(tinyModel([], { contexts }));
    expect(fireAll(machine, 'zero', 'one').flatMap(({ findings }) => findings)).toEqual([]);
  });
  it('choices follow the script, then take the first option, and are told', () => {
    const f = fn('f', {
      choose: act((k, l) => {
        l.a = k.choose('way', [7, 8]);
        l.b = k.choose('fault', [0, -5]);
      }),
      last: nothing,
    });
    const machine = make(tinyModel([f]));
    machine.script.push(1);
    const [way, fault] = machine.fire(0).choices;
    expect([way, fault]).toEqual([
      { name: 'way', value: 8 },
      { name: 'fault', value: 0 },
    ]);
    expect(machine.stack(0)[0]?.locals).toEqual({ a: 8, b: 0, p: -1 });
  });
});
