/**
 * Scenarios and patches that are changed so that nothing may change: the verdict of every property and the set of outcomes, searched
 * whole and reduced, and as a rule even the state graph (test/metamorphic says for each transformation what must stay, and why).
 *
 * Each run draws some shipped scenarios and patches, and how they are changed. With `TEST_ALL`: every scenario of at most 50,000 states
 * under every shipped patch, and more under mutants.
 */
import { describe, expect, it } from 'vitest';
import { compose, type Patch, type Program } from '../../../model/core/index.ts';
import { mutants } from '../../../model/mutants/index.ts';
import { namedPatches } from '../../../model/named-patches.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { expectedOf, manifestScenarios } from '../../../properties/aio/manifest.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { seed, takesAll } from '../../drawn.ts';
import { Dice } from '../../oracle/dice.ts';
import { type Facts, factsOf, type Subject } from '../../metamorphic/facts.ts';
import { transformations } from '../../metamorphic/index.ts';
import { type Composed, composed, haveOneShape, ledElsewhere } from '../../metamorphic/orders.ts';
import { differences, type Transformation } from '../../metamorphic/transformation.ts';
import { twins } from '../../metamorphic/wrong.ts';

const TIMEOUT = 3_600_000;
const MOST_STATES = takesAll ? 50_000 : 15_000;
const DRAWN = 4;
const DRAWN_MUTANTS = takesAll ? 60 : 2;
const DRAWN_ORDERS = takesAll ? 60 : 2;

const statesOf = (scenario: string): number =>
  Math.max(...shippedPatches.map((patch) => expectedOf(scenario, patch.name)?.states ?? 0));

const small = manifestScenarios().filter((scenario) => statesOf(scenario) <= MOST_STATES);

const drawn = <T>(from: readonly T[], count: number, dice: Dice): T[] => {
  const left = [...from];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(dice.int(0, left.length - 1), 1)[0] as T,
  );
};

const subjectOf = (scenario: string, patch: Patch): Subject => ({ scenario: shippedScenario(scenario), patch });

/** Two tasks, and two requests, are in what is drawn in any case: without them nothing could change places. */
function subjects(): Subject[] {
  const dice = new Dice(seed);
  const all = small.flatMap((scenario) => shippedPatches.map((patch) => [scenario, patch] as const));
  const several = (['buffered-reader', 'two-buf-last'] as const).map(
    (one) => [one, dice.pick(shippedPatches)] as const,
  );
  return (takesAll ? all : [...several, ...drawn(all, DRAWN, dice)]).map(([scenario, patch]) =>
    subjectOf(scenario, patch),
  );
}

/** Kernels with a defect, which some schedules meet. */
function defective(): Subject[] {
  const dice = new Dice(seed, 1);
  const all = [shippedPatches[0] as Patch, shippedPatches[2] as Patch].flatMap((kernel) =>
    mutants.map((mutant) => compose([kernel, mutant])),
  );
  const fitting = all.filter((patch) => 'program' in composed([patch]));
  const smaller = small.filter((scenario) => statesOf(scenario) <= 5000);
  return drawn(fitting, DRAWN_MUTANTS, dice).map((patch) => subjectOf(dice.pick(smaller), patch));
}

const applied = new Map<string, number>();

/** What differs after each transformation that is applicable; a sentence each. */
function held(subject: Subject, of: readonly Transformation[], nth: number): string[] {
  const before = factsOf(subject);
  return of.flatMap((transformation, t) => {
    const made = transformation.of(subject, before, new Dice(seed, 1000 * (nth + 1) + t));
    if (made === null) return [];
    applied.set(transformation.name, (applied.get(transformation.name) ?? 0) + 1);
    const found = differences(transformation.keeps, before, factsOf(made), made.back);
    const where = `${subject.scenario.name}, ${subject.patch.name}: ${transformation.name} (${made.what})`;
    return found.length === 0 ? [] : [[where, ...found, JSON.stringify(made.scenario)].join('\n  ')];
  });
}

/** How often transformations of a name were applied, for whoever reads the report. */
const tally = (): string => [...applied].map(([name, count]) => `${count} x ${name}`).join('; ');

