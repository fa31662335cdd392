/** The oracle's plans notice searches that are wrong on purpose, each in the way that its name says. */
import { expect, it } from 'vitest';
import { MayAccess, type Observed, StepFootprints, type VisibleGroups } from '../../model/core/index.ts';
import { ALL_RULES } from '../../properties/search/visibility.ts';
import type { Mode } from './compare.ts';
import type { Leaving } from './core-search.ts';
import { firstNoticed } from './notices.ts';

const SEED = 2007;
const MODELS = 1000;

/** Futures from touches that something was done to. */
const spoilt = (spoil: (touches: StepFootprints) => void) =>
  function* (observed: Observed, visible: VisibleGroups) {
    const touches = yield* StepFootprints.of(observed, visible);
    spoil(touches);
    return yield* MayAccess.of(touches, observed.layout.contexts.length);
  };

const from0 = { from: 0, symmetry: false };
const wrong: Readonly<Record<string, Leaving & { readonly mode?: Mode }>> = {
  'futures end with the next step': {
    ...from0,
    mayAccessOf: spoilt(({ nodes }) => nodes.forEach((node) => node.next.clear())),
  },
  'nothing that a step writes is in anybody’s way': {
    ...from0,
    mayAccessOf: spoilt(({ nodes }) => nodes.forEach((node) => node.accesses.clear())),
  },
  'stubborn sets are weak: what a member waits for may be taken away by an outsider': {
    ...from0,
    mayAccessOf: spoilt(({ nodes }) =>
      nodes.forEach((node) => node.state.awaits.forEach((cell) => node.accesses.delete(cell))),
    ),
  },
  'what predicates read is not recorded': { ...from0, visibleOf: () => () => [] },
  'it is believed of every predicate that no step makes it wrong': {
    ...from0,
    rules: { ...ALL_RULES, neverMadeWrong: 'believed' },
  },
  'it is believed that one cell alone decides': {
    ...from0,
    rules: { ...ALL_RULES, smallestReason: 'believed' },
  },
  'what a predicate reads is kept in order, and its images are not': {
    from: 0,
    rules: { ...ALL_RULES, images: false },
    mode: 'symmetric',
  },
  'symmetries are believed': {
    from: 0,
    canonicalOf: (observation) => {
      const claimed = observation.symmetry();
      return claimed === undefined ? null : observation.canonical(claimed);
    },
    mode: 'symmetric',
  },
};

it.each(Object.keys(wrong))('they notice when %s', (how) => {
  const { mode = 'reduced', ...leaving } = wrong[how] as Leaving & { readonly mode?: Mode };
  expect(firstNoticed(mode, leaving, SEED, MODELS)).not.toBeNull();
});

it('they notice nothing where nothing is wrong', () => {
  expect(firstNoticed('reduced', from0, SEED, MODELS / 10)).toBeNull();
});
