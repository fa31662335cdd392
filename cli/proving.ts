/** Decides properties over scenarios and patches, and keeps what reports need: a row each, and the counterexamples. */
import { availableParallelism } from 'node:os';
import { shippedPatches } from '../model/patches/index.ts';
import type { Scenario } from '../model/scenarios/format/scenario.ts';
import { alwaysWatched } from '../properties/aio/index.ts';
import { takesMinutes } from '../properties/aio/manifest.ts';
import { SHORTEST_WITHIN, type Verdict } from '../properties/checker/check.ts';
import { type EndCounts, noEnds } from '../properties/search/ends.ts';
import type { Clip } from '../properties/search/explore.ts';
import { executing } from './executor/executing.ts';
import type { Executor } from './executor/executor.ts';
import { doesNotReturn, NoAnswer } from './executor/no-answer.ts';
import type { Tally } from './progress.ts';
import { calledBy, type GivenPatch, type GivenProperty } from './given.ts';
import { introduced } from './introducing.ts';
import { clipReason, limitsOf, sharersOf } from './limits.ts';
import { complain } from './output.ts';
import { type LimitFlags, leavingOf, type LookFlags, type ReductionFlags, type TracesFlag } from './options.ts';
import { type Figures, figuresOf, lastHeardOf, NOT_BEGUN, type Statistics } from './statistics.ts';
import type { Decided, Decision } from './tasks/decide.ts';
import { describedProperty } from './tasks/introduce.ts';
import { type Counterexample, mostTelling } from './counterexample.ts';
import { replayLine, traceWriter } from './traces.ts';

/** A verdict, as `prove --json` prints it. */
export interface VerdictRow extends Figures {
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
  readonly ends: Readonly<EndCounts>;
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
  /** It is violated by a state from which no end can be reached. */
  readonly livelock: boolean;
  readonly message: string | null;
  /** Of a verdict `not-judged`: what some schedule comes to. */
  readonly unjudged: string | null;
}

export interface Proof {
  /** In the order in which they were asked for. */
  readonly patches: readonly GivenPatch[];
  readonly rows: readonly VerdictRow[];
  /** One for each search: a scenario under a patch. */
  readonly searches: readonly Statistics[];
  /** The counterexamples of all rows, and those that are worth showing. */
  readonly found: readonly Counterexample[];
  readonly shown: readonly Counterexample[];
  readonly seconds: number;
}

export interface Inputs {
  readonly scenarios: readonly Scenario[];
  /** As the user called them; none: all that are shipped. */
  readonly patches: readonly string[];
  readonly properties: readonly string[];
}

type Flags = LimitFlags & LookFlags & ReductionFlags & TracesFlag & { readonly workers?: number };

/** The same of many searches: few of their violations are looked at. */
const SHORTEST_WITHIN_OF_MANY = 50_000;
const FEW_SEARCHES = 5;

interface Job {
  readonly scenario: Scenario;
  readonly patch: GivenPatch;
}

/** Everything is closed and linked before the first search, so that bad input is found before anything is written. */
export function prove(inputs: Inputs, flags: Flags): Promise<Proof> {
  const { scenarios, patches } = inputs;
  const many = scenarios.length * (patches.length || shippedPatches.length) > 1;
  const threads = many ? (flags.workers ?? availableParallelism()) : 1;
  const called = [...patches, ...inputs.properties];
  return executing({ called, quiet: flags.quiet, threads }, (executor, searches) =>
    proveOn(executor, inputs, flags, searches),
  );
}

