import { describe, expect, it } from 'vitest';
import { mutants } from '../../../model/mutants/index.ts';
import { postEiocbqueued } from '../../../model/patches/post-eiocbqueued.ts';
import { properties } from '../../../properties/aio/index.ts';
import { decide, kernel, outcomeTexts, verdicts, without } from './decide.ts';

interface Kill {
  readonly property: string;
  /** A kernel that is sound in this respect, and the mutant that spoils it. */
  readonly kernel: string;
  readonly mutant: string;
  readonly scenario: string;
  /** Of the shortest violation. */
  readonly steps: number;
  /** Where the set of outcomes changes, if not in the same scenario. */
  readonly outcomesOf?: string;
  /** Why it can change nowhere. */
  readonly equalBecause?: string;
}

const SEED = 'post-eiocbqueued+wake';

/** In which io_cancel takes a request from the controller or leaves it alone. */
const CANCELS = '2.6.20+cancel-when-dequeued';

const kills: readonly Kill[] = [
  {
    property: 'no-double-completion',
    kernel: '2.6.20',
    mutant: 'complete-what-was-promised',
    scenario: 'dw1',
    steps: 41,
  },
  { property: 'first-error-wins', kernel: SEED, mutant: 'last-error-wins', scenario: 'dw1-osync-all', steps: 67 },
  { property: 'exactly-one-event', kernel: SEED, mutant: 'insert-twice', scenario: 'buffered', steps: 52 },
  { property: 'exactly-one-event', kernel: '2.6.20', mutant: 'no-event', scenario: 'dw1-reader', steps: 85 },
  { property: 'no-hang', kernel: '2.6.20', mutant: 'no-event', scenario: 'dw1-reader', steps: 85 },
  { property: 'no-hang', kernel: '2.6.20', mutant: 'no-wake-for-bios', scenario: 'append1', steps: 42 },
  { property: 'no-hang', kernel: '2.6.20', mutant: 'no-wake', scenario: 'dw1-reader', steps: 89 },
  { property: 'error-reported', kernel: '2.6.20', mutant: 'forget-io-error', scenario: 'dw1-bio', steps: 89 },
  { property: 'no-lost-wakeup', kernel: '2.6.20', mutant: 'no-wake', scenario: 'dw1-reader', steps: 89 },
  {
    property: 'no-lost-event',
    kernel: '2.6.20',
    mutant: 'tail-not-published',
    scenario: 'dw1-nowait',
    steps: 72,
    outcomesOf: 'buffered',
  },
  { property: 'no-lost-event', kernel: '2.6.20', mutant: 'tail-not-published', scenario: 'dw1-reader', steps: 89 },
  {
    property: 'no-lost-event',
    kernel: '2.6.20',
    mutant: 'forget-event',
    scenario: 'dw1-reader-may',
    steps: 108,
    equalBecause: 'an outcome tells an event that was taken like one that was handed out, and a timeout may come first',
  },
  { property: 'ring-sound', kernel: '2.6.20', mutant: 'slot-not-reserved', scenario: 'two-dw-ring2', steps: 106 },
  { property: 'ring-sound', kernel: '2.6.20', mutant: 'publish-before-event', scenario: 'buffered-reader', steps: 34 },
  { property: 'refcount-sound', kernel: '2.6.20', mutant: 'users-start-at-one', scenario: 'dw1', steps: 9 },
  { property: 'refcount-sound', kernel: '2.6.20', mutant: 'put-context-twice', scenario: 'dw1-nowait', steps: 47 },
  { property: 'refcount-sound', kernel: '2.6.20', mutant: 'keep-reference', scenario: 'buffered', steps: 44 },
  { property: 'refcount-sound', kernel: '2.6.20', mutant: 'keep-context', scenario: 'two-dw-ring2', steps: 58 },
  {
    property: 'refcount-sound',
    kernel: '2.6.20',
    mutant: 'keep-file',
    scenario: 'two-dw-ring2',
    steps: 57,
    equalBecause: 'no outcome tells of references to files',
  },
  {
    property: 'refcount-sound',
    kernel: '2.6.20',
    mutant: 'put-file-early',
    scenario: 'buffered',
    steps: 15,
    outcomesOf: 'buffered-last',
  },
  { property: 'refcount-sound', kernel: '2.6.20', mutant: 'put-without-lock', scenario: 'dw1-reader', steps: 41 },
  { property: 'flags-protocol', kernel: SEED, mutant: 'complete-what-was-promised', scenario: 'dw1', steps: 63 },
  {
    property: 'flags-protocol',
    kernel: '2.6.20',
    mutant: 'clear-kicked-late',
    scenario: 'buffered',
    steps: 22,
    equalBecause: 'a kick is arranged by the method, which runs after the late clearing',
  },
  {
    property: 'flags-protocol',
    kernel: '2.6.20',
    mutant: 'kick-outside-lock',
    scenario: 'retry1',
    steps: 28,
  },
  { property: 'cancel-exclusive', kernel: CANCELS, mutant: 'complete-cancelled', scenario: 'queued-cancel', steps: 82 },
  { property: 'no-lost-kick', kernel: '2.6.20', mutant: 'kick-without-work', scenario: 'retry1', steps: 60 },
  {
    property: 'teardown-finishes',
    kernel: '2.6.20',
    mutant: 'no-wake-when-dead',
    scenario: 'append1-destroy',
    steps: 75,
  },
  {
    property: 'no-sleep-in-atomic',
    kernel: '2.6.20',
    mutant: 'fput-under-lock',
    scenario: 'buffered-last',
    steps: 49,
    equalBecause: 'only what is done with the file is done elsewhere',
  },
  {
    property: 'no-sleep-in-atomic',
    kernel: '2.6.20',
    mutant: 'fput-under-lock',
    scenario: 'dw1-last',
    steps: 66,
    equalBecause: 'only what is done with the file is done elsewhere, here in the interrupt that ends a bio',
  },
  {
    property: 'lock-discipline',
    kernel: '2.6.20',
    mutant: 'keep-fput-lock',
    scenario: 'buffered-last',
    steps: 70,
    outcomesOf: 'two-buf-last',
  },
  { property: 'refcount-sound', kernel: '2.6.20', mutant: 'retry-without-reference', scenario: 'retry1', steps: 66 },
  {
    property: 'refcount-sound',
    kernel: CANCELS,
    mutant: 'cancel-without-reference',
    scenario: 'queued-cancel',
    steps: 42,
  },
  {
    property: 'refcount-sound',
    kernel: '2.6.20',
    mutant: 'fput-without-context',
    scenario: 'buffered-last',
    steps: 75,
  },
  { property: 'no-use-after-free', kernel: '2.6.20', mutant: 'users-start-at-one', scenario: 'dw1', steps: 54 },
  { property: 'no-use-after-free', kernel: '2.6.20', mutant: 'put-file-early', scenario: 'buffered-last', steps: 49 },
  { property: 'no-use-after-free', kernel: '2.6.20', mutant: 'put-context-twice', scenario: 'buffered', steps: 70 },
  { property: 'no-leak', kernel: '2.6.20', mutant: 'keep-reference', scenario: 'buffered', steps: 60 },
  {
    property: 'no-leak',
    kernel: '2.6.20',
    mutant: 'keep-file',
    scenario: 'two-dw-ring2',
    steps: 103,
    equalBecause: 'no outcome tells of references to files',
  },
  { property: 'lock-discipline', kernel: '2.6.20', mutant: 'keep-bio-lock', scenario: 'dw1-nowait', steps: 41 },
  { property: 'lock-discipline', kernel: '2.6.20', mutant: 'put-without-lock', scenario: 'dw1-reader', steps: 53 },
  {
    property: 'no-undefined-behaviour',
    kernel: '2.6.20',
    mutant: 'publish-before-event',
    scenario: 'buffered-reader',
    steps: 46,
  },
  {
    property: 'no-hang',
    kernel: '2.6.20',
    mutant: 'sleep-despite-signal',
    scenario: 'buffered-wait2-signal',
    steps: 81,
    equalBecause: 'a signal that comes later ends the sleep, and none is sent where none may come',
  },
  { property: 'refcount-sound', kernel: '2.6.20', mutant: 'exit-without-waiting', scenario: 'dw1-exit', steps: 68 },
  { property: 'teardown-finishes', kernel: '2.6.20', mutant: 'no-wake-when-dead', scenario: 'retry1-exit', steps: 115 },
  {
    property: 'no-undefined-behaviour',
    kernel: '2.6.20+setup-keeps-reference',
    mutant: 'link-before-ring',
    scenario: 'setup-destroy',
    steps: 8,
  },
  { property: 'no-hang', kernel: '2.6.20', mutant: 'sleep-when-completed', scenario: 'queued-sync', steps: 37 },
  { property: 'no-hang', kernel: '2.6.20', mutant: 'forget-sync-kick', scenario: 'retry1-sync', steps: 20 },
  { property: 'no-double-completion', kernel: '2.6.20', mutant: 'sync-is-async', scenario: 'dw1-sync', steps: 52 },
  { property: 'no-use-after-free', kernel: '2.6.20', mutant: 'sync-is-async', scenario: 'dw1-sync', steps: 55 },
];

