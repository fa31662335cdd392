/** Compares the model's outcomes with the measured ones, in a worker of its own: one pair at a time, as it is asked to. */
import { parentPort } from 'node:worker_threads';
import { PackedMachine } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/scenario.ts';
import { canonical, outcomeSet } from '../../properties/aio/outcome.ts';
import { shippedScenario, truthOf } from './truth.ts';

export interface Pair {
  readonly patch: string;
  readonly scenario: string;
}

export interface Comparison extends Pair {
  /** Measured and not in the model's set; in the model's set although an exhaustive measurement has it not. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  readonly transitions: number;
}

function compare({ patch, scenario }: Pair): Comparison {
  const shipped = shippedPatches.find(({ name }) => name === patch);
  if (shipped === undefined) throw new Error(`no shipped patch is called ${patch}`);
  const truth = truthOf(patch, scenario);
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), shipped));
  const { outcomes, exploration } = outcomeSet(machine);
  const ours = new Set(outcomes.map(canonical));
  const measured = new Set(truth.outcomes.map(canonical));
  return {
    patch,
    scenario,
    missing: [...measured].filter((outcome) => !ours.has(outcome)),
    surplus: truth.exhaustive ? [...ours].filter((outcome) => !measured.has(outcome)) : [],
    transitions: exploration.transitions,
  };
}

parentPort?.on('message', (pair: Pair) => parentPort?.postMessage(compare(pair)));
