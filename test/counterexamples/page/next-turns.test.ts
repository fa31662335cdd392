/** Who can go next, as the page offers it, and as the reference machine has it. */
import { describe, expect, it } from 'vitest';
import { type Choice, PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { follow } from '../../../counterexamples/follow.ts';
import { nextTurns } from '../../../counterexamples/page/engine/next-turns.ts';
import { fireTurns, type Turn } from '../../../properties/search/turn.ts';
import { asWorld, linesOf, modelOf, shortestViolation } from './worlds.ts';

const chosen = (context: string, choices: readonly Choice[]): string =>
  [context, ...choices.map(({ name, value }) => `${name}=${value}`)].join(' ');

/** What it offers, by going through all options of all who are enabled. */
function offered(machine: ReferenceMachine, turns: readonly Turn[]): readonly string[] {
  fireTurns(machine, turns);
  const enabled = machine.enabledContexts();
  return enabled.flatMap((context) => {
    const all: string[] = [];
    for (
      let more = true, script: readonly number[] = [];
      more;
      more = machine.nextScript(), script = [...machine.script]
    ) {
      fireTurns(machine, turns);
      machine.script.length = 0;
      machine.script.push(...script);
      all.push(chosen(machine.contexts[context] ?? '', machine.fire(context).choices));
    }
    return all;
  });
}

/** Of all cases: what was come upon. */
const met = new Set<string>();

const cases = [
  ['dw1-inval', '2.6.20', 'no-double-completion'],
  ['dw1-reader-destroy', '2.6.20', 'refcount-sound'],
  ['queued', '2.6.20+keep-reference', 'no-leak'],
] as const;

describe.each(cases)('along a schedule of %s under %s that violates %s', (scenario, patch, property) => {
  const world = asWorld(scenario, patch);
  const model = modelOf(world);
  const schedule = shortestViolation(world, property);
  const lines = linesOf(world, schedule);
  // Some of them, and all in which the step that follows chooses.
  const isTried = (length: number): boolean => (schedule.length - length) % 3 === 0 || (lines[length]?.length ?? 0) > 1;
  const lengths = [...schedule.keys(), schedule.length].filter(isTried);
  const prefixes = lengths.map((length) => ({
    turns: schedule.slice(0, length),
    before: lines.slice(0, length).flat(),
  }));
  const packed = new PackedMachine(model);
  const looked = prefixes.map(({ turns, before }) => ({ turns, before, next: nextTurns(model, packed, turns) }));

  it('every context with every choice is offered, and no other', () => {
    const machine = new ReferenceMachine(model);
    for (const { turns, next } of looked)
      expect(next.turns.map(({ context, choices }) => chosen(context, choices))).toEqual(offered(machine, turns));
    if (looked.some(({ next }) => next.turns.some(({ choices }) => choices.length > 0))) met.add('a choice');
  });

  it('what is offered can be taken by its lines, and is that turn', () => {
    const machine = new ReferenceMachine(model);
    for (const { turns, before, next } of looked)
      for (const { turn, lines: own } of next.turns) {
        const followed = follow(machine, [...before, ...own]);
        expect(followed.ok && followed.turns.length === turns.length + 1).toBe(true);
        const led = JSON.stringify(machine.plain());
        fireTurns(machine, [...turns, turn]);
        expect(JSON.stringify(machine.plain())).toBe(led);
      }
  });

  it('whoever is not offered is said to wait, to have finished or to be idle, as it does', () => {
    const machine = new ReferenceMachine(model);
    for (const { turns, next } of looked) {
      fireTurns(machine, turns);
      const able = new Set(next.turns.map(({ context }) => context));
      expect([...able, ...next.waiting.map(({ context }) => context)].toSorted()).toEqual(machine.contexts.toSorted());
      for (const { context, why } of next.waiting) {
        const number = machine.contexts.indexOf(context);
        expect(machine.enabled(number)).toBe(false);
        expect(machine.hasFinished(number)).toBe(why === 'has finished');
        met.add(why);
      }
      expect(next.halted).toBe(machine.halted());
    }
  });

  it('the function and the statement are those that the step then runs', () => {
    for (const { next } of looked)
      for (const {
        proc,
        at,
        c,
        lines: [step = ''],
      } of next.turns) {
        expect(step).toContain(` ${proc}.`);
        expect(at).toMatch(/^[\w/.-]+\.[ch]:\d+$/);
        expect(c).not.toBe('');
      }
  });
});

it('all of this was come upon', () => {
  expect([...met].toSorted()).toEqual(['a choice', 'has finished', 'idle', 'waits']);
});

it('where the run ended with an oops, nobody goes', () => {
  const world = asWorld('dw1-reader-destroy', '2.6.20');
  const next = nextTurns(modelOf(world), new PackedMachine(modelOf(world)), shortestViolation(world, 'refcount-sound'));
  expect([next.turns, next.halted]).toEqual([[], 'bug_on:__put_ioctx']);
});
