/** What each thread of a parallel search over a scenario imports: from names, as the user gave them, to a machine and its judge. */
import { PackedMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { KernelView } from '../../properties/aio/index.ts';
import { canonical, type Outcome, outcomeOf } from '../../properties/aio/outcome.ts';
import type { AskedAgain } from '../../properties/checker/asked-again.ts';
import type { Judgement } from '../../properties/checker/check.ts';
import { judgements, monitorFor, type Reports } from '../../properties/checker/parallel.ts';
import type { Built, ParallelExploration, Recipe } from '../../properties/search/parallel/explore-in-parallel.ts';
import { requireNothingForbidden } from '../foreign/guards.ts';
import { freshInstances } from './again.ts';
import { type LoadedProperty, modelOf, patchOf, propertiesOf } from './code.ts';

/** Patches and properties are shipped names, or modules' files. */
export interface Proving {
  readonly scenario: Scenario;
  readonly patch: string;
  readonly properties: readonly string[];
  /** Whether to collect the final outcomes too. */
  readonly outcomes: boolean;
}

interface Report {
  readonly judged: Reports;
  /** Canonical texts. */
  readonly outcomes: readonly string[];
  /** The functions that this thread's steps entered. */
  readonly entered: readonly string[];
  /** What fresh instances of the user's modules answer. */
  readonly again: readonly AskedAgain[];
}

export const provingRecipe = (data: Proving): Recipe => ({ module: import.meta.url, name: 'buildProving', data });

export async function buildProving(proving: Proving): Promise<Built> {
  const { scenario, patch, properties, outcomes } = proving;
  const machine = new PackedMachine(modelOf(scenario, await patchOf(patch)));
  const loaded = await propertiesOf(properties);
  const again = await freshInstances(proving);
  const judge = monitorFor(machine, loaded);
  const found = new Set<string>();
  return {
    machine,
    judge: {
      state: (row, steps) => judge.state?.(row, steps),
      found: (from, turn, steps, finding) => judge.found?.(from, turn, steps, finding),
      terminal(row, end, steps) {
        judge.terminal?.(row, end, steps);
        if (outcomes && end !== 'trap') found.add(canonical(outcomeOf(machine, end)));
      },
      report(): Report {
        requireNothingForbidden();
        return {
          judged: judge.report(),
          outcomes: [...found],
          entered: [...machine.entered()],
          again: again(machine, loaded),
        };
      },
    },
  };
}

/** What the search came to, for properties in the order in which they were given to the recipe. */
export interface Proved {
  readonly judgements: readonly Judgement<KernelView>[];
  readonly outcomes: readonly Outcome[];
  /** The functions that any context has entered. */
  readonly entered: ReadonlySet<string>;
  /** Of each thread. */
  readonly again: readonly AskedAgain[];
}

export function provedBy(exploration: ParallelExploration, properties: readonly LoadedProperty[]): Proved {
  const reports = exploration.reports as readonly Report[];
  const found = new Set(reports.flatMap(({ outcomes }) => outcomes));
  return {
    judgements: judgements(
      properties,
      reports.map(({ judged }) => judged),
      exploration,
    ),
    outcomes: [...found].toSorted().map((text) => JSON.parse(text) as Outcome),
    entered: new Set(reports.flatMap(({ entered }) => entered)),
    again: reports.flatMap(({ again }) => again),
  };
}
