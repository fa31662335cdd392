/** Decides properties over scenarios and patches, and keeps what reports need: a row each, and the counterexamples. */
import { PackedMachine } from '../model/core/index.ts';
import type { AioModel } from '../model/closed-world.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import { alwaysWatched, type KernelView } from '../properties/aio/index.ts';
import type { Judgement, Verdict } from '../properties/check.ts';
import type { Clip, End } from '../properties/search/explore.ts';
import { type Asked, deciding, type Outcome } from './deciding.ts';
import { type GivenPatch, type GivenProperty, modelOf } from './inputs.ts';
import { clipReason, limitsOf, sharersOf } from './limits.ts';
import { type Bounds, leavingOf, type LookFlags, type ReductionFlags, type TracesFlag } from './options.ts';
import { progressOn } from './progress.ts';
import { runnerWith } from './runner.ts';
import { type Figures, figuresOf, type Statistics } from './statistics.ts';
import { convict, type Counterexample, mostTelling, straightened } from './telling.ts';
import { replayLine, traceWriter, type WriteTrace } from './traces.ts';

/** A verdict, as `prove --json` prints it. */
export interface Row extends Figures {
  readonly patch: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: Verdict;
  /** Whether the property's antecedent was reached. */
  readonly reached: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Decimal; null where the search was clipped or reduced, or the state graph has a cycle. */
  readonly schedules: string | null;
  /** The state graph has a cycle: some schedule never ends. */
  readonly cyclic: boolean;
  /** Schedules that an oops ended; as a number it is rounded above 2^53, as a decimal it is exact. Where the search was reduced: states. */
  readonly cut: number;
  readonly cutSchedules: string | null;
  /** States in which schedules end: all have finished, somebody has not and nothing can move, or an oops or a fault. */
  readonly ends: Readonly<Record<End, number>>;
  /** What has to happen for the property to claim anything. */
  readonly antecedent: string;
  readonly seconds: number;
  /** Something was left out that makes no difference to the verdict; `states` and `transitions` are what was left. */
  readonly reduced: boolean;
  /** What stopped the search early, or null. */
  readonly clip: Clip | null;
  /** The same in words. */
  readonly clipReason: string | null;
  readonly trace: string | null;
  /** The command that replays it. */
  readonly replay: string | null;
  /** Steps of the schedule that violates it, or null; and whether none has fewer. */
  readonly steps: number | null;
  readonly isShortest: boolean;
  readonly message: string | null;
}

export interface Proof {
  readonly rows: readonly Row[];
  /** One for each search: a scenario under a patch. */
  readonly searches: readonly Statistics[];
  readonly shown: readonly Counterexample[];
  readonly seconds: number;
}

export interface Inputs {
  readonly scenarios: readonly Scenario[];
  readonly patches: readonly GivenPatch[];
  readonly properties: readonly GivenProperty[];
}

/** States searched for a shortest schedule of what a reduced search found: of many violations, few are looked at. */
const MUCH = 500_000;
const LITTLE = 50_000;
const FEW = 5;

/** Everything is closed and linked before the first search, so that bad input is found before anything is written. */
export async function prove(
  { scenarios, patches, properties }: Inputs,
  flags: Bounds & LookFlags & ReductionFlags & TracesFlag & { readonly workers?: number },
): Promise<Proof> {
  const jobs = scenarios.flatMap((scenario) =>
    patches.map((patch) => ({ scenario, patch, model: modelOf(scenario, patch) })),
  );
  const write = traceWriter(flags.traces);
  const watched = [...new Set([...properties, ...alwaysWatched])];
  const runner = runnerWith(progressOn(process.stderr, flags.quiet === true));
  const begun = performance.now();
  const rows: Row[] = [];
  const searches: Statistics[] = [];
  const found: Counterexample[] = [];
  const options = {
    ...limitsOf(flags, sharersOf(jobs.length, flags.workers)),
    keepGraph: true,
    leaving: leavingOf(flags),
    shortestWithin: jobs.length > FEW ? LITTLE : MUCH,
  };
  let nth = 0;
  for await (const result of deciding(jobs, { properties: watched, options, workers: flags.workers, runner })) {
    const { scenario, patch, model } = jobs[nth++] as Asked;
    const { exploration, statistics } = result;
    searches.push(statistics);
    const searched = {
      statistics,
      clipReason: exploration.clipped && clipReason(exploration.clipped, exploration.limit, flags),
    };
    for (const judgement of result.judgements) {
      if (!properties.includes(judgement.property) && judgement.verdict !== 'violated') continue;
      const counterexample = retell(model, scenario, patch, judgement, write);
      if (counterexample !== null) found.push(counterexample);
      rows.push(rowOf(scenario, patch, judgement, result, searched, counterexample));
    }
  }
  const shown = mostTelling(found, properties, patches.length);
  return { rows, searches, shown, seconds: (performance.now() - begun) / 1000 };
}

const namesOf = (scenario: Scenario, patch: GivenPatch) => ({ scenario: scenario.name, patch: patch.name });

function rowOf(
  scenario: Scenario,
  patch: GivenPatch,
  { property, verdict, reached }: Judgement<KernelView>,
  { exploration, schedules, cyclic }: Outcome,
  { statistics, clipReason: reason }: { readonly statistics: Statistics; readonly clipReason: string | null },
  counterexample: Counterexample | null,
): Row {
  const { states, transitions, depth } = exploration;
  return {
    ...namesOf(scenario, patch),
    property: property.name,
    verdict,
    reached,
    states,
    transitions,
    depth,
    schedules: schedules?.all.toString() ?? null,
    cyclic,
    cut: exploration.reduced ? exploration.ends.oops : Math.min(Number(schedules?.byEnd.oops ?? 0n), Number.MAX_VALUE),
    ends: exploration.ends,
    antecedent: property.antecedent.text,
    reduced: exploration.reduced,
    isShortest: counterexample?.rank === 'shortest',
    cutSchedules: schedules?.byEnd.oops.toString() ?? null,
    seconds: statistics.seconds,
    clip: exploration.clipped,
    clipReason: reason,
    trace: counterexample?.path ?? null,
    replay: counterexample && replayLine(counterexample.path, patch, property),
    steps: counterexample?.narration.steps.length ?? null,
    message: counterexample?.message ?? null,
    ...figuresOf(statistics),
  };
}

/** With fewer switches, which reads better; told and written down. */
function retell(
  model: AioModel,
  scenario: Scenario,
  patch: GivenPatch,
  { property, violation }: Judgement<KernelView>,
  write: WriteTrace,
): Counterexample | null {
  if (violation === null) return null;
  const machine = new PackedMachine(model);
  // What a livelock violates is no state, so that no reordering can be judged by where it ends.
  const { turns } = violation.lasso ? violation : straightened({ scenario, machine, turns: violation.turns }, property);
  return convict(model, { scenario, patch, property }, turns, violation.isShortest ? 'shortest' : 'unproved', write);
}
