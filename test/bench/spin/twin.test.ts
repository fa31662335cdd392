import { describe, expect, it } from 'vitest';
import { search, spinIsThere, verify } from './twin.ts';

const there = spinIsThere();
const title = 'the Promela twin of the family and the model are the same state graph';

describe.skipIf(there !== true)(there === true ? title : `${title} (skipped: ${there})`, () => {
  const limits = { maxMegabytes: 2000, maxSeconds: 60 };
  const model = search(1);

  it('has the outcomes of the model', () => {
    const { isComplete, errors, outcomes } = verify(1, { ...limits, reduction: false, merging: false, outcomes: true });
    expect({ isComplete, errors }).toEqual({ isComplete: true, errors: 0 });
    expect(outcomes).toEqual(model.outcomes);
  });

  it('has the states of the model, and its transitions beside the one into the initial state, which pan counts', () => {
    expect(model).toMatchObject({ states: 185_559, transitions: 614_296 });
    const { states, transitions } = verify(1, { ...limits, reduction: false, merging: false });
    expect({ states, transitions }).toEqual({ states: 185_559, transitions: 614_297 });
  });

  it('gains nothing by merging or by the reduction: every step touches what others can touch', () => {
    const { states, transitions } = verify(1, { ...limits, reduction: true, merging: true });
    expect({ states, transitions }).toEqual({ states: 185_559, transitions: 614_297 });
  });

  it('has fewer states when it is helped', () => {
    const helped = { ...limits, reduction: true, helped: true };
    const states = [false, true].map((merging) => verify(1, { ...helped, merging }).states);
    expect(states).toEqual([120_391, 103_968]);
  });

  it('has the same outcomes when it is helped', () => {
    const helped = { ...limits, reduction: true, merging: true, helped: true, outcomes: true };
    expect(verify(1, helped).outcomes).toEqual(model.outcomes);
  });

  it('says when memory or time has stopped it', () => {
    const plain = { reduction: false, merging: false };
    for (const bounds of [
      { maxMegabytes: 200, maxSeconds: 60 },
      { maxMegabytes: 2000, maxSeconds: 1 },
    ]) {
      const { isComplete, states } = verify(2, { ...plain, ...bounds });
      expect(isComplete).toBe(false);
      expect(states).toBeGreaterThan(10_000);
    }
  });
});
