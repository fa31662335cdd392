/** What a patch does to the kernel it is applied to, and how it says that it does not fit. */
import { describe, expect, it } from 'vitest';
import {
  type AnyProc,
  compose,
  type Edit,
  type Hunk,
  int,
  link,
  type Patch,
  PatchMisfit,
  type Step,
  unpatched,
} from '../../../model/core/index.ts';
import { bothMachines, stepsOf } from '../../models/machines.ts';
import { act, calls, edit, fn, go, type Kernel, type Locals, nothing, tinyModel } from '../../models/tiny-kernel.ts';

const hunk = (...edits: Edit[]): Hunk => ({ name: 'h', standsFor: 'a test', edits });
const patchOf = (...hunks: Hunk[]): Patch => ({ name: 'p', summary: 'a test', hunks });

const f = fn('f', { one: nothing, two: nothing, three: nothing });

describe.each(bothMachines)('on the %s machine', (_, make) => {
  const run = (entry: AnyProc, patch: Patch): string[] => stepsOf(make(tinyModel([entry], { patch })));
  const runEdited = (changes: Parameters<typeof edit<(typeof f)['locals'], 'one' | 'two' | 'three'>>[1]): string[] =>
    run(f, patchOf(hunk(edit(f, changes))));

  it('without hunks, the kernel is the base', () => {
    expect(run(f, unpatched)).toEqual(['f.one', 'f.two', 'f.three']);
  });
  it('a replaced step keeps its label and its place', () => {
    expect(runEdited({ replace: { one: { ...nothing, then: 'three' } } })).toEqual(['f.one', 'f.three']);
  });
  it('a removed step is fallen over', () => {
    expect(runEdited({ remove: ['two'] })).toEqual(['f.one', 'f.three']);
  });
  it('removing the first step makes the next the entry', () => {
    expect(runEdited({ remove: ['one'] })).toEqual(['f.two', 'f.three']);
  });
  it('steps put behind a step run in order when it falls through, and not when it jumps', () => {
    expect(runEdited({ after: { two: { x: nothing, y: nothing } } })).toEqual([
      'f.one',
      'f.two',
      'f.x',
      'f.y',
      'f.three',
    ]);
    expect(runEdited({ replace: { one: { ...nothing, then: 'three' } }, after: { one: { x: nothing } } })).toEqual([
      'f.one',
      'f.three',
    ]);
  });
  it('steps put behind the last step run before the function returns', () => {
    expect(runEdited({ after: { three: { x: nothing } } })).toEqual(['f.one', 'f.two', 'f.three', 'f.x']);
  });
  it('steps put in front of a step run in order when control falls into it', () => {
    expect(runEdited({ before: { two: { x: nothing, y: nothing } } })).toEqual([
      'f.one',
      'f.x',
      'f.y',
      'f.two',
      'f.three',
    ]);
  });
  it('steps put in front of the first step are the new entry', () => {
    expect(runEdited({ before: { one: { x: nothing } } })[0]).toBe('f.x');
  });
  it.each<[string, Step<Kernel, Locals, 'jump' | 'skipped' | 'end'>]>([
    ['an action that says so with `then`', { ...nothing, then: 'end' }],
    ['an action that returns its label', { line: 1, c: 'goto end', run: () => 'end' }],
    ['a `go` step', { line: 1, c: 'goto end', go: () => 'end' }],
    ['a call', { ...calls(fn('g', { inner: nothing })), then: 'end' }],
    ['a lock', { line: 1, c: 'lock', acquire: (k) => k.root(0).lock, then: 'end' }],
  ])('steps put in front of a step are run by %s that jumps to it', (_kind, jump) => {
    const jumps = fn('f', { jump, skipped: nothing, end: nothing });
    const steps = run(jumps, patchOf(hunk(edit(jumps, { before: { end: { x: nothing } } }))));
    expect(steps.slice(-2)).toEqual(['f.x', 'f.end']);
    expect(steps).not.toContain('f.skipped');
  });
  it('a new step that names the step behind it goes straight there', () => {
    const steps = runEdited({ before: { two: { x: { ...nothing, then: 'two' }, y: nothing } } });
    expect(steps).toEqual(['f.one', 'f.x', 'f.two', 'f.three']);
  });
  describe('steps put in front of a step by one patch', () => {
    const leads = { ...nothing, then: 'three' as const };
    const front = patchOf(hunk(edit(f, { before: { three: { w: nothing } } })));
    const inBothOrders = (other: Parameters<typeof edit<(typeof f)['locals'], 'one' | 'two' | 'three'>>[1]) => {
      const patch = { ...patchOf(hunk(edit(f, other))), name: 'q' };
      return [run(f, compose([front, patch])), run(f, compose([patch, front]))];
    };

    it('are run by the jumps of another, whichever comes first', () => {
      const steps = ['f.one', 'f.x', 'f.w', 'f.three'];
      expect(inBothOrders({ after: { one: { x: leads } } })).toEqual([steps, steps]);
      expect(inBothOrders({ before: { two: { x: { ...nothing, run: () => 'three' } } } })).toEqual([steps, steps]);
    });
    it('are run by the steps that another replaces', () => {
      const steps = ['f.w', 'f.three'];
      expect(inBothOrders({ replace: { one: { line: 1, c: 'goto three', go: () => 'three' } } })).toEqual([
        steps,
        steps,
      ]);
    });
    it('are run once, where another puts steps in front of the same one and jumps on', () => {
      expect(inBothOrders({ before: { three: { x: leads, y: nothing } } })).toEqual([
        ['f.one', 'f.two', 'f.w', 'f.x', 'f.three'],
        ['f.one', 'f.two', 'f.x', 'f.w', 'f.three'],
      ]);
    });
    it('skip each other where they say so, also when a third replaces one of them, or puts steps behind it', () => {
      const skips = { ...nothing, then: 'three' as const };
      const skipping = patchOf(hunk(edit(f, { before: { three: { w: skips, v: nothing } } })));
      const again = patchOf(hunk(edit(f as never, { replace: { w: skips } } as never)));
      const behind = patchOf(
        hunk(edit(f as never, { after: { w: { u: nothing } }, replace: { w: nothing } } as never)),
      );
      const leaves = patchOf(hunk(edit(f as never, { replace: { u: skips } } as never)));
      expect(run(f, compose([skipping, again]))).toEqual(['f.one', 'f.two', 'f.w', 'f.three']);
      expect(run(f, compose([skipping, behind]))).toEqual(['f.one', 'f.two', 'f.w', 'f.u', 'f.v', 'f.three']);
      expect(run(f, compose([skipping, behind, leaves]))).toEqual(['f.one', 'f.two', 'f.w', 'f.u', 'f.three']);
    });
    it('lead to steps that a third puts in front of them, and then the first of all is where jumps lead', () => {
      const third = patchOf(hunk(edit(f as never, { before: { w: { v: nothing } } } as never)));
      const jumps = patchOf(hunk(edit(f, { after: { one: { x: leads } } })));
      const steps = ['f.one', 'f.x', 'f.v', 'f.w', 'f.three'];
      for (const order of [
        [front, third, jumps],
        [front, jumps, third],
        [jumps, front, third],
      ])
        expect(run(f, compose(order))).toEqual(steps);
    });
  });
  it('new steps can have locals of their own, which start like all others', () => {
    const more = edit(f, {
      locals: { extra: 'int', q: 'struct thing *' },
      after: {
        one: { x: act((k, locals) => k.BUG_ON(JSON.stringify(locals) !== '{"a":0,"b":0,"p":-1,"extra":0,"q":-1}')) },
      },
    });
    const machine = make(tinyModel([f], { patch: patchOf(hunk(more)) }));
    expect(machine.stack(0)[0]?.locals).toEqual({ a: 0, b: 0, p: -1, extra: 0, q: -1 });
    expect(stepsOf(machine)).toContain('f.three');
    expect(machine.halted()).toBeNull();
  });
  it('a function that is called is patched like one that is entered', () => {
    const caller = fn('caller', { call: calls(f) });
    expect(run(caller, patchOf(hunk(edit(f, { remove: ['two'] }))))).toEqual(['f.one', 'f.three']);
  });
  it('a patch can call functions that the base does not know, and edit them in a later hunk', () => {
    const g = fn('g', { inner: nothing, extra: nothing });
    const patch = patchOf(hunk(edit(f, { replace: { two: calls(g) } })), hunk(edit(g, { remove: ['extra'] })));
    expect(run(f, patch)).toEqual(['f.one', 'g.inner', 'f.three']);
  });
  it('hunks apply in order, each to what those before it made', () => {
    const adds = hunk(edit(f, { after: { one: { x: nothing } } }));
    const extends_ = hunk(edit(f as never, { before: { x: { w: nothing } } } as never));
    expect(run(f, patchOf(adds, extends_))).toEqual(['f.one', 'f.w', 'f.x', 'f.two', 'f.three']);
    expect(() => run(f, patchOf(extends_, adds))).toThrow('f has no step x to change');
  });
  it('of two patches composed the second changes what the first made', () => {
    const adds = (label: 'x' | 'y'): Patch => ({
      ...patchOf(hunk(edit(f, { after: { one: { [label]: nothing } } }))),
      name: label,
    });
    expect(run(f, compose([adds('x'), adds('y')]))).toEqual(['f.one', 'f.y', 'f.x', 'f.two', 'f.three']);
    expect(run(f, compose([adds('y'), adds('x')]))).toEqual(['f.one', 'f.x', 'f.y', 'f.two', 'f.three']);
  });
});

