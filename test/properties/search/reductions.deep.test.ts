/**
 * The contract of every reduction: it comes to the same ends, the same final states in full, the same oopses, faults and
 * breaches, the same verdicts and outcomes as the search that leaves nothing out; and the suite notices one that does not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FREED } from '../../../model/core/layout/layout.ts';
import { MayAccess, type Model, PackedMachine, StepFootprints } from '../../../model/core/index.ts';
import { explore } from '../../../properties/search/explore.ts';
import { mayAccessOf, type MayAccessOf, type Reductions } from '../../../properties/search/reduction.ts';
import { shareOf } from '../../drawn.ts';
import { peterson, storesSwapped } from '../../../docs/examples/peterson.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { buildModel } from '../../models/random-model-build.ts';
import type { ModelPlan } from '../../models/random-model-plan.ts';
import { modelPlan } from '../../models/random-model.ts';
import { commitsEarly, twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';

/** All that a search comes to; null where it is too large. A schedule that an oops ends says no more than that it did. */
function comesTo(model: Model, maxStates: number, reductions?: Reductions) {
  const machine = new PackedMachine(model);
  const ends = new Set<string>();
  const breaches = new Set<string>();
  const { clipped, states } = explore(
    machine,
    {
      restart: () => [ends, breaches].forEach((set) => set.clear()),
      terminal: (_, end) => ends.add(end === 'oops' ? (machine.halted() ?? '') : JSON.stringify(machine.plain())),
      found(_, __, ___, ____, finding) {
        if (finding.is === 'breach') breaches.add(JSON.stringify(finding));
      },
    },
    { maxStates, reductions },
  );
  return clipped === null ? { all: [...ends, ...breaches].toSorted(), states } : null;
}

const atOnce: Reductions = { from: 0 };
const LARGE = 3000;

/** Models of these plans whose whole graph is small enough, with what the full search comes to. */
const small = (plans: readonly ModelPlan[]) =>
  plans.flatMap((plan) => {
    const full = comesTo(buildModel(plan), LARGE);
    return full === null ? [] : [{ plan, full }];
  });

const SHARDS = 10;
const SHARD = 1030;

const tally = new Map<string, number>();
const count = (what: string, by = 1): void => void tally.set(what, (tally.get(what) ?? 0) + by);

/** What random models are made of, and what they come upon. */
function note({ procs }: ModelPlan, all: readonly string[]): void {
  const steps = procs.flatMap((proc) => proc.steps);
  const ops = steps.flatMap((step) => ('ops' in step ? step.ops : [])).map(({ op }) => op as string);
  const made = new Set([...steps.map(({ does }) => does as string), ...ops]);
  count('models');
  for (const of of ['acquire', 'free', 'choose', 'sleep', 'call', 'loop', 'alloc', 'follow'])
    if (made.has(of)) count(of);
  for (const kind of ['use_after_free', 'double_free', 'unguarded', 'unpublished', '"lock"', 'atomic'])
    if (all.some((text) => text.includes(kind))) count(`comes upon ${kind}`);
}

/** Each run takes one of them, which the seed says. */
const shards = shareOf(
  Array.from({ length: SHARDS }, (_, shard) => shard),
  SHARDS,
);

let parts = 0;
describe.each(shards)('random models, part %i', (shard) => {
  it('come to the same, reduced or not', { timeout: 1_800_000 }, () => {
    parts++;
    for (const { plan, full } of small(fc.sample(modelPlan, { numRuns: SHARD, seed: shard }))) {
      const reduced = comesTo(buildModel(plan), LARGE, atOnce);
      note(plan, full.all);
      count('states', full.states);
      count('states, reduced', reduced?.states ?? 0);
      expect({ plan, all: reduced?.all }).toEqual({ plan, all: full.all });
    }
  });
});

it('the random models were made of all that matters, and came upon it', () => {
  console.log(`random models: ${[...tally].map(([what, n]) => `${what} ${n}`).join(', ')}`);
  // Some parts may not have been asked for.
  expect(tally.get('models') ?? 0).toBeGreaterThanOrEqual(1000 * parts);
  expect([...tally].filter(([, n]) => n <= 10 * parts)).toEqual([]);
});

it.each<[string, Model]>([
  ["Peterson's algorithm", peterson(2)],
  ["Peterson's algorithm for ever", peterson(null)],
  ["Peterson's algorithm, its stores swapped", peterson(2, storesSwapped)],
  ['philosophers that may block', philosophers(4, 'all left-handed')],
  ['philosophers that may not', philosophers(4, 'the last right-handed')],
  ['two-phase commit', twoPhaseCommit(4)],
  ['two-phase commit that commits early', twoPhaseCommit(3, { patch: commitsEarly })],
])('%s comes to the same', (_, model) => {
  const full = comesTo(model, 50_000);
  for (const locks of [true, false])
    expect(comesTo(model, 50_000, { ...atOnce, locks })?.all).toEqual(full?.all ?? 'a smaller model');
});

/** Reductions that are wrong on purpose, each in the way that its name says. */
const wrong: Readonly<Record<string, MayAccessOf>> = {
  *'a field that is declared guarded is believed to be touched under its lock'(observed, watched) {
    const touches = yield* StepFootprints.of(observed, watched);
    for (const { base, stride, size, fields } of observed.layout.pools)
      for (const { offset, guard } of fields)
        if (guard !== null)
          for (let id = 0; id < size; id++)
            for (const node of touches.nodes) node.accesses.delete(base + id * stride + offset);
    return yield* MayAccess.of(touches, observed.layout.contexts.length);
  },
  *'futures end with the next step'(observed, watched) {
    const touches = yield* StepFootprints.of(observed, watched);
    for (const node of touches.nodes) node.next.clear();
    return yield* MayAccess.of(touches, observed.layout.contexts.length);
  },
  'what is met against expectation changes nothing': (() => {
    const first = new WeakMap<object, MayAccess>();
    return function* (observed, watched) {
      const known = first.get(observed) ?? (yield* mayAccessOf(observed, watched));
      first.set(observed, known);
      return known;
    };
  })(),
  *'nobody is believed to touch what is not published'(observed, watched) {
    observed.knowledge.privacyBroken = false;
    return yield* mayAccessOf(observed, watched);
  },
  *'a lock is believed to keep others out, however it is used'(observed, watched) {
    observed.knowledge.locksMisused = false;
    return yield* mayAccessOf(observed, watched);
  },
  *'freeing is believed to be in nobody’s way'(observed, watched) {
    const touches = yield* StepFootprints.of(observed, watched);
    for (const node of touches.nodes)
      for (const { written, contents } of node.state.transitions)
        written.forEach((cell, i) => {
          if (contents[i] === FREED) node.accesses.delete(cell);
        });
    return yield* MayAccess.of(touches, observed.layout.contexts.length);
  },
};

it.each(Object.keys(wrong))('this suite notices when %s', { timeout: 1_800_000 }, (how) => {
  const reductions = { ...atOnce, mayAccessOf: wrong[how] as MayAccessOf };
  const noticed = Array.from({ length: SHARDS }, (_, shard) => shard).some((shard) =>
    small(fc.sample(modelPlan, { numRuns: SHARD, seed: shard })).some(
      ({ plan, full }) =>
        JSON.stringify(comesTo(buildModel(plan), LARGE, reductions)?.all) !== JSON.stringify(full.all),
    ),
  );
  expect(noticed).toBe(true);
});
