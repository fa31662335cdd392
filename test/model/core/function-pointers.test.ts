/** Calls through function pointers: to whom they lead, in a circle too, in a patched kernel, and which are refused. */
import { describe, expect, it } from 'vitest';
import {
  type AnyProc,
  type Hunk,
  link,
  type Patch,
  PatchMisfit,
  through,
  to,
  unpatched,
} from '../../../model/core/index.ts';
import { bothMachines, stepsOf } from '../../models/machines.ts';
import { act, calls, edit, fireAll, fn, type Locals, nothing, tinyModel, when } from '../../models/tiny-kernel.ts';

/** A call through a pointer, without arguments. */
const pointer = (name: string) => ({ line: 1, c: 'fn()', call: through(name, () => undefined) });
const handler = fn('handler', { handles: nothing, more: nothing });

const hunk = (...edits: Hunk['edits']): Hunk => ({ name: 'h', standsFor: 'a test', edits });
const patchOf = (...hunks: Hunk[]): Patch => ({ name: 'p', summary: 'a test', hunks });

/** `down(n)` is n + `up(n - 1)`, and `up(n)` is 10 + `down(n)`, which it calls back through a pointer; `down(0)` is 0. */
const up = fn('up', {
  back: { line: 1, c: 'b = fn(a)', call: through('down', (g: Locals, f: Locals) => void (g.a = f.a)), result: 'b' },
  add: act((_k, f) => void (f.a = f.b + 10)),
});
const down = fn('down', {
  bottom: { line: 1, c: 'if (!a) return 0', run: (_k, f) => (f.a === 0 ? 'return' : undefined) },
  call: { line: 2, c: 'b = up(a - 1)', call: to(up, (g, f: Locals) => void (g.a = f.a - 1)), result: 'b' },
  add: act((_k, f) => void (f.a += f.b)),
});
const starts = fn('starts', {
  call: { line: 1, c: 'b = down(2)', call: to(down, (g) => void (g.a = 2)), result: 'b' },
  last: nothing,
});