describe('composing patches', () => {
  it('joins names, summaries, hunks and the fields they add', () => {
    const field = int(0, 1).racy();
    const one: Patch = { ...patchOf(hunk()), name: 'one', summary: 'first', fields: { root: { x: field } } };
    const two: Patch = { ...patchOf(hunk(), hunk()), name: 'two', summary: 'second', fields: { root: { y: field } } };
    const both = compose([one, two]);
    expect([both.name, both.summary, both.hunks.length]).toEqual(['one+two', 'first; second', 3]);
    expect(both.fields).toEqual({ root: { x: field, y: field } });
  });
  it('leaves a single patch as it is', () => {
    const one = patchOf(hunk());
    expect(compose([one])).toBe(one);
  });
});

describe('a patch that does not fit', () => {
  const expectMisfit = (patch: Patch, message: string, base: AnyProc = f) => {
    const linked = () => link([base], patch);
    expect(linked).toThrow(PatchMisfit);
    expect(linked).toThrow(message);
  };
  const edits = (changes: object) => patchOf(hunk(edit(f, changes)));

  it('says that the kernel has no such function', () => {
    const stranger = fn('stranger', { one: nothing });
    expectMisfit(patchOf(hunk(edit(stranger, {}))), 'patch p, hunk h: the kernel has no function stranger');
  });
  it.each([
    ['replaces', { replace: { four: nothing } }],
    ['removes', { remove: ['four'] }],
    ['puts something in front of', { before: { four: { x: nothing } } }],
    ['puts something behind', { after: { four: { x: nothing } } }],
  ])('says that there is no such step when it %s one', (_, changes) => {
    expectMisfit(edits(changes), 'patch p, hunk h: f has no step four to change');
  });
  it.each([
    ['an old one', 'three', { after: { one: { three: nothing } } }],
    ['another new one', 'x', { after: { one: { x: nothing } }, before: { three: { x: nothing } } }],
  ])('says that a new step would be called like %s', (_, label, changes) => {
    expectMisfit(edits(changes), `patch p, hunk h: f would have two steps called ${label}`);
  });
  it('says that a new step goes to a step that is not there', () => {
    const added = { after: { one: { x: { ...nothing, then: 'four' } } } };
    expectMisfit(edits(added), 'f.x goes to four, which is no step of f');
  });
  it('names patch and hunk when a new step goes to a step that is not there', () => {
    expectMisfit(edits({ after: { one: { x: { ...nothing, then: 'four' } } } }), 'patch p, hunk h: ');
  });
  it('says that an old step goes to one that it removed', () => {
    const jumps = fn('f', { one: { ...nothing, then: 'end' }, skipped: nothing, end: nothing });
    expectMisfit(patchOf(hunk(edit(jumps, { remove: ['end'] }))), 'f.one goes to end, which is no step of f', jumps);
  });
  it('is not to blame where the base itself goes to a step that is not there', () => {
    const broken = fn('f', { one: { ...nothing, then: 'four' as 'return' } });
    expect(() => link([broken], unpatched)).not.toThrow(PatchMisfit);
    expect(() => link([broken], unpatched)).toThrow('f.one goes to four, which is no step of f');
  });
  it.each([
    ['replaces', { replace: { two: nothing } }],
    ['removes', { remove: ['two'] }],
  ])('says that another hunk has changed the step already that it %s', (_, changes) => {
    const first = { ...hunk(edit(f, { replace: { two: nothing } })), name: 'first' };
    const message = 'patch p, hunk h: f.two is already changed by hunk first';
    expectMisfit(patchOf(first, hunk(edit(f, changes as { remove: ['two'] }))), message);
  });
  it('names patch and hunk when an edit throws', () => {
    const broken: Edit = {
      proc: 'f',
      claims: [],
      apply() {
        throw new RangeError('out of range');
      },
    };
    expectMisfit(patchOf(hunk(broken)), 'patch p, hunk h: out of range');
  });
});

describe('a `go` step', () => {
  it('of the base is led over new steps without becoming an action', () => {
    const goes = fn('f', { one: nothing, skip: { ...go(() => undefined), then: 'end' }, two: nothing, end: nothing });
    const patch = patchOf(hunk(edit(goes, { before: { end: { x: nothing } } })));
    const machines = bothMachines.map(([, make]) => make(tinyModel([goes], { patch })));
    expect(machines.map(stepsOf)).toEqual(Array.from({ length: 2 }, () => ['f.one', 'f.x', 'f.end']));
  });
});
