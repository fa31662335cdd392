/**
 * How fast the unreduced search goes, as transitions per second of one core. The baseline in the same run is the same
 * search over the reference machine; machines are noisy, so read the ratio.
 */
import { Bench } from 'tinybench';
import { type Machine, PackedMachine, ReferenceMachine } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { explore } from '../../properties/search/explore.ts';
import { shippedScenario } from '../ground-truth/truth.ts';

interface Contest {
  readonly name: string;
  readonly scenario: string;
  readonly make: (model: ReturnType<typeof modelOf>) => Machine;
}

const PATCH = 'post-eiocbqueued';
const ROUNDS = 3;

const packed: Contest['make'] = (model) => new PackedMachine(model);

const contests: readonly Contest[] = [
  { name: 'packed machine, same search', scenario: 'dw1-inval', make: packed },
  { name: 'packed machine, two requests and a reader', scenario: 'two-dw-r1r1', make: packed },
  { name: 'packed machine, two requests and two readers', scenario: 'one-sub-two-readers', make: packed },
  {
    name: 'packed machine without its memo of steps, two requests and a reader',
    scenario: 'two-dw-r1r1',
    make: (model) => new PackedMachine(model, { memoWords: 0 }),
  },
  // Last, because code that both machines share is faster while only one of them has run.
  { name: 'reference machine (baseline)', scenario: 'dw1-inval', make: (model) => new ReferenceMachine(model) },
];

function modelOf(scenario: string) {
  const patch = shippedPatches.find(({ name }) => name === PATCH);
  if (patch === undefined) throw new Error(`no patch ${PATCH}`);
  return closeWorld(worldOf(shippedScenario(scenario)), patch);
}

export async function transitionsPerSecond(): Promise<void> {
  const transitions = new Map<string, number>();
  const bench = new Bench({ iterations: ROUNDS, time: 0, warmup: false });
  for (const { name, scenario, make } of contests) {
    const model = modelOf(scenario);
    bench.add(name, () => {
      transitions.set(name, explore(make(model), {}).transitions);
    });
  }
  await bench.run();

  const rates = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} did not finish`);
    return { name, perSecond: (transitions.get(name) ?? 0) / (result.latency.p50 / 1000) };
  });
  const baseline = rates.at(-1)?.perSecond ?? Number.NaN;
  console.table(
    rates.map(({ name, perSecond }, i) => ({
      search: name,
      scenario: contests[i]?.scenario,
      transitions: transitions.get(name),
      'transitions/s (median of 3)': Math.round(perSecond),
      'times the baseline': Number((perSecond / baseline).toFixed(1)),
    })),
  );
}