const changesOutcomes = ({ kernel: sound, mutant }: Kill, scenario: string): boolean =>
  outcomeTexts(scenario, kernel(`${sound}+${mutant}`)).join() !== outcomeTexts(scenario, kernel(sound)).join();

describe('every property is violated by a mutant of a kernel that it holds of', () => {
  for (const kill of kills) {
    const { property, kernel: sound, mutant, scenario, steps } = kill;
    it(`${mutant} of ${sound} violates ${property} in ${scenario}, at the earliest after ${steps} steps`, () => {
      expect(verdicts(scenario, kernel(sound))[property]).toBe('holds');
      expect(verdicts(scenario, kernel(`${sound}+${mutant}`))[property]).toBe(steps);
    });
  }

  for (const kill of kills.filter(({ equalBecause }) => equalBecause === undefined)) {
    const { kernel: sound, mutant, outcomesOf = kill.scenario } = kill;
    it(`${mutant} of ${sound} also changes the set of outcomes of ${outcomesOf}`, () => {
      expect(changesOutcomes(kill, outcomesOf)).toBe(true);
    });
  }

  for (const kill of kills.filter(({ equalBecause }) => equalBecause !== undefined))
    it(`${kill.mutant} of ${kill.kernel} changes no outcome: ${kill.equalBecause}`, () => {
      expect([kill.scenario, 'buffered', 'dw1', 'append1'].filter((of) => changesOutcomes(kill, of))).toEqual([]);
    });

  it('an error that nobody cleared violates no-undefined-behaviour and changes the outcomes', () => {
    const careless = without(postEiocbqueued, 'clear-pending-err');
    // No schedule gets to its end, so nothing is said of what is judged there.
    expect(verdicts('buffered', careless)).toMatchObject({ 'no-undefined-behaviour': 46, 'no-leak': 'not-applicable' });
    expect(outcomeTexts('buffered', careless)).toEqual(['{"end":"oops","oops":"unwritten:kiocb.ki_pending_err"}']);
  });

  it('no property and no mutant is left out', () => {
    const covered = new Set(kills.map((kill) => kill.property));
    expect([...covered].toSorted()).toEqual(properties.map(({ name }) => name).toSorted());
    const used = new Set(kills.map((kill) => kill.mutant));
    expect([...used].toSorted()).toEqual(mutants.map(({ name }) => name).toSorted());
  });
});

