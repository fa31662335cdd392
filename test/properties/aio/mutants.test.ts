import { describe, expect, it } from 'vitest';
import { mutants } from '../../../model/mutants/index.ts';
import { postEiocbqueued } from '../../../model/patches/post-eiocbqueued.ts';
import { properties } from '../../../properties/aio/index.ts';
import { decide, kernel, outcomeTexts, verdicts, without } from './decide.ts';

/** A mutant, the sound kernel that it spoils, a scenario, and the steps of the shortest violation. */
const kills = [
  {
    property: 'no-double-completion',
    kernel: '2.6.20',
    mutant: 'complete-what-was-promised',
    scenario: 'dw1',
    steps: 38,
  },
  {
    property: 'first-error-wins',
    kernel: 'post-eiocbqueued+wake',
    mutant: 'last-error-wins',
    scenario: 'dw1-osync-all',
    steps: 63,
  },
  {
    property: 'exactly-one-event',
    kernel: 'post-eiocbqueued+wake',
    mutant: 'insert-twice',
    scenario: 'buffered',
    steps: 48,
  },
  { property: 'no-use-after-free', kernel: '2.6.20', mutant: 'users-start-at-one', scenario: 'dw1', steps: 50 },
  { property: 'no-use-after-free', kernel: '2.6.20', mutant: 'put-context-twice', scenario: 'buffered', steps: 55 },
  {
    property: 'no-undefined-behaviour',
    kernel: '2.6.20',
    mutant: 'put-context-twice',
    scenario: 'dw1-nowait',
    steps: 44,
  },
  { property: 'no-lost-wakeup', kernel: '2.6.20', mutant: 'no-wake', scenario: 'dw1-reader', steps: 81 },
] as const;

describe('every property is violated by a mutant of a kernel that it holds of', () => {
  for (const { property, kernel: sound, mutant, scenario, steps } of kills) {
    it(`${mutant} violates ${property} in ${scenario}, at the earliest after ${steps} steps`, () => {
      expect(verdicts(scenario, kernel(sound))[property]).toBe('holds');
      expect(verdicts(scenario, kernel(`${sound}+${mutant}`))[property]).toBe(steps);
    });

    it(`${mutant} also changes the set of outcomes of ${scenario}`, () => {
      expect(outcomeTexts(scenario, kernel(`${sound}+${mutant}`))).not.toEqual(outcomeTexts(scenario, kernel(sound)));
    });
  }

  it('an error that nobody cleared violates no-undefined-behaviour and changes the outcomes', () => {
    const careless = without(postEiocbqueued, 'clear-pending-err');
    expect(verdicts('buffered', careless)['no-undefined-behaviour']).toBe(42);
    expect(outcomeTexts('buffered', careless)).toEqual(['{"end":"oops","oops":"unwritten:kiocb.ki_pending_err"}']);
  });

  // The count's `--` is one step, so no decrement is lost in another: the class and the assertion show the missing lock.
  it('put-without-lock violates no-undefined-behaviour and runs into assert_spin_locked', () => {
    const careless = kernel('2.6.20+put-without-lock');
    const { judgements } = decide('dw1-reader', careless);
    const found = judgements.find(({ property }) => property.name === 'no-undefined-behaviour')?.violation?.message;
    expect(found).toBe('bug_on:__aio_put_req');
    expect(outcomeTexts('dw1-reader', careless)).toContain('{"end":"oops","oops":"bug_on:__aio_put_req"}');
  });

  it('no property and no mutant is left out', () => {
    const covered = new Set<string>(kills.map((kill) => kill.property));
    expect([...covered].toSorted()).toEqual(properties.map(({ name }) => name).toSorted());
    const used = new Set<string>([...kills.map((kill) => kill.mutant), 'put-without-lock']);
    expect([...used].toSorted()).toEqual(mutants.map(({ name }) => name).toSorted());
  });
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
