/** Collects the final outcomes of every schedule of a scenario under a patch. */
import { PackedMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { type Outcome } from '../../properties/aio/outcome.ts';
import { collectingOutcomes } from '../../properties/aio/outcome-set.ts';
import type { Clip, Options } from '../../properties/search/explore.ts';
import { sayProgress } from '../progress.ts';
import type { Runner } from '../runner.ts';
import { type Statistics, statisticsOf } from '../statistics.ts';
import { askOnceMore } from './again.ts';
import { modelOf, patchOf } from './code.ts';

export interface Collecting {
  readonly scenario: Scenario;
  /** As the user called it. */
  readonly patch: string;
  readonly options: Options;
}

export interface Collected {
  readonly outcomes: readonly Outcome[];
  /** Decimal; null where the search was clipped or reduced, or the state graph has a cycle. */
  readonly schedules: string | null;
  readonly clipped: Clip | null;
  readonly limit: string | null;
  /** What is left out, and some schedule comes to. */
  readonly unknown: string | null;
  readonly statistics: Statistics;
}

export async function collectOutcomes({ scenario, patch, options }: Collecting, runner: Runner): Promise<Collected> {
  const begun = performance.now();
  const loaded = await patchOf(patch);
  const model = modelOf(scenario, loaded);
  const machine = new PackedMachine(model);
  const what = `${scenario.name}, ${loaded.name}`;
  const { outcomes, schedules, exploration, unknown } = await runner.run(
    what,
    collectingOutcomes(machine, options),
    sayProgress,
  );
  const goesOn = async (far: string): Promise<boolean> => !(await runner.pause(what, far));
  const left = await askOnceMore(machine, { scenario, patch, properties: [] }, [], goesOn);
  const seconds = (performance.now() - begun) / 1000;
  const named = { scenario: scenario.name, patch: loaded.name, seconds };
  const clipped = exploration.clipped ?? (left === null ? null : 'limit');
  const limit = left ?? exploration.limit;
  const statistics = statisticsOf(named, machine, model.program, exploration);
  return { outcomes, schedules, clipped, limit, unknown, statistics };
}
