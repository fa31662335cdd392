/** Where shrinking must guess, because there is too much to go through, it says what it knows and no more. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine } from '../../../model/core/index.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { sizeOf } from '../../../model/scenarios/shrinking/sub-scenarios.ts';
import { noLostWakeup } from '../../../properties/aio/no-lost-wakeup.ts';
import { Run, runs, smallerRuns } from '../../../properties/aio/runs.ts';
import { scenarios } from '../../../properties/aio/scenario-arbitrary.ts';
import { costOf } from '../../../properties/search/cost-queue.ts';
import { kernel, world } from './decide.ts';

const patch = kernel('post-eiocbqueued');
const closed = (scenario: Scenario) => new PackedMachine(closeWorld(worldOf(scenario), patch));
const small = scenarios({
  tasks: { min: 2, max: 3 },
  requests: { min: 1, max: 2 },
  bios: { max: 1 },
  calls: ['io_cancel', 'io_destroy'],
  signals: false,
  repeats: false,
  faults: [],
});

function shrunk(seed: number, places: number): Run {
  const property = fc.property(
    runs({ patch, scenarios: small, places }),
    (run) => run.violation(noLostWakeup) === null,
  );
  const { counterexample } = fc.check(property, { seed, numRuns: 1000 });
  if (counterexample === null) throw new Error(`seed ${seed} finds nothing`);
  return counterexample[0];
}

const measure = (run: Run): number => sizeOf(run.scenario) * 2 ** 40 + costOf(run.turns);

/** Something that is smaller inside the run's own scenario and fails too, or null. */
function smallerInside({ scenario, turns }: Run): string | null {
  const again = Run.of(scenario, closed(scenario), turns);
  for (const smaller of smallerRuns(again, closed, Number.POSITIVE_INFINITY))
    if (smaller.violation(noLostWakeup) !== null) return smaller.toString();
  return null;
}

it('a minimum of a guessed scenario is one inside it, and is marked as a guess', { timeout: 1_800_000 }, () => {
  const seeds = Array.from({ length: 6 }, (_, i) => i + 1);
  const found = seeds.map((seed) => ({ cheap: shrunk(seed, 5000), whole: shrunk(seed, Number.POSITIVE_INFINITY) }));
  expect(found.filter(({ whole }) => !whole.isMinimal || whole.isGuess)).toEqual([]);
  expect(found.filter(({ cheap, whole }) => measure(cheap) < measure(whole))).toEqual([]);
  const minimal = found.filter(({ cheap }) => cheap.isMinimal);
  expect(minimal.filter(({ cheap, whole }) => !cheap.isGuess && measure(cheap) !== measure(whole))).toEqual([]);
  expect(minimal.map(({ cheap }) => smallerInside(cheap)).filter((smaller) => smaller !== null)).toEqual([]);
  expect(minimal.filter(({ cheap }) => cheap.isGuess).length).toBeGreaterThan(0);
});

it('guessing begins at once where too many scenarios of one size are inside', () => {
  // Each of the polls may go or stay, or ask for one event: more than 2 ** 12 scenarios of one task.
  const polls = Array.from({ length: 12 }, (_, i) => ({ io_getevents: { min_nr: 0, nr: i + 2 } }));
  const scenario = world([{ op: 'buffered' }], { submitter: [{ io_submit: [0] }, ...polls] });
  let opened = 0;
  const counted = (inside: Scenario) => {
    opened++;
    return closed(inside);
  };
  const all = smallerRuns(Run.of(scenario, closed(scenario), []), counted, Number.POSITIVE_INFINITY);
  const first = all.next().value;
  expect(first).toMatchObject({ isGuess: true });
  expect(opened).toBeLessThan(100);
});
