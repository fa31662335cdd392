/** Compares the model's outcomes with the measured ones, in a worker of its own: one scenario at a time, as it is asked to. */
import { parentPort } from 'node:worker_threads';
import { PackedMachine, type Patch } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/scenario.ts';
import { canonical, type Outcome, outcomeSet } from '../../properties/aio/outcome.ts';
import { measuredPatches, shippedScenario, truthOf } from './truth.ts';

export interface Comparison {
  readonly patch: string;
  readonly scenario: string;
  /** Measured and not in the model's set; in the model's set although an exhaustive measurement has it not. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  /** None where the unpatched kernel's search was taken: no function that the patch edits is entered in it. */
  readonly transitions: number;
}

interface Searched {
  readonly outcomes: readonly Outcome[];
  readonly transitions: number;
  readonly entered: ReadonlySet<string>;
}

function search(scenario: string, patch: Patch): Searched {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), patch));
  const { outcomes, exploration } = outcomeSet(machine);
  return { outcomes, transitions: exploration.transitions, entered: machine.entered() };
}

function compare(scenario: string): Comparison[] {
  const unpatched = search(scenario, { name: 'unpatched', summary: '', hunks: [] });
  return measuredPatches().map((name) => {
    const patch = shippedPatches.find((shipped) => shipped.name === name);
    if (patch === undefined) throw new Error(`no shipped patch is called ${name}`);
    const matters = patch.hunks.some(({ edits }) => edits.some(({ proc }) => unpatched.entered.has(proc)));
    const { outcomes, transitions } = matters ? search(scenario, patch) : { ...unpatched, transitions: 0 };
    const truth = truthOf(name, scenario);
    const ours = new Set(outcomes.map(canonical));
    const measured = new Set(truth.outcomes.map(canonical));
    return {
      patch: name,
      scenario,
      missing: [...measured].filter((outcome) => !ours.has(outcome)),
      surplus: truth.exhaustive ? [...ours].filter((outcome) => !measured.has(outcome)) : [],
      transitions: name === '2.6.20' ? unpatched.transitions : transitions,
    };
  });
}

parentPort?.on('message', (scenario: string) => parentPort?.postMessage(compare(scenario)));
