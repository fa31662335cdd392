/** A schedule as the page is told it, and as the reference machine runs it. */
import { describe, expect, it } from 'vitest';
import { ReferenceMachine } from '../../../model/core/index.ts';
import { showResult } from '../../../model/include/linux/errno.ts';
import { Catalogue, PageIssue } from '../../../counterexamples/page/engine/catalogue.ts';
import { tell } from '../../../counterexamples/page/engine/tell.ts';
import type { ObjectTold } from '../../../counterexamples/page/engine/state-told.ts';
import { replay } from '../../../counterexamples/replay.ts';
import { fieldShower } from '../../../counterexamples/shown-values.ts';
import { type CountedPool, countedObjects } from '../../../properties/aio/holders.ts';
import { properties } from '../../../properties/aio/index.ts';
import { fireTurns } from '../../../properties/search/turn.ts';
import { asWorld, linesOf, modelOf, propertyOf, shortestViolation } from './worlds.ts';

const cases = [
  ['dw1-inval', '2.6.20', 'no-double-completion'],
  ['buffered-reader', 'post-eiocbqueued', 'no-lost-wakeup'],
  ['dw1-reader-destroy', '2.6.20', 'refcount-sound'],
  ['queued', '2.6.20+keep-reference', 'no-leak'],
] as const;

const countOf = ({ pool, plain }: ObjectTold): number => plain[countedObjects[pool as CountedPool].count] as number;
const sumOf = ({ holders }: ObjectTold): number => (holders ?? []).reduce((sum, { count }) => sum + count, 0);

describe.each(cases)('%s under %s, where %s is violated', (scenario, patch, property) => {
  const world = asWorld(scenario, patch);
  const model = modelOf(world);
  const turns = shortestViolation(world, property);
  const lines = linesOf(world, turns);
  const told = tell(new Catalogue(), world, lines.flat());

  it('has the state behind each step, plain and as text', () => {
    expect(told.states).toHaveLength(turns.length + 1);
    const machine = new ReferenceMachine(model);
    const show = fieldShower(model, showResult);
    for (const [after, { objects, stacks, halted }] of told.states.entries()) {
      fireTurns(machine, turns.slice(0, after));
      const state = machine.plain();
      const all = Object.entries(state.pools).flatMap(([pool, own]) => own.map((plain, id) => ({ pool, id, plain })));
      const shown = all.filter(({ pool }) => pool !== 'lock_order');
      expect(objects.map(({ pool, id, plain }) => ({ pool, id, plain }))).toEqual(shown);
      expect(halted).toBe(state.halted);
      const framesOf = <F extends { readonly proc: string }>(stacksOf: Readonly<Record<string, readonly F[]>>) =>
        Object.entries(stacksOf).map(([name, frames]) => [name, frames.map(({ proc }) => proc)]);
      expect(framesOf(stacks)).toEqual(framesOf(state.stacks));
      for (const [name, frames] of Object.entries(state.stacks))
        for (const [depth, { locals }] of frames.entries())
          for (const [local, text] of Object.entries(stacks[name]?.[depth]?.locals ?? {}))
            expect([showResult(locals[local] as number), 'NULL', `${text.split('[')[0]}[${locals[local]}]`]).toContain(
              text,
            );
      for (const { pool, fields, plain: values, life } of objects) {
        expect(life).toBe(values['life'] ?? null);
        for (const { name, text } of fields) expect(text).toBe(show(pool, name, values[name]));
        expect(fields.map(({ name }) => name)).toEqual(Object.keys(values).filter((name) => name !== 'life'));
      }
    }
  });

  it('has one object where nothing of it changed from one state to the next', () => {
    let same = 0;
    for (const [at, { objects }] of told.states.entries()) {
      const before = told.states[at - 1]?.objects ?? [];
      for (const [i, object] of objects.entries()) {
        const earlier = before[i];
        if (earlier === undefined) continue;
        const isSame = JSON.stringify(earlier) === JSON.stringify(object);
        expect(earlier === object).toBe(isSame);
        if (isSame) same++;
      }
    }
    expect(same).toBeGreaterThan(told.states.length);
  });

  it('counts as many holders as references, up to where the counts are wrong', () => {
    const wrong = told.violations.find(({ property: name }) => name === 'refcount-sound')?.after ?? Infinity;
    const counted = told.states.flatMap(({ objects }, after) =>
      objects.filter(({ holders }) => holders !== null).map((object) => ({ after, object })),
    );
    expect(counted.length).toBeGreaterThan(0);
    const sound = counted.filter(({ after }) => after < wrong);
    expect(sound.map(({ object }) => sumOf(object))).toEqual(sound.map(({ object }) => countOf(object)));
  });

  it('tells each violation where replaying meets it first', () => {
    expect(told.violations.map(({ property: name }) => name)).toContain(property);
    for (const one of properties) {
      const violation = told.violations.find(({ property: name }) => name === one.name);
      const { wrong } = replay(model, one, turns, showResult);
      expect([one.name, violation?.after, violation?.atEnd]).toEqual([one.name, wrong?.after, wrong?.atEnd]);
      if (violation === undefined) continue;
      const first = replay(model, one, turns.slice(0, violation.after), showResult);
      expect(violation.message).toBe(first.wrong?.message);
    }
  });

  it('has the lines of each step, and its contexts', () => {
    expect(told.lines).toEqual(lines);
    expect(told.contexts).toEqual(model.contexts.map(({ name, atomic }) => ({ name, isAtomic: atomic === true })));
    expect(told.steps).toHaveLength(turns.length);
  });
});

describe('a schedule that does not fit', () => {
  const world = asWorld('dw1-inval', '2.6.20');
  const lines = linesOf(world, shortestViolation(world, 'no-double-completion')).flat();
  it.each([
    [
      'a context that is not there',
      ['nobody user_task.next'],
      /^line 1 .*there is no context nobody; expected submitter /,
    ],
    [
      'a step that is not next',
      [...lines.slice(0, 3), lines[9] ?? ''],
      /^line 4 of the schedule does not fit: .* expected/,
    ],
    ['no line at all', [''], /^line 1 of the schedule does not fit/],
  ])('is told with its line and what would fit: %s', (_, schedule, why) => {
    const telling = () => tell(new Catalogue(), world, schedule);
    expect(telling).toThrow(PageIssue);
    expect(telling).toThrow(why);
  });
});

it('what stays from state to state is one object when it comes out of a worker, too', () => {
  const world = asWorld('buffered', '2.6.20+no-event');
  const lines = linesOf(world, shortestViolation(world, propertyOf('exactly-one-event').name)).flat();
  const { states } = structuredClone(tell(new Catalogue(), world, lines));
  const kept = states[1]?.objects.filter((object, i) => object === states[0]?.objects[i]) ?? [];
  expect(kept.length).toBeGreaterThan(0);
});