it('a task that sleeps in its next call with a lock held shows where nothing can move any more', () => {
  const { judgements } = decide('dw1', kernel('2.6.20+keep-bio-lock'));
  expect(judgements.find(({ property }) => property.name === 'lock-discipline')?.verdict).toBe('violated');
});

describe('no property is vacuous', () => {
  /** Small, and between them they come to everything. */
  const scenarios = ['dw1-inval', 'dw1-reader', 'buffered', 'queued-cancel', 'retry1', 'dw1-self-destroy'];
  const witnesses = new Map<string, string>();
  for (const scenario of scenarios)
    for (const { property, reached } of decide(scenario, postEiocbqueued).judgements)
      if (reached && !witnesses.has(property.name)) witnesses.set(property.name, scenario);

  it.each(properties.map((property) => [property.name, property.antecedent.text]))(
    '%s speaks of schedules in which %s, and a shipped scenario has some',
    (name) => expect(witnesses.get(name)).toBeTypeOf('string'),
  );
});

describe('the seed patch needs each of its hunks', () => {
  const needs = [
    { hunk: 'insert-at-last-put', scenario: 'dw1-nowait', property: 'exactly-one-event' },
    { hunk: 'record-in-complete', scenario: 'dw1-inval', property: 'first-error-wins' },
    { hunk: 'clear-pending-err', scenario: 'buffered', property: 'no-undefined-behaviour' },
    { hunk: 'propagate-osync', scenario: 'dw1-osync', property: 'no-double-completion' },
    { hunk: 'propagate-invalidate', scenario: 'dw1-inval', property: 'no-double-completion' },
  ] as const;

  for (const { hunk, scenario, property } of needs) {
    it(`without ${hunk} it violates ${property}`, () => {
      expect(verdicts(scenario, postEiocbqueued)[property]).toBe('holds');
      expect(verdicts(scenario, without(postEiocbqueued, hunk))[property]).toBeTypeOf('number');
    });
  }

  it('and no hunk is left out', () => {
    expect(needs.map(({ hunk }) => hunk).toSorted()).toEqual(postEiocbqueued.hunks.map(({ name }) => name).toSorted());
  });
});

it('dio-bugon brings back the oops of fs/direct-io.c:1113 on every asynchronous request', () => {
  expect(verdicts('dw1', kernel('2.6.20+dio-bugon'))['no-use-after-free']).toBeTypeOf('number');
  expect(outcomeTexts('dw1', kernel('2.6.20+dio-bugon'))).toContain('{"end":"oops","oops":"use_after_free:dio"}');
});
