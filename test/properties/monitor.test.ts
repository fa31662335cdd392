/** For each property the violation with the fewest steps is kept; a halt is judged by what it is, and never by memory. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, PackedMachine, ReferenceMachine } from '../../model/core/index.ts';
import { violationHere } from '../../properties/checker/questions.ts';
import { check, type CheckOptions } from '../../properties/checker/check.ts';
import type { Property } from '../../properties/property.ts';
import { fireTurn } from '../../properties/search/turn.ts';
import { act, fn, go, type Kernel, nothing, tinyModel, when } from '../models/tiny-kernel.ts';

const property = (more: Partial<Property<Kernel>>): Property<Kernel> => ({
  name: 'mine',
  meaning: 'as the test says',
  reason: 'a test',
  antecedent: { text: 'always', reached: () => true },
  ...more,
});

const decided = (entries: readonly AnyProc[], of: Partial<Property<Kernel>>, options: CheckOptions = {}) => {
  const machine = new PackedMachine(tinyModel(entries));
  const { judgements, exploration } = check(machine, [property(of) as Property<unknown>], options);
  const [judgement] = judgements;
  if (judgement === undefined) throw new Error('there is one');
  return { ...judgement, exploration, machine, length: judgement.violation?.turns.length };
};

const steps = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`s${i}`, nothing]));
/** Ends after `short` steps one way; the other way something is wrong after `long`. */
const forked = (short: number, long: number): AnyProc =>
  fn('forks', {
    fork: {
      line: 1,
      c: 'if (…)',
      run: (k: Kernel) => (k.choose('way', [0, 1]) === 0 ? ('s0' as never) : ('t0' as never)),
    },
    ...steps(short - 1),
    over: go(() => 'return' as never),
    ...Object.fromEntries(Array.from({ length: long - 2 }, (_, i) => [`t${i}`, nothing])),
    wrong: act((k) => void (k.root(0).seen = 1)),
  } as never);

describe('the violation with the fewest steps', () => {
  const both: Partial<Property<Kernel>> = {
    always: (k) => (k.root(0).seen === 1 ? 'on the way' : null),
    atEnd: (k) => (k.root(0).seen === 0 ? 'in the end' : null),
  };
  it.each([
    [3, 4, 'in the end', 3],
    [4, 4, 'on the way', 4],
    [5, 4, 'on the way', 4],
    [3, 3, 'on the way', 3],
    [2, 3, 'in the end', 2],
  ])('is the end at depth %i, or what is wrong on the way at %i: %s', (short, long, message, length) => {
    const found = decided([forked(short, long)], both);
    expect([found.verdict, found.length, found.violation?.isShortest]).toEqual(['violated', length, true]);
    // Of several as near it may be any.
    expect(short === long ? ['on the way', 'in the end'] : [message]).toContain(found.violation?.message);
  });
  it('is a breach before what is wrong in a later state', () => {
    const breaks = fn('breaks', {
      a: nothing,
      b: act((k) => void (k.root(0).total = 1)),
      c: act((k) => void (k.root(0).seen = 1)),
    });
    const found = decided([breaks], { ...both, atEnd: [], onBreach: ({ kind }) => kind === 'unguarded' });
    expect([found.length, found.violation?.message]).toEqual([2, 'breaks.b by breaks: unguarded root.total']);
  });
  it('is not final where the search was clipped in its level', () => {
    // Both ends are as deep as what is wrong, and one of them is not looked at any more.
    const wide = [forked(3, 3), fn('other', steps(3))];
    const whole = decided(wide, both);
    for (let maxStates = 1; maxStates < whole.exploration.states; maxStates++) {
      const { violation, verdict, exploration } = decided(wide, both, { maxStates });
      expect(verdict).toBe(violation === null ? 'clipped' : 'violated');
      const length = violation?.turns.length ?? Number.POSITIVE_INFINITY;
      expect(violation?.isShortest ?? false).toBe(length <= exploration.judgedDepth);
      expect(violation?.isShortest ? length : whole.length).toBe(whole.length);
    }
  });
  it('can be taken, and shows what it says', () => {
    const { violation } = decided([forked(5, 4)], both);
    const machine = new ReferenceMachine(tinyModel([forked(5, 4)]));
    machine.reset();
    const findings = (violation?.turns ?? []).map((turn) => fireTurn(machine, turn).findings).at(-1) ?? [];
    expect(violationHere(machine, property(both) as Property<unknown>, findings)).toBe(violation?.message);
  });
});

describe('a step that halts', () => {
  const halting = [fn('halts', { wrong: act((k) => ((k.root(0).seen = 1), k.BUG_ON(true))) })];
  it('is judged by its finding', () => {
    const found = decided(halting, { onHalt: ({ kind }) => kind === 'bug_on' });
    expect([found.verdict, found.violation?.message, found.length]).toEqual(['violated', 'bug_on:halts', 1]);
    expect(decided(halting, { onHalt: ({ kind }) => kind === 'double_free' }).verdict).toBe('holds');
  });
  it('leaves memory that nobody judges, on the way or at the end', () => {
    const sees = (k: Kernel) => (k.root(0).seen === 1 ? 'it was written' : null);
    expect(decided(halting, { always: sees }).verdict).toBe('holds');
    expect(decided(halting, { always: sees, atEnd: sees }).violation).toBeNull();
    for (const from of [0, 1]) expect(decided(halting, { always: sees }, { leaving: { from } }).violation).toBeNull();
  });
  it('is the end of nothing that is judged in the end alone', () => {
    const atEnd = (k: Kernel) => (k.root(0).flag ? null : 'wrong');
    expect(decided(halting, { atEnd }).verdict).toBe('not-applicable');
    expect(decided([...halting, fn('other', { nothing })], { atEnd }).verdict).toBe('not-applicable');
  });
  it('is judged by each finding, its breaches too', () => {
    const both = [fn('both', { wrong: act((k) => ((k.root(0).total = 1), k.BUG_ON(true))) })];
    expect(decided(both, { onBreach: () => true }).violation?.message).toBe('both.wrong by both: unguarded root.total');
    expect(decided(both, { onHalt: () => true }).violation?.message).toBe('bug_on:both');
  });
});

describe('an end', () => {
  const waits = fn('waits', { wait: when((k) => k.root(0).flag) });
  it.each([
    ['done', [fn('one', { nothing })]],
    ['stuck', [fn('one', { nothing }), waits]],
  ] as const)('that is %s is judged, and told which it is', (end, entries) => {
    const found = decided(entries, { atEnd: (_, __, how) => `it is ${how}` });
    expect(found.violation?.message).toBe(`it is ${end}`);
  });
});

describe('what a property claims nothing of', () => {
  it('is not applicable, unless it is violated', () => {
    const never = { antecedent: { text: 'never', reached: (k: Kernel) => k.root(0).flag } };
    const one = [fn('one', { nothing })];
    const always = (wrong: boolean) => (k: Kernel) => (k.root(0).flag === wrong ? 'wrong' : null);
    expect(decided(one, { ...never, always: always(true) }).verdict).toBe('not-applicable');
    expect(decided(one, { ...never, always: always(false) }).verdict).toBe('violated');
  });
});