async function proveOn(executor: Executor, inputs: Inputs, flags: Flags, tally: Tally): Promise<Proof> {
  const { scenarios } = inputs;
  const { maxSeconds } = flags;
  const { patches, properties } = await introduced(executor, inputs, maxSeconds);
  const traces = traceWriter(flags.traces);
  const watched = [
    ...properties,
    ...alwaysWatched.filter(({ name }) => !properties.some((one) => one.name === name)).map(describedProperty),
  ];
  const begun = performance.now();
  const jobs = scenarios.flatMap((scenario) => patches.map((patch): Job => ({ scenario, patch })));
  tally.expect(jobs.length);
  const leaving = leavingOf(flags);
  const shortestWithin = jobs.length > FEW_SEARCHES ? SHORTEST_WITHIN_OF_MANY : SHORTEST_WITHIN;
  const options = {
    ...limitsOf(flags, sharersOf(jobs.length, flags.workers)),
    keepGraph: true,
    leaving,
    shortestWithin,
  };
  // Somebody asked for threads, and nothing is left out: they share a search. Schedules are not counted then.
  const sharers = jobs.length === 1 && leaving === undefined ? (flags.workers ?? 1) : 1;
  const ask = ({ scenario, patch }: Job): Promise<Decided> => {
    const asked = { scenario, patch: calledBy(patch), properties: watched.map(calledBy), options, sharers };
    const answer = executor.run('decide', asked, { maxSeconds });
    // The first that fails is heard of below, and ends them all.
    void answer.catch(() => undefined).then(() => tally.countOne());
    return answer;
  };
  const answers: Promise<Decided>[] = [];
  for (const nth of largestLast(jobs, flags)) answers[nth] = ask(jobs[nth] as Job);
  const rows: VerdictRow[] = [];
  const searches: Statistics[] = [];
  const found: Counterexample[] = [];
  for (const [nth, job] of jobs.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- told in the order in which they were asked for
    const decided = await answered(answers[nth] as Promise<Decided>, job, watched.length);
    answers[nth] = FORGOTTEN;
    searches.push(decided.statistics);
    for (const [i, decision] of decided.decisions.entries()) {
      const property = watched[i] as GivenProperty;
      if (!properties.includes(property) && decision.verdict !== 'violated') continue;
      const confirmed = decision.violation?.confirmed ?? null;
      const counterexample = confirmed && { ...confirmed, path: traces.write(confirmed.trace) };
      if (counterexample !== null) found.push(counterexample);
      rows.push(rowOf(job, property, decision, decided, counterexample, flags));
    }
  }
  traces.warn();
  const shown = mostTelling(found, properties, patches.length);
  return { patches, rows, searches, found, shown, seconds: (performance.now() - begun) / 1000 };
}

/** The jobs' places, in the order in which they are begun: what takes longest keeps nothing else waiting. Says so. */
function largestLast(jobs: readonly Job[], { quiet }: LookFlags): readonly number[] {
  const isHuge = (nth: number): boolean => takesMinutes(jobs[nth]?.scenario.name ?? '');
  const places = [...jobs.keys()];
  const huge = places.filter(isHuge);
  if (huge.length === 0 || huge.length === jobs.length) return places;
  const names = [...new Set(huge.map((nth) => jobs[nth]?.scenario.name))].join(', ');
  if (!quiet)
    complain(`kioctx: ${names} takes many minutes for each patch, and comes last; Ctrl-C then ends with what is known`);
  return [...places.filter((nth) => !isHuge(nth)), ...huge];
}

/** What was told is not kept. */
const FORGOTTEN: Promise<Decided> = new Promise(() => {});

/** Where a search was given up, nothing is proved. */
async function answered(answer: Promise<Decided>, { scenario, patch }: Job, properties: number): Promise<Decided> {
  try {
    return await answer;
  } catch (problem) {
    if (!(problem instanceof NoAnswer)) throw problem;
    const progress = problem.progress ?? NOT_BEGUN;
    return {
      decisions: Array.from({ length: properties }, () => ({
        verdict: 'clipped',
        reached: false,
        unjudged: null,
        violation: null,
      })),
      exploration: {
        ...progress,
        clipped: problem.why,
        limit: doesNotReturn(problem),
        isShortest: false,
        judgedDepth: 0,
        ends: noEnds(),
        turns: progress.transitions,
        before: null,
        renamings: [],
      },
      schedules: null,
      cyclic: false,
      statistics: lastHeardOf({ scenario: scenario.name, patch: patch.name }, progress),
    };
  }
}

function rowOf(
  { scenario, patch }: Job,
  property: GivenProperty,
  { verdict, reached, unjudged, violation }: Decision,
  { exploration, schedules, cyclic, statistics }: Decided,
  counterexample: Counterexample | null,
  flags: LimitFlags,
): VerdictRow {
  const { states, transitions, depth } = exploration;
  return {
    scenario: scenario.name,
    patch: patch.name,
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
    unjudged,
    antecedent: property.antecedent,
    reduced: exploration.reduced,
    isShortest: counterexample?.rank === 'shortest',
    livelock: violation?.livelock === true,
    cutSchedules: schedules?.byEnd.oops.toString() ?? null,
    seconds: statistics.seconds,
    clip: exploration.clipped,
    clipReason: exploration.clipped && clipReason(exploration.clipped, exploration.limit, flags),
    trace: counterexample?.path ?? null,
    replay: counterexample && replayLine(counterexample.path, patch, property),
    steps: counterexample?.steps.length ?? null,
    message: violation?.message ?? null,
    ...figuresOf(statistics),
  };
}
