/** Decides properties over a scenario under a patch, and tells the violations: in this thread, or in several that share the search. */
import type { AioModel } from '../../model/closed-world.ts';
import { PackedMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { KernelView } from '../../properties/aio/index.ts';
import {
  type Check,
  checking,
  type CheckOptions,
  type Judgement,
  type Verdict,
} from '../../properties/checker/check.ts';
import { type Exploration, type Searched, STOPPED } from '../../properties/search/explore.ts';
import {
  exploringInParallel,
  type ParallelExploration,
  type ParallelSearchRun,
  WorkerDied,
} from '../../properties/search/parallel/explore-in-parallel.ts';
import { InputError } from '../exit.ts';
import { modulesAmong } from '../given.ts';
import { sayProgress } from '../progress.ts';
import type { Runner } from '../runner.ts';
import { type Statistics, statisticsOf } from '../statistics.ts';
import type { ConfirmedViolation } from '../counterexample.ts';
import { askOnceMore, leftOf } from './again.ts';
import { type LoadedPatch, type LoadedProperty, modelOf, patchOf, propertiesOf } from './code.ts';
import { provedBy, provingRecipe } from './shared-search.ts';
import { confirmingViolation, withFewerSwitches, unlessStopped } from './confirm.ts';

/** The patch and the properties as the user called them. */
export interface Deciding {
  readonly scenario: Scenario;
  readonly patch: string;
  readonly properties: readonly string[];
  readonly options: CheckOptions;
  /** More than one: so many threads share a search that leaves nothing out. */
  readonly sharers: number;
}

export interface Decision {
  readonly verdict: Verdict;
  /** Whether the property's antecedent was reached. */
  readonly reached: boolean;
  /** Why it is not judged on all schedules, where that is so. */
  readonly unjudged: string | null;
  readonly violation: Violated | null;
}

/** What is wrong; and the schedule that shows it, unless somebody interrupted before it was told. */
export interface Violated {
  readonly message: string;
  /** No end can be reached any more. */
  readonly livelock: boolean;
  readonly confirmed: ConfirmedViolation | null;
}

export interface Decided extends Pick<Check<never>, 'schedules' | 'cyclic'> {
  /** In the order of the properties. */
  readonly decisions: readonly Decision[];
  readonly exploration: Searched;
  readonly statistics: Statistics;
}

/** A search is handed to several threads when it has met so many states: a thread takes half a second to start. */
const HANDED_OVER = 300_000;

interface Subject {
  readonly scenario: Scenario;
  readonly patch: LoadedPatch;
  readonly properties: readonly LoadedProperty[];
  readonly model: AioModel;
  readonly what: string;
}

type Judged = Pick<Decided, 'schedules' | 'cyclic' | 'exploration' | 'statistics'> & {
  readonly judgements: readonly Judgement<KernelView>[];
};

export async function decide(asked: Deciding, runner: Runner): Promise<Decided> {
  const { scenario } = asked;
  const patch = await patchOf(asked.patch);
  const properties = await propertiesOf(asked.properties);
  const what = `${scenario.name}, ${patch.name}`;
  const subject = { scenario, patch, properties, model: modelOf(scenario, patch), what };
  const judged = await (asked.sharers > 1
    ? shared(subject, asked, runner)
    : alone(subject, asked, asked.options, runner));
  const { judgements, ...rest } = judged;
  const decisions: Decision[] = [];
  for (const judgement of judgements) {
    const { verdict, reached, unjudged } = judgement;
    // oxlint-disable-next-line no-await-in-loop -- one after the other, and a look at who wants to stop between them
    decisions.push({ verdict, reached, unjudged, violation: await violated(subject, judgement, runner) });
  }
  return { ...rest, decisions };
}

async function alone(
  { scenario, patch, properties, model, what }: Subject,
  asked: Deciding,
  options: CheckOptions,
  runner: Runner,
): Promise<Judged> {
  const begun = performance.now();
  const machine = new PackedMachine(model);
  const { exploration, ...check } = await runner.run(what, checking(machine, properties, options), sayProgress);
  const seconds = (performance.now() - begun) / 1000;
  const named = { scenario: scenario.name, patch: patch.name, seconds };
  const statistics = statisticsOf(named, machine, model.program, exploration);
  const judged = { ...check, exploration: withoutFunctions(exploration), statistics };
  const left = await askOnceMore(machine, asked, properties, async (far) => !(await runner.pause(what, far)));
  return left === null ? judged : doubted(judged, left);
}

/** Not everything could be asked again: what was found is true, and nothing is proved. */
function doubted(judged: Judged, left: string): Judged {
  return {
    ...judged,
    schedules: null,
    judgements: judged.judgements.map((judgement) =>
      judgement.verdict === 'violated' ? judgement : { ...judgement, verdict: 'clipped' },
    ),
    exploration: { ...judged.exploration, clipped: judged.exploration.clipped ?? 'limit', limit: left },
  };
}

/** What can be sent. */
const withoutFunctions = (exploration: Exploration): Searched =>
  Object.fromEntries(
    Object.entries(exploration).filter(([name, value]) => name !== 'graph' && typeof value !== 'function'),
  ) as unknown as Searched;

async function shared(subject: Subject, asked: Deciding, runner: Runner): Promise<Judged> {
  const { scenario, patch, properties, model, what } = subject;
  const { options, sharers } = asked;
  const maxStates = Math.min(HANDED_OVER, options.maxStates ?? HANDED_OVER);
  const small = await alone(subject, asked, { ...options, maxStates }, runner);
  if (small.exploration.clipped !== 'max-states' || maxStates < HANDED_OVER) return small;
  const data = { scenario, patch: asked.patch, properties: asked.properties, outcomes: false };
  const slices = exploringInParallel(provingRecipe(data), sharers, options);
  const found = await explored(slices, what, runner).catch((problem: unknown) => {
    const modules = modulesAmong([asked.patch, ...asked.properties]).join(' or ');
    throw modules !== '' && problem instanceof WorkerDied
      ? new InputError([`${modules}: ${problem.message}`])
      : problem;
  });
  const { states, transitions, depth, queue, bytes, clipped, ends, seconds, judgedDepth } = found;
  const limit = clipped === 'limit' ? 'more than can be told apart' : null;
  const figures = { states, transitions, depth, queue, bytes, clipped, limit, judgedDepth, ends, seconds };
  const exploration: Searched = { ...small.exploration, ...figures, turns: transitions };
  const named = { scenario: scenario.name, patch: patch.name, seconds };
  const { judgements, again } = provedBy(found, properties);
  const statistics = statisticsOf(named, { stepsTaken: () => null }, model.program, exploration);
  const judged = { judgements, exploration, schedules: null, cyclic: false, statistics };
  const left = leftOf(asked, again);
  return left === null ? judged : doubted(judged, left);
}

async function explored(slices: ParallelSearchRun, what: string, runner: Runner): Promise<ParallelExploration> {
  let next = await slices.next();
  while (!next.done) {
    // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
    const stop = await runner.pause(what, sayProgress(next.value));
    // oxlint-disable-next-line no-await-in-loop -- the same
    next = await slices.next(stop ? 'stop' : undefined);
  }
  runner.done();
  return next.value;
}

/** Told with fewer switches, which reads better. */
async function violated(
  { scenario, patch, model, what }: Subject,
  { property, violation }: Judgement<KernelView>,
  runner: Runner,
): Promise<Violated | null> {
  if (violation === null) return null;
  const { message, turns, lasso, isShortest } = violation;
  const livelock = lasso !== undefined;
  if (await runner.pause(what, `telling how ${property.name} is violated`))
    return { message, livelock, confirmed: null };
  const machine = new PackedMachine(model);
  // What a livelock violates is no state, so that no reordering can be judged by where it ends.
  const failure = { scenario, machine, turns };
  const straight = livelock ? failure : await withFewerSwitches(failure, property, what, runner);
  const rank = isShortest ? 'shortest' : 'unproved';
  const work = confirmingViolation(model, { scenario, patch, property }, straight.turns, rank);
  const confirmed = await unlessStopped(work, what, property, runner);
  return confirmed === STOPPED
    ? { message, livelock, confirmed: null }
    : { message: confirmed.message, livelock, confirmed };
}
