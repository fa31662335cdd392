/** A violation is confirmed on the reference machine; what it does not come to as well is an error that says whose. */
import { describe, expect, it } from 'vitest';
import { type Claim, confirm } from '../../counterexamples/confirm.ts';
import { Disagreement } from '../../counterexamples/recorded-run.ts';
import { ImpurePredicate, ImpureStep } from '../../model/core/index.ts';
import type { Property } from '../../properties/checker/property.ts';
import { act, fn, go, type Kernel, nothing, tinyModel, when } from '../models/tiny-kernel.ts';

const property: Property<Kernel> = {
  name: 'dark',
  meaning: 'The flag is never set.',
  reason: 'a test',
  antecedent: { text: 'always', reached: (k) => !k.root(0).flag },
  always: (k) => (k.root(0).flag ? 'the flag is set' : null),
};

const raiser = fn('raiser', {
  raise: act((k) => {
    k.root(0).flag = k.choose('flag', [0, 1]) === 1;
  }),
  lower: act((k) => {
    k.root(0).flag = false;
  }),
});
const waiter = fn('waiter', { wait: when((k) => k.root(0).flag) });
const model = tinyModel([raiser, waiter]);

const raised = { context: 0, script: [1] };
const [kept, lowered, waited] = [
  { context: 0, script: [0] },
  { context: 0, script: [] },
  { context: 1, script: [] },
];
const claim = { name: 'a model', model, property, turns: [raised] };

describe('a confirmed violation', () => {
  it('is data: its steps, the lines of its trace, and what is wrong at its end', () => {
    expect(confirm(claim)).toMatchObject({
      message: 'the flag is set',
      wrong: { message: 'the flag is set', atEnd: true, after: 1 },
      steps: [{ context: 'raiser', step: 'raiser.raise', choices: [{ name: 'flag', value: 1 }], faults: 1 }],
      schedule: ['raiser raiser.raise', 'raiser ? flag=1'],
      livelock: null,
    });
  });

  it('of a livelock has what goes round behind its schedule', () => {
    const spinner = fn('spinner', { spin: nothing, again: go(() => 'spin' as never) });
    const { always: _, ...rest } = property;
    const hang: Property<Kernel> = { ...rest, livelock: true };
    const { message, livelock } = confirm({ name: 'a model', model: tinyModel([spinner]), property: hang, turns: [] });
    expect(message).toBe('no end can be reached any more: spinner can go round for ever');
    expect(livelock).toEqual({ message, stem: ['spinner spinner.spin'], loop: ['spinner spinner.spin'] });
  });
});

/** Which error, and what it says. */
function refusal(refused: Claim<Kernel>): readonly [string, string] {
  try {
    confirm(refused);
  } catch (problem) {
    if (problem instanceof Error) return [problem.constructor.name, problem.message];
  }
  throw new Error('it is confirmed');
}

const wrongClaims = [
  ['violates nothing', [kept], 'the reference machine does not violate dark'],
  ['violates it, and at its end no more', [raised, lowered], 'the reference machine does not violate dark'],
  ['cannot be taken', [kept, waited], 'step 2: waiter cannot move on the reference machine'],
] as const;

describe.each(wrongClaims)('a claimed violation whose schedule %s', (_, turns, why) => {
  it('of shipped code is a disagreement of the machines', () => {
    expect(refusal({ ...claim, turns })).toEqual([Disagreement.name, `a model: ${why}`]);
  });

  it('of a patch of one’s own is an impure step', () => {
    const own = { patch: './mine.mts', property: './says.mts' };
    const says = `a step of ./mine.mts does not do the same when it is taken again: ${why}`;
    expect(refusal({ ...claim, turns, own })).toEqual([ImpureStep.name, says]);
  });

  it('of a property of one’s own is an impure predicate', () => {
    const says = `property dark of ./says.mts does not say the same again: ${why}`;
    expect(refusal({ ...claim, turns, own: { property: './says.mts' } })).toEqual([ImpurePredicate.name, says]);
  });
});

describe('a step that does something else when the trace is taken again', () => {
  /** Goes where it went the first time only once. */
  const fickle = () => {
    let times = 0;
    const turncoat = fn('turncoat', {
      turn: { line: 1, c: 'turn', run: () => (times++ === 0 ? 'raise' : 'rest') },
      rest: nothing,
      raise: act((k) => {
        k.root(0).flag = true;
      }),
    });
    const turns = [lowered, lowered];
    return { ...claim, model: tinyModel([turncoat]), turns };
  };

  it('is found out, though the property was violated', () => {
    expect(refusal({ ...fickle(), own: { patch: './mine.mts' } })).toEqual([
      ImpureStep.name,
      'a step of ./mine.mts does not do the same when it is taken again',
    ]);
    expect(refusal(fickle())).toEqual([
      Disagreement.name,
      'a model: the trace does not replay: turncoat turncoat.raise: turncoat is at turncoat.rest',
    ]);
  });
});
