/**
 * What a failing run is shrunk to is the minimum of (tasks and requests, faults, switches, steps) over every scenario inside
 * the one that was drawn: seed by seed, against scenarios by single deletions and costs by correction, which share no code
 * with the search.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Finding, PackedMachine, type Patch } from '../../../model/core/index.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import type { AioProperty } from '../../../properties/aio/kernel-view.ts';
import { type Run, runs } from '../../../properties/aio/runs.ts';
import { type ScenarioConstraints, scenarios } from '../../../properties/aio/scenario-arbitrary.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { type StrategyName, strategyNamed } from '../../../properties/search/strategies.ts';
import { timesAsMany } from '../../drawn.ts';
import { scenariosInside, upToNames } from '../../model/scenarios/naive-deletions.ts';
import { asDecimal, naiveMinimum, type Tuple, tupleOf } from '../search/naive-cheapest.ts';
import { kernel } from './decide.ts';

/** `TEST_TIMES=25 npm run test:deep`: the seeds that ADR 5 tells of. */
const SEEDS = timesAsMany(4);
const MOST_INSIDE = 2000;

interface Case {
  readonly patch: string;
  readonly property: string;
  readonly strategy: StrategyName;
  readonly within: ScenarioConstraints;
}

/** Without retries, cancels, teardown and timeouts, whose contexts make the long way too long. */
const plain = {
  ops: ['direct_write', 'direct_read', 'buffered'],
  calls: [],
  timeouts: false,
  lastFiles: false,
} as const;

/** Small, so that all that is inside a scenario can be searched the long way; each finds another kind of minimum. */
const cases: readonly Case[] = [
  {
    patch: '2.6.20',
    property: 'no-double-completion',
    strategy: 'uniform',
    within: { ...plain, tasks: { max: 2 }, requests: { max: 2 }, bios: { max: 1 } },
  },
  {
    patch: 'post-eiocbqueued',
    property: 'no-lost-wakeup',
    strategy: 'pct',
    within: { ...plain, tasks: { min: 2, max: 2 }, requests: { max: 1 }, bios: { max: 1 }, faults: ['osync'] },
  },
  // A breach of a lock's discipline: the last step is wrong, and not the state that it leads to.
  {
    patch: '2.6.20+put-without-lock',
    property: 'lock-discipline',
    strategy: 'pos',
    within: { ...plain, tasks: { max: 2 }, requests: { max: 2 }, bios: { max: 1 } },
  },
  // Takes two requests, or one and a fault.
  {
    patch: '2.6.20+slot-not-reserved',
    property: 'ring-sound',
    strategy: 'pct',
    within: {
      ...plain,
      tasks: { max: 1 },
      requests: { max: 2 },
      bios: { max: 1 },
      ring_nr: { max: 2 },
      faults: ['invalidate'],
    },
  },
  {
    patch: '2.6.20',
    property: 'cancel-exclusive',
    strategy: 'uniform',
    within: {
      ...plain,
      tasks: { max: 2 },
      requests: { max: 1 },
      ops: ['queued'],
      calls: ['io_cancel'],
    },
  },
];

type Minimum = readonly [size: number, ...Tuple];

const sizeOf = ({ tasks, iocbs }: Scenario): number => tasks.length + iocbs.length;

/** Finds minima inside scenarios. Of scenarios that many seeds come to, each is searched once, or again if not far enough. */
class Oracle {
  private readonly patch: Patch;
  private readonly property: AioProperty;
  private readonly known = new Map<string, { readonly least: number | null; readonly bound: number }>();

  constructor(patch: Patch, property: AioProperty) {
    this.patch = patch;
    this.property = property;
  }

  get searched(): number {
    return this.known.size;
  }

  /** The least of all that fails in these scenarios and is no more than `claim`. */
  minimum(inside: Iterable<Scenario>, claim: Minimum): Minimum | null {
    const [claimedSize, ...claimed] = claim;
    for (let size = 1; size <= claimedSize; size++) {
      let least = size < claimedSize ? Number.POSITIVE_INFINITY : asDecimal(...claimed);
      let isFound = false;
      for (const scenario of inside) {
        const found = sizeOf(scenario) === size ? this.least(scenario, least) : null;
        if (found === null || found > least) continue;
        [least, isFound] = [found, true];
      }
      if (isFound) return [size, ...tupleOf(least)];
    }
    return null;
  }

