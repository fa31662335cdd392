/** States from which no end can be reached, told from the edges; and who goes round there. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, type Model, PackedMachine } from '../../../model/core/index.ts';
import { check } from '../../../properties/checker/check.ts';
import type { Property } from '../../../properties/property.ts';
import { explore, type Options } from '../../../properties/search/explore.ts';
import { canEnd, firstDoomed, lassoFrom, contextsInLoop } from '../../../properties/search/livelock.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import { acquire, act, fn, type Kernel, nothing, release, tinyModel, when } from '../../models/tiny-kernel.ts';

const round = fn('round', { turn: { ...nothing, then: 'turn' } });
const waits = fn('waits', { wait: when((k) => k.root(0).flag) });
const sets = fn('sets', { set: act((k) => void (k.root(0).flag = true)) });
/** Tries again as long as the flag is down; whoever raises it lets it go. */
const tries = fn('tries', {
  try: {
    line: 1,
    c: 'while (!flag) cpu_relax()',
    run: (k: Kernel) => (k.root(0).flag ? ('return' as const) : ('try' as const)),
  },
});
/** Two that undo what the other does, each for ever. */
const undoes = (name: string, flag: boolean): AnyProc =>
  fn(name, {
    turn: {
      ...when(
        (k) => k.root(0).flag !== flag,
        (k) => void (k.root(0).flag = flag),
      ),
      then: 'turn',
    },
  });
/** Chooses to go round for ever, or to end. */
const mayGoRound = fn('may', {
  choose: {
    line: 1,
    c: 'if (…) for (;;)',
    run: (k: Kernel) => (k.choose('way', [0, 1]) === 0 ? ('return' as const) : ('round' as const)),
  },
  round: { ...nothing, then: 'round' },
});
const oopses = fn('oopses', { first: nothing, bug: act((k) => k.BUG_ON(true)) });
const lockedRound = fn('locked', {
  lock: acquire((k) => k.root(0).lock),
  unlock: { ...release((k) => k.root(0).lock), then: 'lock' },
});

const doomedOf = (model: Model, options: Options = {}) => {
  const machine = new PackedMachine(model);
  const exploration = explore(machine, {}, { ...options, keepGraph: true });
  if (exploration.graph === null) throw new Error('there is no graph');
  const state = firstDoomed(exploration.graph);
  const turns = state === null ? null : exploration.pathTo(state);
  return { machine, exploration, turns, steps: turns?.length ?? null };
};

/** Steps to the first state from which no end can be reached; null: there is none. */
const cases: readonly [string, AnyProc[], number | null][] = [
  ['one that goes round', [round], 0],
  ['one that goes round beside one that ends', [round, fn('ends', { a: nothing, b: nothing })], 0],
  ['one that waits for ever: that is an end', [waits], null],
  ['one that tries again till another lets it go', [tries, sets], null],
  ['one that tries again and nobody lets it go', [tries], 0],
  ['two that undo each other', [undoes('up', true), undoes('down', false)], 0],
  ['one that may go round', [mayGoRound], 1],
  ['one that goes round, and one that oopses: that is an end', [round, oopses], null],
  ['one that takes a lock and gives it back for ever', [lockedRound, waits], 0],
  ['one that may go round, and one that oopses', [mayGoRound, oopses], null],
  ['two that may go round', [mayGoRound, fn('ends', { a: nothing })], 1],
];

describe('an end cannot be reached any more', () => {
  it.each(cases)('with %s', (_, entries, steps) => {
    const { machine, exploration, steps: found } = doomedOf(tinyModel(entries));
    expect(found).toBe(steps);
    // Asked of each state by itself, it is the same.
    const words = new Uint32Array(machine.width);
    const first = Array.from({ length: exploration.states }, (__, state) => exploration.pathTo(state)).find((turns) => {
      machine.reset();
      for (const turn of turns) fireTurn(machine, turn);
      machine.save(words, 0);
      machine.restore(words, 0);
      return canEnd(machine, 1000) === false;
    });
    expect(first?.length ?? null).toBe(steps);
  });
  it.each(cases.filter(([, , steps]) => steps !== null))('and what goes round can be gone round: %s', (_, entries) => {
    const { machine, turns } = doomedOf(tinyModel(entries));
    machine.reset();
    for (const turn of turns ?? []) fireTurn(machine, turn);
    const { stem, loop } = lassoFrom(machine);
    expect(loop.length).toBeGreaterThan(0);
    machine.reset();
    const plain = () => JSON.stringify(machine.plain());
    const go = (turn: (typeof loop)[number]) => {
      expect(machine.enabled(turn.context)).toBe(true);
      fireTurn(machine, turn);
    };
    for (const turn of turns ?? []) fireTurn(machine, turn);
    stem.forEach(go);
    const before = plain();
    loop.forEach(go);
    expect(plain()).toBe(before);
  });
  it('is not known where there are too many states', () => {
    const machine = new PackedMachine(tinyModel([tries, fn('long', { a: nothing, b: nothing, c: nothing }), round]));
    machine.reset();
    expect(canEnd(machine, 3)).toBeNull();
    machine.reset();
    expect(canEnd(machine, 1000)).toBe(false);
  });
});

describe('who goes round', () => {
  const who = (...entries: AnyProc[]) => {
    const machine = new PackedMachine(tinyModel(entries));
    machine.reset();
    return contextsInLoop(machine, lassoFrom(machine));
  };
  it('is one alone, where one can', () => {
    expect(who(round, lockedRound)).toEqual(['round']);
    expect(who(waits, lockedRound)).toEqual(['locked']);
  });
  it('is all whom it takes', () => expect(who(undoes('up', true), undoes('down', false))).toEqual(['down', 'up']));
});

const ends: Property<Kernel> = {
  name: 'ends',
  meaning: 'an end can always be reached',
  reason: 'a test',
  antecedent: { text: 'always', reached: () => true },
  livelock: true,
};

describe('a property that a livelock violates', () => {
  const judged = (entries: readonly AnyProc[], options: Parameters<typeof check>[2] = {}) => {
    const { judgements } = check(new PackedMachine(tinyModel(entries)), [ends as Property<unknown>], options);
    return judgements[0];
  };
  it.each(cases)('is judged, reduced or not, of %s', (_, entries, steps) => {
    for (const leaving of [undefined, { from: 0 }, { from: 0, locks: false }]) {
      const violation = judged(entries, { leaving })?.violation ?? null;
      expect(violation === null).toBe(steps === null);
    }
    const { violation = null } = judged(entries) ?? {};
    expect(violation?.turns.length ?? null).toBe(steps);
    expect(violation?.isShortest).toBe(steps === null ? undefined : true);
  });
  it('is clipped where the search is, also behind states that could not end as far as they were seen', () => {
    const long = fn('long', Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}`, nothing])));
    expect(judged([tries, long, sets], { maxStates: 5 })?.verdict).toBe('clipped');
    expect(judged([round], { maxStates: 0 })?.verdict).toBe('clipped');
  });
  it('tells who goes round', () => {
    expect(judged([undoes('up', true), undoes('down', false)])?.violation).toMatchObject({
      message: 'no end can be reached any more: down and up can go round for ever',
      lasso: { loop: { length: 2 } },
    });
  });
});
