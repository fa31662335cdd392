import { describe, expect, it } from 'vitest';
import { corpus } from '../../cli/corpus.ts';
import { follow } from '../../counterexamples/follow.ts';
import { narrate } from '../../counterexamples/narrate.ts';
import { followRelaxed, hasStep, unlessPatched } from '../../counterexamples/relaxed.ts';
import { replay } from '../../counterexamples/replay.ts';
import { scheduleOf } from '../../counterexamples/schedule.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { type Edit, type Model, ReferenceMachine } from '../../model/core/index.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { properties } from '../../properties/aio/index.ts';
import { act, acquire, calls, edit, fn, nothing, release, tinyModel, when } from '../models/tiny-kernel.ts';
import { kernel } from '../properties/aio/decide.ts';

const writer = fn('writer', {
  set: act((k) => {
    k.root(0).flag = true;
  }),
  leave: nothing,
});
const reader = fn('reader', { look: when((k) => k.root(0).flag), leave: nothing });
const base = tinyModel([writer, reader]);
const known = (proc: string, label: string) => hasStep(base.program, proc, label);

const patched = (...edits: readonly Edit[]): Model =>
  tinyModel([writer, reader], {
    patch: { name: 'mine', summary: 'a test', hunks: [{ name: 'one', standsFor: 'a test', edits }] },
  });

const schedule = ['writer writer.set', 'reader reader.look', 'writer writer.leave', 'reader reader.leave'];
const linesOf = (model: Model, lines: readonly string[] = schedule) => {
  const { turns, rest, ...run } = followRelaxed(model, lines, known);
  const taken = scheduleOf(narrate(model, [...turns, ...rest]).steps);
  const further = scheduleOf(narrate(model, turns).steps).length;
  return { ...run, lines: taken.slice(0, further), rest: taken.slice(further) };
};

describe('a schedule on a kernel', () => {
  it('that is its own fits as it stands', () => {
    expect(linesOf(base)).toEqual({ lines: schedule, rest: [], inserted: 0, unfit: null, parted: null });
  });

  it('with more steps is taken with them, each just before the next line of its context', () => {
    const more = patched(edit(writer, { after: { set: { first: nothing, second: nothing } } }));
    const { lines, inserted, unfit, parted } = linesOf(more);
    expect(lines).toEqual([
      'writer writer.set',
      'reader reader.look',
      'writer writer.first',
      'writer writer.second',
      'writer writer.leave',
      'reader reader.leave',
    ]);
    expect({ inserted, parted }).toEqual({ inserted: 2, parted: null });
    expect(unfit).toMatchObject({ line: 2, why: 'writer is at writer.first' });
  });

  it('that calls a function which both have takes its steps as more', () => {
    const helper = fn('helper', { help: nothing });
    const both = (...edits: readonly Edit[]) =>
      tinyModel([writer, reader, helper], {
        patch: { name: 'mine', summary: 'a test', hunks: [{ name: 'one', standsFor: 'a test', edits }] },
      });
    const more = both(edit(writer, { after: { set: { ask: calls(helper) } } }));
    const { turns, parted } = followRelaxed(more, schedule, (proc, label) => hasStep(both().program, proc, label));
    expect(scheduleOf(narrate(more, turns).steps).slice(1, 4)).toEqual([
      'reader reader.look',
      'writer helper.help',
      'writer writer.leave',
    ]);
    expect(parted).toBeNull();
  });

  it('goes on behind its last line to where nobody stands at such a step any more', () => {
    const more = patched(edit(reader, { after: { leave: { last: nothing } } }));
    const rest = ['reader reader.last'];
    expect(linesOf(more)).toEqual({ lines: schedule, rest, inserted: 0, unfit: null, parted: null });
  });

  it('takes the first option of a choice that no line tells', () => {
    const choosing = act((k) => {
      k.root(0).latch = k.choose('coin', [0, 7]) === 7;
    });
    const more = patched(edit(writer, { after: { set: { choosing } } }));
    expect(linesOf(more).lines.slice(2, 4)).toEqual(['writer writer.choosing', 'writer ? coin=0']);
  });
});