  private least(scenario: Scenario, bound: number): number | null {
    const text = upToNames(scenario);
    const known = this.known.get(text);
    if (known !== undefined && (known.least !== null || known.bound >= bound)) return known.least;
    const machine = new PackedMachine(closeWorld(worldOf(scenario), this.patch));
    const isWrong = (findings: readonly Finding[]) => violationHere(machine, this.property, findings) !== null;
    const least = naiveMinimum(machine, isWrong, bound);
    this.known.set(text, { least, bound });
    return least;
  }
}

/** Counted on the schedule itself, as replay takes it. */
function measured({ scenario }: Run, turns: Run['turns']): Minimum {
  const faults = turns.flatMap(({ script }) => script.filter((option) => option !== 0)).length;
  const switches = turns.filter(({ context }, i) => i > 0 && turns[i - 1]?.context !== context).length;
  return [sizeOf(scenario), faults, switches, turns.length];
}

const tell = ([size, faults, switches, steps]: Minimum): string =>
  `${size} tasks and requests, ${faults} faults, ${switches} switches, ${steps} steps`;

/** How often each comes, the most frequent first: `80 x this, 20 x that`. */
function tally(of: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of of) counts.set(one, (counts.get(one) ?? 0) + 1);
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  return sorted.map(([one, count]) => `${count} x ${one}`).join('; ');
}

const range = (numbers: readonly number[]): string => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return `${sorted[0]} to ${sorted.at(-1)}, median ${sorted[sorted.length >> 1]}`;
};

interface Shrunk {
  readonly original: Scenario;
  readonly inside: number;
  readonly minimum: Minimum | null;
  readonly got: Minimum;
  readonly isInside: boolean;
  readonly tried: number;
  readonly numShrinks: number;
}

describe.each(cases)('$property of $patch, $strategy', ({ patch: name, property: called, strategy, within }) => {
  const patch = kernel(name);
  const property = properties.find((one) => one.name === called) as AioProperty;
  const arbitrary = runs({
    patch,
    scenarios: scenarios(within),
    strategy: strategyNamed(strategy),
    places: Number.POSITIVE_INFINITY,
  });
  const oracle = new Oracle(patch, property);

  function shrunkBy(seed: number): Shrunk {
    let judged = 0;
    const holds = fc.property(arbitrary, (run) => {
      judged++;
      return run.violation(property) === null;
    });
    const found = fc.check(holds, { seed, numRuns: 20_000 });
    const [run] = found.counterexample ?? [];
    if (run === undefined) throw new Error(`no run of seed ${seed} violates the property`);
    const tried = judged - found.numRuns;
    const [first = ''] = found.counterexamplePath?.split(':') ?? [];
    const drawn = fc.check(holds, { seed, path: first, endOnFailure: true }).counterexample?.[0];
    if (drawn === undefined) throw new Error(`the run of seed ${seed} does not fail again`);
    const inside = scenariosInside(drawn.scenario, MOST_INSIDE);
    if (inside === undefined) throw new Error(`seed ${seed} came to a scenario that is too large`);
    const got = measured(run, run.violation(property)?.turns ?? []);
    const minimum = oracle.minimum([...inside.values()], got);
    const isInside = inside.has(upToNames(run.scenario));
    return {
      original: drawn.scenario,
      inside: inside.size,
      minimum,
      got,
      isInside,
      tried,
      numShrinks: found.numShrinks,
    };
  }

  it(`shrinks to the true minimum, ${SEEDS} seeds of ${SEEDS}`, { timeout: 600_000 }, () => {
    const began = process.cpuUsage().user;
    const all = Array.from({ length: SEEDS }, (_, i) => shrunkBy(i + 1));
    const right = all.filter(({ got, minimum, isInside }) => isInside && got.join() === minimum?.join());
    const originals = new Map(all.map((one) => [upToNames(one.original), one]));
    const sizes = [...originals.values()].map(({ original }) => `of size ${sizeOf(original)}`);
    console.log(
      [
        `${right.length} of ${SEEDS}: what ${name} and ${called} (${strategy}) shrank to is the true minimum`,
        `  from ${originals.size} different scenarios: ${tally(sizes)}`,
        `  with so many scenarios inside: ${range([...originals.values()].map(({ inside }) => inside))}`,
        `  minima: ${tally(all.map(({ got }) => tell(got)))}`,
        `  shrinks taken: ${tally(all.map(({ numShrinks }) => String(numShrinks)))}`,
        `  runs judged while shrinking: ${range(all.map(({ tried }) => tried))}`,
        `  the long way: ${oracle.searched} scenarios searched; ${((process.cpuUsage().user - began) / 1e6).toFixed(1)} s of CPU in all`,
      ].join('\n'),
    );
    expect(all.filter((one) => !right.includes(one))).toEqual([]);
  });
});
