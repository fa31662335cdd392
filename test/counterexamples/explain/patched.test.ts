/** The slice of a schedule knows which hunk of a patch brought its statements; a narration, what patches took out. */
import { describe, expect, it } from 'vitest';
import { narrate } from '../../../counterexamples/narrate.ts';
import type { Patch } from '../../../model/core/index.ts';
import { acquire, act, edit, fn, type Kernel, nothing, release, tinyModel } from '../../models/tiny-kernel.ts';
import { claim, explain, turnsOf } from './told.ts';

const oneThing = (k: Kernel) => {
  k.alloc('thing', 0);
  k.publish('thing', 0);
};

describe('a patch that breaks a lock', () => {
  const lock = acquire((k) => k.root(0).lock);
  const unlock = release((k) => k.root(0).lock);
  const read = act((k, f) => void (f.a = k.thing(0).n));
  const adds = (name: string) => fn(name, { lock, read, write: act((k, f) => void (k.thing(0).n = f.a + 1)), unlock });
  const [p, q] = [adds('p'), adds('q')];
  const patch: Patch = {
    name: 'unlocked',
    summary: 'a test',
    hunks: [
      { name: 'no-lock', standsFor: 'a test', edits: [edit(p, { remove: ['lock', 'unlock'] })] },
      { name: 'adds-late', standsFor: 'a test', edits: [edit(p, { after: { read: { pause: nothing } } })] },
      {
        name: 'adds-one',
        standsFor: 'a test',
        edits: [edit(p, { replace: { write: act((k, f) => void (k.thing(0).n = f.a + 1)) } })],
      },
    ],
  };
  const model = tinyModel([p, q], { init: oneThing, patch });
  const two = claim<Kernel>('two', { atEnd: (k) => (k.thing(0).n === 2 ? null : 'an update is lost') });
  const schedule = ['p', 'q', 'q', 'q', 'q', 'p', 'p'];

  it('is seen in the hunks of the slice', () => {
    const { analysis, slice } = explain(model, two, schedule);
    const hunks = analysis.slice.statements.filter((_, number) => analysis.slice.because.has(number));
    expect(slice).toEqual(['p p.read', 'q q.read', 'q q.write', 'p p.write']);
    expect(hunks.map(({ hunk }) => hunk)).toEqual([null, null, null, 'adds-one']);
  });
  it('is told where control passes what it took out', () => {
    const { steps } = narrate(model, turnsOf(model, schedule));
    const told = steps.flatMap(({ statements }) =>
      statements.map(({ label, hunk, removed }) => [
        label,
        hunk,
        removed.map((one) => `${one.hunk}, before ${one.before}`),
      ]),
    );
    expect(told[0]).toEqual(['read', null, ['no-lock, before read']]);
    expect(told.filter(([, hunk]) => hunk !== null)).toEqual([
      ['pause', 'adds-late', []],
      ['write', 'adds-one', []],
    ]);
    expect(told.slice(1, 5).map(([label, , removed]) => [label, removed])).toEqual(
      ['lock', 'read', 'write', 'unlock'].map((label) => [label, []]),
    );
  });
});