describe('it parts', () => {
  it('at a step that is gone, and takes none for its sake', () => {
    const less = patched(edit(writer, { remove: ['leave'], after: { set: { other: nothing } } }));
    const { lines, inserted, parted } = linesOf(less);
    expect(lines).toEqual(schedule.slice(0, 2));
    expect(inserted).toBe(0);
    expect(parted).toEqual({
      kind: 'other-step',
      line: 2,
      why: 'writer is at writer.other',
      instead: ['writer writer.other', 'reader reader.leave'],
    });
  });

  it('at a step of its own that no line names: the way is another', () => {
    const away = patched(edit(writer, { replace: { set: { ...nothing, then: 'return' } } }));
    expect(linesOf(away, schedule.slice(0, 3)).parted).toMatchObject({ kind: 'not-enabled', line: 1 });
    const skipped = linesOf(base, ['writer writer.leave']);
    expect(skipped).toMatchObject({ lines: [], inserted: 0, parted: { kind: 'other-step', line: 0 } });
  });

  it('where a step that no line names has to wait', () => {
    const held = patched(
      edit(writer, { after: { set: { take: acquire((k) => k.root(0).lock) } } }),
      edit(reader, {
        after: { look: { mine: acquire((k) => k.root(0).lock), give: release((k) => k.root(0).lock) } },
      }),
    );
    const { parted, inserted } = linesOf(held);
    expect(inserted).toBe(1);
    expect(parted).toMatchObject({ kind: 'not-enabled', line: 3, why: 'reader waits at reader.mine' });
  });

  it('where such steps go round for ever', () => {
    const round = patched(edit(writer, { after: { set: { again: { ...nothing, then: 'again' } } } }));
    const { parted, inserted } = linesOf(round);
    expect(parted).toMatchObject({ line: 2, why: 'writer is at writer.again' });
    expect(inserted).toBe(1000);
  });
});

const judge = (model: Model, name: string | null, turns: Parameters<typeof replay>[2]) =>
  replay(model, properties.find((one) => one.name === name) as (typeof properties)[number], turns).wrong;

describe.each(corpus().map(({ file, trace }) => [file.slice(file.lastIndexOf('/') + 1), trace] as const))(
  '%s',
  (_, trace) => {
    const modelUnder = (patch: string) => closeWorld(worldOf(trace.scenario), kernel(patch));
    const own = modelUnder(trace.patch);
    const isKnown = (proc: string, label: string) => hasStep(own.program, proc, label);

    it('on its own kernel comes to what a plain replay comes to', () => {
      const relaxed = followRelaxed(own, trace.schedule, isKnown);
      const plain = follow(new ReferenceMachine(own), trace.schedule);
      const same = { turns: plain.ok && plain.turns, inserted: 0, unfit: null, parted: null };
      expect(relaxed).toEqual({ ...same, rest: [] });
      expect(followRelaxed(own, trace.schedule, unlessPatched(own.program))).toMatchObject(same);
      expect(judge(own, trace.property, relaxed.turns)).not.toBeNull();
    });

    it('on every other kernel is taken in the order of its lines, as far as it says', () => {
      for (const { name } of shippedPatches) {
        const other = modelUnder(name);
        const { turns, inserted, unfit, parted } = followRelaxed(other, trace.schedule, isKnown);
        const taken = scheduleOf(narrate(other, turns).steps);
        let at = 0;
        for (const line of taken) if (line === trace.schedule[at]) at++;
        const told = parted === null ? trace.schedule.length : parted.line;
        // Where a choice does not fit, its step was not taken either.
        expect(at).toBeLessThanOrEqual(told);
        expect(at).toBeGreaterThanOrEqual(told - (parted === null ? 0 : 2));
        expect(taken.length - inserted).toBeLessThanOrEqual(trace.schedule.length);
        expect(unfit === null).toBe(parted === null && taken.slice(0, at).join() === trace.schedule.join());
      }
    });
  },
);