describe('a scenario and a patch that are changed so that nothing may change', () => {
  const titled = (nth: number, subject: Subject) =>
    [`${subject.scenario.name}, ${subject.patch.name}`, subject, nth] as const;

  it.each(subjects().map((subject, nth) => titled(nth, subject)))(
    'come to the same: %s',
    { timeout: TIMEOUT },
    (_, subject, nth) => {
      expect(held(subject, transformations, nth).join('\n')).toBe('');
    },
  );

  // What adds steps can meet a defect that what it is added to does not meet.
  const withOneGraph = transformations.filter(({ keeps }) => keeps === 'graph');
  it.each(defective().map((subject, nth) => titled(500 + nth, subject)))(
    'come to the same where the kernel has a defect: %s',
    { timeout: TIMEOUT },
    (_, subject, nth) => {
      expect(held(subject, withOneGraph, nth).join('\n')).toBe('');
    },
  );

  it('were changed in every way', () => {
    console.log(`metamorphic: ${tally()}`);
    expect([...applied.keys()].toSorted()).toEqual(transformations.map(({ name }) => name).toSorted());
  });
});

interface Pair {
  readonly name: string;
  readonly patches: readonly [first: Patch, second: Patch];
  readonly orders: readonly [one: Composed, other: Composed];
}

const changing = namedPatches.filter(({ hunks }) => hunks.length > 0);

const pairOf = (first: Patch, second: Patch): Pair => ({
  name: `${first.name}, ${second.name}`,
  patches: [first, second],
  orders: [composed([first, second]), composed([second, first])],
});

/** What one brings, the other changes: then it must come second. */
const needsTheOther = (refused: string): boolean => /has no function|has no step/.test(refused);

/** The kernels that both orders make; null where one is refused. */
function kernelsOf({ orders: [one, other] }: Pair): readonly [Program, Program] | null {
  return 'refused' in one || 'refused' in other ? null : [one.program, other.program];
}

function isOneKernel(pair: Pair): boolean {
  const kernels = kernelsOf(pair);
  return kernels !== null && haveOneShape(...kernels) && ledElsewhere(...kernels).length === 0;
}

describe('two patches composed in both orders', () => {
  const pairs = changing.flatMap((first, i) => changing.slice(i + 1).map((second) => pairOf(first, second)));

  it('are refused in both, or in one because a patch changes what the other brings', () => {
    const clashing = pairs.filter(({ orders }) => {
      const refused = orders.flatMap((order) => ('refused' in order ? [order.refused] : []));
      return refused.length === 1 && !needsTheOther(refused[0] as string);
    });
    expect(clashing.map(({ name }) => name)).toEqual([]);
  });

  it('are one kernel in which each function has the same steps in the same order', () => {
    const apart = pairs.filter((pair) => {
      const kernels = kernelsOf(pair);
      return kernels !== null && !haveOneShape(...kernels);
    });
    expect(apart.map(({ name }) => name)).toEqual([]);
  });

  it('lead every jump to the same step', () => {
    const apart = pairs.filter((pair) => kernelsOf(pair) !== null && !isOneKernel(pair));
    expect(apart.map(({ name }) => name)).toEqual([]);
  });

  const dice = new Dice(seed, 2);
  const smaller = small.filter((scenario) => statesOf(scenario) <= 5000);
  const cases = drawn(pairs.filter(isOneKernel), DRAWN_ORDERS, dice).map(
    ({ name, patches }) => [name, dice.pick(smaller), patches] as const,
  );
  it.each(cases)('come to the same: %s in %s', { timeout: TIMEOUT }, (_, scenario, [first, second]) => {
    const facts = (patches: readonly Patch[]): Facts => factsOf(subjectOf(scenario, compose(patches)));
    expect(differences('graph', facts([first, second]), facts([second, first]))).toEqual([]);
  });
});

describe('a transformation that is wrong is noticed', () => {
  it.each(twins)('$of: $mistake', { timeout: TIMEOUT }, ({ keeps, subject, made, notices }) => {
    const { scenario, patch, back } = made(subject);
    const found = differences(keeps, factsOf(subject), factsOf({ scenario, patch }), back);
    expect(found.filter((difference) => notices.test(difference))).not.toEqual([]);
  });

  it('for each transformation', () => {
    const names = [...transformations.map(({ name }) => name), 'patches are composed in both orders'];
    expect(twins.map(({ of }) => of).toSorted()).toEqual(names.toSorted());
  });
});
