/** Whoever runs a search is asked again and again whether to go on, whatever the search is at; and a search that is stopped claims nothing. */
import { describe, expect, it, vi } from 'vitest';
import { InternalError, type Machine, PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { type AioProperty, type KernelView, properties } from '../../../properties/aio/index.ts';
import { collectingOutcomes } from '../../../properties/aio/outcome-set.ts';
import { type Check, checking, type CheckOptions } from '../../../properties/checker/check.ts';
import { check, type Property } from '../../../properties/property.ts';
import type { Progress, SearchRun } from '../../../properties/search/explore.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { fn, nothing, tinyModel } from '../../models/tiny-kernel.ts';
import { kernel } from '../aio/decide.ts';
import { accepted } from '../symmetry/trying.ts';
import { symmetricWorlds } from '../symmetry/worlds.ts';

/** What a search was at when it asked. */
type At = 'searching' | 'finding out what to leave out' | 'searching reduced' | 'between rounds' | 'counting';

function phaseOf(now: Progress, before: Progress | null): At {
  const isBeside = before !== null && now.transitions === before.transitions && now.rounds === before.rounds;
  if (now.reduced) return isBeside && now.queue === 0 ? 'between rounds' : 'searching reduced';
  if (!isBeside) return 'searching';
  return now.queue === 0 ? 'counting' : 'finding out what to leave out';
}

/** Runs a search that is stopped when it asks for the n-th time; what it was at then, and what it came to. */
function stoppedAt<T>(nth: number, slices: SearchRun<T>): { readonly at: At | null; readonly value: T } {
  let before: Progress | null = null;
  let at: At | null = null;
  let next = slices.next();
  for (let asked = 0; !next.done; asked++) {
    const phase = phaseOf(next.value, before);
    before = next.value;
    if (asked === nth) at = phase;
    next = slices.next(asked === nth ? 'stop' : undefined);
  }
  return { at, value: next.value };
}

const NEVER = -1;

/** The phases of a search, in order, one for each time it asks. */
function phases(slices: SearchRun<unknown>): At[] {
  const all: At[] = [];
  let before: Progress | null = null;
  for (let next = slices.next(); !next.done; next = slices.next()) {
    // It is sent from thread to thread: of a search that is over, nothing else may come along.
    expect(Object.keys(next.value)).toHaveLength(8);
    all.push(phaseOf(next.value, before));
    before = next.value;
  }
  return all;
}

const reducedSoon: CheckOptions = { keepGraph: true, leaving: { from: 200 } };
const aio = (scenario: string, patch: string) =>
  new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel(patch)));
const searchOf = (machine: Machine) => checking(machine, properties, reducedSoon);

/** What a stopped search claims is true, and it claims that nothing holds. */
function expectHonest<K>(machine: Machine, stopped: Check<K>, whole: Check<K>): void {
  expect(stopped.exploration.clipped).toBe('interrupted');
  expect(stopped.schedules).toBeNull();
  const verdicts = stopped.judgements.map(({ verdict }) => verdict);
  expect(verdicts.filter((verdict) => verdict !== 'clipped' && verdict !== 'violated')).toEqual([]);
  for (const [i, { property, violation }] of stopped.judgements.entries()) {
    if (violation === null) continue;
    expect(whole.judgements[i]?.verdict).toBe('violated');
    machine.reset();
    const findings = violation.turns.map((turn) => fireTurn(machine, turn).findings).at(-1) ?? [];
    expect(violationHere(machine, property, findings)).not.toBeNull();
  }
}

describe.each([
  ['a cancelled request', 'queued-cancel'],
  ['two interchangeable cancellers', 'queued-two-cancel'],
])('a reduced search of %s', (_, scenario) => {
  const make = () => aio(scenario, '2.6.20');
  const whole = stoppedAt(NEVER, searchOf(make())).value;
  const all = phases(searchOf(make()));

  it('asks while it finds out what to leave out, and between its rounds', () => {
    const times = (phase: At) => all.filter((one) => one === phase).length;
    expect(times('finding out what to leave out')).toBeGreaterThan(50);
    expect(times('between rounds')).toBeGreaterThan(10);
  });

  it('claims nothing when it is stopped, whatever it is at', { timeout: 120_000 }, () => {
    const stops = new Map<At, number>();
    const often = Math.ceil(all.length / 20);
    for (const [nth, phase] of all.entries()) {
      if (nth % often !== 0 && all[nth - 1] === phase) continue;
      const machine = make();
      const { at, value } = stoppedAt(nth, searchOf(machine));
      expect(at).toBe(phase);
      expectHonest(machine, value, whole);
      stops.set(phase, (stops.get(phase) ?? 0) + 1);
    }
    expect([...stops.keys()].toSorted()).toEqual(
      ['between rounds', 'finding out what to leave out', 'searching', 'searching reduced'].toSorted(),
    );
  });
});

