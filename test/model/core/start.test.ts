/** What a task does before its first action is lost nowhere: it is a step of its own. An interrupt is not asked before it is called. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, PatchMisfit } from '../../../model/core/index.ts';
import { explore } from '../../../properties/search/explore.ts';
import { everyMachine } from '../../models/machines.ts';
import { act, calls, fireAll, fn, go, nothing, tinyModel } from '../../models/tiny-kernel.ts';

const chooses = fn('chooses', {
  first: go((f, k) => {
    f.a = k.choose('way', [1, 2, 3]);
  }),
  then: nothing,
});
const breaches = fn('breaches', { first: go((_, k) => void (k.root(0).flag = true)), then: nothing });
const halts = fn('halts', { first: go((_, k) => k.BUG_ON(true)), then: nothing });
const jumps = fn('jumps', { first: go(() => 'nowhere' as 'return'), then: nothing });
const below = fn('below', { call: calls(chooses), then: nothing });
const plain = fn('plain', {
  first: go((f) => {
    f.a = 5;
  }),
  then: nothing,
});
const acts = fn('acts', {
  first: act((k, f) => {
    f.a = k.choose('way', [1, 2, 3]);
  }),
  then: nothing,
});

describe.each(everyMachine)('on the %s machine', (_, make) => {
  const explored = (entry: AnyProc) => {
    const machine = make(tinyModel([entry, fn('other', { nothing })]));
    const found: string[] = [];
    const locals = new Set<number>();
    const { states, transitions, ends } = explore(machine, {
      state: () => void locals.add(machine.stack(0).at(-1)?.locals['a'] ?? -1),
      found: (__, ___, ____, _____, { is, kind, what }) => found.push(`${is} ${kind} ${what}`),
    });
    return { states, transitions, ends, locals: [...locals].toSorted((a, b) => a - b), found: [...new Set(found)] };
  };

  it('a choice there is explored, each option, as if it were made in an action', () => {
    const { locals, ...all } = explored(chooses);
    expect(locals).toEqual([-1, 0, 1, 2, 3]);
    expect({ locals, ...all }).toEqual(explored(acts));
  });
  it('a choice below a call there is explored', () => {
    expect(explored(below).locals).toEqual(expect.arrayContaining([1, 2, 3]));
  });
  it('a breach there counts', () => {
    expect(explored(breaches).found).toEqual(['breach local root.flag']);
  });
  it('a halt there ends the schedule', () => {
    const { found, ends } = explored(halts);
    expect(found).toEqual(['oops bug_on halts']);
    expect(ends).toMatchObject({ done: 0, stuck: 0 });
    expect(ends.oops).toBeGreaterThan(0);
  });
  it('a jump to no label there is a finding', () => {
    expect(explored(jumps).found).toEqual(['fault label jumps.first jumps to nowhere, which is no step']);
  });
  it('this is a step with a name, and what it does is not done before', () => {
    const machine = make(tinyModel([breaches, fn('other', { nothing })]));
    machine.reset();
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ flag: false });
    expect(machine.stack(0).at(-1)?.label).toBe('first');
    const [fired] = fireAll(machine, 'breaches');
    expect([fired?.step, fired?.findings.length]).toEqual(['breaches.first', 1]);
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ flag: true });
    expect(machine.stack(0).at(-1)?.label).toBe('then');
  });
  it('control that only moves costs no step', () => {
    const machine = make(tinyModel([plain]));
    machine.reset();
    expect(machine.stack(0).at(-1)).toMatchObject({ label: 'then', locals: { a: 5 } });
    expect(explored(plain).transitions).toBe(explored(fn('same', { then: nothing })).transitions);
  });
  it.each([
    ['chooses', chooses],
    ['breaks a rule', breaches],
    ['halts', halts],
    ['jumps to no label', jumps],
    ['chooses below a call', below],
  ])('an interrupt or a worker that %s there is refused', (__, entry) => {
    const contexts = { irq: { entry, idles: true }, task: fn('task', { nothing }) };
    expect(() => make(tinyModel([], { contexts }))).toThrow(PatchMisfit);
    expect(() => make(tinyModel([], { contexts: { irq: { entry: plain, idles: true } } }))).not.toThrow();
  });
});