describe.each(bothMachines)('on the %s machine, a function pointer', (_, make) => {
  const run = (entries: readonly AnyProc[], patch: Patch = unpatched) => stepsOf(make(tinyModel(entries, { patch })));

  it('leads to a function that is called directly elsewhere, before or behind it', () => {
    const before = fn('f', { jump: pointer('handler'), call: calls(handler) });
    const behind = fn('f', { call: calls(handler), jump: pointer('handler') });
    for (const f of [before, behind])
      expect(run([f])).toEqual(['handler.handles', 'handler.more', 'handler.handles', 'handler.more']);
  });
  it('leads to a function that another context is entered by', () => {
    expect(run([fn('f', { jump: pointer('handler'), last: nothing }), handler])).toEqual([
      'handler.handles',
      'handler.more',
      'f.last',
    ]);
  });
  it('hands over arguments in a fresh frame, and the result', () => {
    const doubles = fn('doubles', { doubles: act((_k, f) => void (f.a *= 2)) });
    const f = fn('f', {
      set: act((_k, locals) => void Object.assign(locals, { a: 4, b: 1, p: 1 })),
      call: {
        line: 2,
        c: 'b = fn(a)',
        call: through('doubles', (g: Locals, from: Locals) => void (g.a = from.a)),
        result: 'b',
      },
      last: nothing,
    });
    const machine = make(tinyModel([f, doubles]));
    fireAll(machine, 'f');
    expect(machine.stack(0)[1]).toEqual({ proc: 'doubles', label: 'doubles', locals: { a: 4, b: 0, p: -1 } });
    fireAll(machine, 'f');
    expect(machine.stack(0)).toEqual([{ proc: 'f', label: 'last', locals: { a: 4, b: 8, p: 1 } }]);
  });
  it('may lead back in a circle, with a frame for each time round', () => {
    const machine = make(tinyModel([starts]));
    while (machine.stack(0).length < 6) fireAll(machine, 'starts');
    expect(machine.stack(0).map(({ proc, label, locals: { a, b } }) => [`${proc}.${label}`, a, b])).toEqual([
      ['starts.call', 0, 0],
      ['down.call', 2, 0],
      ['up.back', 1, 0],
      ['down.call', 1, 0],
      ['up.back', 0, 0],
      ['down.bottom', 0, 0],
    ]);
  });
  it('brings the results back round the circle', () => {
    const machine = make(tinyModel([starts]));
    while (machine.stack(0)[0]?.label !== 'last') fireAll(machine, 'starts');
    // 2 + (10 + 1 + (10 + 0))
    expect(machine.stack(0)).toEqual([{ proc: 'starts', label: 'last', locals: { a: 0, b: 23, p: -1 } }]);
  });
  it('keeps the circles of two contexts apart', () => {
    const other = fn('other', {
      call: { line: 1, c: 'b = down(1)', call: to(down, (g) => void (g.a = 1)), result: 'b' },
      last: nothing,
    });
    const machine = make(tinyModel([starts, other]));
    const results = () =>
      [0, 1].map((context) => machine.stack(context)[0]).map((top) => [top?.label, top?.locals['b']]);
    for (let turn = 0; machine.stack(0)[0]?.label !== 'last' || machine.stack(1)[0]?.label !== 'last'; turn++) {
      const name = turn % 2 === 0 ? 'starts' : 'other';
      if (machine.stack(turn % 2)[0]?.label !== 'last') fireAll(machine, name);
    }
    expect(results()).toEqual([
      ['last', 23],
      ['last', 11],
    ]);
  });
  it('is told of like any call, in the words of the C', () => {
    const machine = make(tinyModel([fn('f', { one: nothing, jump: pointer('handler') }), handler]));
    machine.record(true);
    fireAll(machine, 'f');
    expect(
      machine
        .passed()
        .map(({ proc, label, c }) => `${proc} ${label}: ${c}`)
        .at(-1),
    ).toBe('f jump: fn()');
  });
  it('leads to the function as it is patched', () => {
    const f = fn('f', { jump: pointer('handler') });
    expect(run([f, handler], patchOf(hunk(edit(handler, { remove: ['handles'] }))))).toEqual(['handler.more']);
    const direct = fn('f', { call: calls(handler), jump: pointer('handler') });
    expect(run([direct], patchOf(hunk(edit(handler, { after: { more: { x: nothing } }, remove: ['more'] }))))).toEqual([
      'handler.handles',
      'handler.x',
      'handler.handles',
      'handler.x',
    ]);
  });
  it('leads to the function even where a patch takes the last direct call away', () => {
    const f = fn('f', { jump: pointer('handler'), call: calls(handler) });
    expect(run([f], patchOf(hunk(edit(f, { remove: ['call'] }))))).toEqual(['handler.handles', 'handler.more']);
  });
  it('can be put in by a patch, to a function of the base or of its own', () => {
    const f = fn('f', { one: nothing });
    const toBase = hunk(edit(f, { after: { one: { jump: pointer('handler') } } }));
    expect(run([f, handler], patchOf(toBase))).toEqual(['f.one', 'handler.handles', 'handler.more']);
    const own = hunk(edit(f, { before: { one: { call: calls(handler), jump: pointer('handler') } } }));
    expect(run([f], patchOf(own)).filter((step) => step === 'handler.handles')).toHaveLength(2);
  });
  it('is followed in each context, and waits there for what the function waits for', () => {
    const waits = fn('waits', { until: when((k) => k.root(0).flag) });
    const sets = fn('sets', { set: act((k) => void (k.root(0).flag = true)) });
    const machine = make(tinyModel([fn('one', { jump: pointer('waits') }), waits, sets]));
    expect([0, 1].map((context) => machine.enabled(context))).toEqual([false, false]);
    fireAll(machine, 'sets', 'one', 'waits');
    expect([0, 1].map((context) => machine.hasFinished(context))).toEqual([true, true]);
  });
});

describe('a function pointer is refused that leads', () => {
  const linked = (...entries: AnyProc[]) => link(entries, unpatched);
  const f = fn('f', { one: nothing });
  const leadsNowhere = patchOf(hunk(edit(f, { after: { one: { jump: pointer('nobody') } } })));
  it('nowhere', () => {
    const message = 'f.jump follows a function pointer to nobody, which is no function';
    expect(() => linked(fn('f', { jump: pointer('nobody') }))).toThrow(message);
    expect(() => link([f], leadsNowhere)).toThrow(message);
  });
  it('nowhere, and a patch that puts it there does not fit', () => {
    expect(() => link([f], leadsNowhere)).toThrow(PatchMisfit);
  });
  it('to a function that nobody enters or calls directly', () => {
    const message = '.jump follows a function pointer to handler, which is no function';
    expect(() => linked(fn('f', { jump: pointer('handler') }), fn('g', { jump: pointer('handler') }))).toThrow(message);
    expect(() => linked(fn('f', { jump: pointer('handler') }), fn('g', { call: calls(handler) }))).not.toThrow();
  });
  it('from a function to itself, as a direct call does', () => {
    const message = 'f.down calls f itself, which the stacks do not allow';
    expect(() => linked(fn('f', { one: nothing, down: pointer('f') }))).toThrow(message);
    expect(() => linked(fn('f', { one: nothing, down: calls(fn('f', { nothing })) }))).toThrow(message);
  });
  it('from a function to itself where a patch puts it', () => {
    const patched = () => link([f], patchOf(hunk(edit(f, { after: { one: { down: pointer('f') } } }))));
    expect(patched).toThrow(PatchMisfit);
    expect(patched).toThrow('f.down calls f itself');
  });
});