it('a search whose time is up while it finds out what to leave out ends there', () => {
  const now = performance.now.bind(performance);
  let ahead = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  try {
    const slices = checking(aio('queued-cancel', '2.6.20'), properties, { ...reducedSoon, maxSeconds: 1e6 });
    let before: Progress | null = null;
    let asked = 0;
    let next = slices.next();
    for (; !next.done; next = slices.next()) {
      if (ahead > 0) asked++;
      if (phaseOf(next.value, before) === 'finding out what to leave out') ahead = 2e9;
      before = next.value;
    }
    expect(asked).toBe(0);
    expect(next.value.exploration).toMatchObject({ clipped: 'max-seconds', reduced: false });
  } finally {
    clock.mockRestore();
  }
});

it('a search cut short that takes states for others wrongly tells of no violation that is none, and goes on', () => {
  const [world] = symmetricWorlds['two tasks, a buffered write each'] ?? [];
  if (world === undefined) throw new Error('there is no such world');
  const first = (iocb: number): AioProperty => ({
    name: 'first',
    meaning: 'a test',
    reason: 'a test',
    antecedent: { text: 'always', reached: () => true },
    always: (k: KernelView) => (k.request(iocb).entered && !k.request(1 - iocb).entered ? 'it is first' : null),
  });
  const make = () => new PackedMachine(closeWorld(world, kernel('2.6.20')));
  const decided = (iocb: number, maxStates?: number) =>
    check(make(), [first(iocb)], { leaving: { from: 0, canonicalOf: (_, machine) => accepted(machine) }, maxStates });
  const whole = [0, 1].find((iocb) => attempt(() => decided(iocb)) === 'InternalError');
  if (whole === undefined) throw new Error('one of the two is taken for the other');
  const verdicts = new Set<string | undefined>();
  for (let maxStates = 1; ; maxStates += 16) {
    const found = attempt(() => decided(whole, maxStates));
    if (found === 'InternalError') break;
    verdicts.add(found.judgements[0]?.verdict);
    expect(found.exploration.clipped).toBe('max-states');
  }
  expect([...verdicts]).toEqual(['clipped']);
  // Only the search that saw everything gave up.
  const { exploration } = check(make(), [], { leaving: { from: 0, canonicalOf: (_, machine) => accepted(machine) } });
  expect(attempt(() => decided(whole, exploration.states - 1))).not.toBe('InternalError');
});

describe('a search that has seen everything', () => {
  const claims: Property<unknown> = {
    name: 'claims',
    meaning: 'a test',
    reason: 'a test',
    antecedent: { text: 'always', reached: () => true },
    livelock: true,
  };
  const steps = Object.fromEntries(Array.from({ length: 45 }, (__, i) => [`step${i}`, nothing]));
  const make = () => new PackedMachine(tinyModel(['a', 'b', 'c'].map((name) => fn(name, steps))));
  const search = () => checking(make(), [claims], { keepGraph: true });
  const all = phases(search());

  it('asks while it counts schedules and looks for livelocks', () => {
    expect(all.filter((phase) => phase === 'counting').length).toBeGreaterThan(3);
  });

  it('does not claim what it was stopped before finding out', () => {
    const whole = stoppedAt(NEVER, search()).value;
    expect(whole.judgements.map(({ verdict }) => verdict)).toEqual(['holds']);
    for (const [nth, phase] of all.entries())
      if (phase === 'counting') expectHonest(make(), stoppedAt(nth, search()).value, whole);
  });
});

describe('collected outcomes', () => {
  const search = () => collectingOutcomes(aio('queued-two-cancel', '2.6.20'), { reductions: { from: 200 } });
  const all = phases(search());
  const whole = new Set(stoppedAt(NEVER, search()).value.outcomes.map((outcome) => JSON.stringify(outcome)));

  it('are not said to be all when the search was stopped, and are outcomes all the same', { timeout: 120_000 }, () => {
    const often = Math.ceil(all.length / 20);
    for (let nth = 0; nth < all.length; nth += often) {
      const { outcomes, exploration, schedules } = stoppedAt(nth, search()).value;
      expect([exploration.clipped, schedules]).toEqual(['interrupted', null]);
      for (const outcome of outcomes) expect(whole.has(JSON.stringify(outcome))).toBe(true);
    }
  });
});

/** What it comes to, or that it gave up. */
function attempt<T>(what: () => T): T | 'InternalError' {
  try {
    return what();
  } catch (problem) {
    if (problem instanceof InternalError) return problem.name;
    throw problem;
  }
}
