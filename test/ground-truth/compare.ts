/** Compares the model's outcomes with the measured ones, in a worker of its own: one scenario at a time, as it is asked to. */
import { parentPort } from 'node:worker_threads';
import { PackedMachine, type Patch } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { canonical, outcomeOf } from '../../properties/aio/outcome.ts';
import { outcomeSet } from '../../properties/aio/outcome-set.ts';
import { pct } from '../../properties/search/strategies.ts';
import { walk } from '../../properties/search/walk.ts';
import { seededRandom } from '../../properties/search/seeded-random.ts';
import { measuredPatches, shippedScenario, truthOf } from './truth.ts';

export interface Comparison {
  readonly patch: string;
  readonly scenario: string;
  /** Measured and not in the model's set; in the model's set although an exhaustive measurement has it not. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  readonly transitions: number;
  /** What was searched: every schedule; those of the unpatched kernel, since no function that the patch edits is entered in them; or random ones. */
  readonly by: 'every schedule' | 'unpatched' | 'random schedules';
}

interface Searched {
  readonly outcomes: ReadonlySet<string>;
  readonly transitions: number;
  readonly entered: ReadonlySet<string>;
}

const machineOf = (scenario: string, patch: Patch) =>
  new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), patch));

function search(scenario: string, patch: Patch): Searched {
  const machine = machineOf(scenario, patch);
  const { outcomes, exploration } = outcomeSet(machine, { reductions: {} });
  return {
    outcomes: new Set(outcomes.map(canonical)),
    transitions: exploration.transitions,
    entered: machine.entered(),
  };
}

/** Enough for all that was measured in the largest scenario, twice over; from a seed, so that they are always the same. */
const SCHEDULES = 400_000;
const SEED = 2007;

/** Whether random schedules come to all of these outcomes, and how many steps they took. */
function shows(scenario: string, patch: Patch, measured: ReadonlySet<string>): { all: boolean; steps: number } {
  const machine = machineOf(scenario, patch);
  const random = seededRandom(SEED);
  const left = new Set(measured);
  let steps = 0;
  for (let schedule = 0; schedule < SCHEDULES && left.size > 0; schedule++) {
    steps += walk(machine, pct(3), random, () => undefined);
    left.delete(canonical(outcomeOf(machine)));
  }
  return { all: left.size === 0, steps };
}

const base: Patch = { name: '2.6.20', summary: 'the unpatched kernel', hunks: [] };

function compare(scenario: string): Comparison[] {
  let unpatched: Searched | null = null;
  return measuredPatches().map((name): Comparison => {
    const patch = shippedPatches.find((shipped) => shipped.name === name);
    if (patch === undefined) throw new Error(`no shipped patch is called ${name}`);
    const truth = truthOf(name, scenario);
    const measured = new Set(truth.outcomes.map(canonical));
    // Of a part there is only to show that it is contained, for which every schedule is more than it takes.
    const shown = truth.exhaustive ? { all: false, steps: 0 } : shows(scenario, patch, measured);
    if (shown.all)
      return { patch: name, scenario, missing: [], surplus: [], transitions: shown.steps, by: 'random schedules' };
    const isFirst = unpatched === null;
    unpatched ??= search(scenario, base);
    const { entered } = unpatched;
    const matters = patch.hunks.some(({ edits }) => edits.some(({ proc }) => entered.has(proc)));
    const { outcomes, transitions } = matters ? search(scenario, patch) : unpatched;
    return {
      patch: name,
      scenario,
      missing: [...measured].filter((outcome) => !outcomes.has(outcome)),
      surplus: truth.exhaustive ? [...outcomes].filter((outcome) => !measured.has(outcome)) : [],
      transitions: matters || isFirst ? transitions : 0,
      by: matters || name === base.name ? 'every schedule' : 'unpatched',
    };
  });
}

parentPort?.on('message', (scenario: string) => parentPort?.postMessage(compare(scenario)));
