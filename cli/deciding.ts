/** Makes the searches that `prove` asks for: one after the other, many on several threads, or one that several threads share. */
import { availableParallelism } from 'node:os';
import type { AioModel } from '../model/closed-world.ts';
import { PackedMachine } from '../model/core/index.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import type { KernelView } from '../properties/aio/index.ts';
import { type Check, checking, type CheckOptions, type Judgement } from '../properties/check.ts';
import type { Searched } from '../properties/search/explore.ts';
import { exploringInParallel } from '../properties/search/parallel/explore.ts';
import { calledBy, type GivenPatch, type GivenProperty } from './inputs.ts';
import { decideOn, SearchFailed } from './jobs.ts';
import { sayProgress } from './progress.ts';
import { provedBy, provingRecipe } from './proving-recipe.ts';
import type { Runner } from './runner.ts';
import { type Statistics, statisticsOf } from './statistics.ts';

export interface Asked {
  readonly scenario: Scenario;
  readonly patch: GivenPatch;
  readonly model: AioModel;
}

export interface Outcome extends Pick<Check<KernelView>, 'schedules' | 'cyclic'> {
  readonly judgements: readonly Judgement<KernelView>[];
  readonly exploration: Searched;
  readonly statistics: Statistics;
}

export interface How {
  readonly properties: readonly GivenProperty[];
  readonly options: CheckOptions;
  /** The threads that somebody asked for; undefined: as many as there are cores. */
  readonly workers: number | undefined;
  readonly runner: Runner;
}

/** A search is handed to several threads when it has met so many states: a thread takes half a second to start. */
const HANDED_OVER = 300_000;

/** In the order of the searches. */
export async function* deciding(asked: readonly Asked[], how: How): AsyncGenerator<Outcome> {
  const threads = how.workers ?? availableParallelism();
  const [only] = asked;
  if (asked.length === 1 && only !== undefined) {
    // Nothing is left out, and somebody asked for threads: schedules are not counted then.
    const isShared = (how.workers ?? 1) > 1 && how.options.leaving === undefined;
    yield await (isShared ? shared(only, threads, how) : alone(only, how));
  } else if (threads === 1) {
    // oxlint-disable-next-line no-await-in-loop -- one search at a time, so that its memory is free for the next
    for (const one of asked) yield await alone(one, how);
  } else
    try {
      yield* onThreads(asked, threads, how);
    } catch (problem) {
      // What a search threw there, it throws here too, as what it is.
      if (problem instanceof SearchFailed) await alone(asked[problem.number] as Asked, how);
      throw problem;
    }
}

const nameOf = ({ scenario, patch }: Asked): string => `${scenario.name}, ${patch.name}`;

async function* onThreads(
  asked: readonly Asked[],
  threads: number,
  { properties, options, runner }: How,
): AsyncGenerator<Outcome> {
  const jobs = asked.map(({ scenario, patch }, number) => ({
    number,
    scenario,
    patch: calledBy(patch),
    properties: properties.map(calledBy),
    options,
  }));
  const pause: Parameters<typeof decideOn>[2] = ({ number }, progress) =>
    runner.pause(nameOf(asked[number] as Asked), sayProgress(progress));
  for await (const { judgements, ...decided } of decideOn(threads, jobs, pause))
    yield {
      ...decided,
      judgements: judgements.map(({ verdict, reached, violation }, i) => ({
        property: properties[i] as GivenProperty,
        verdict,
        reached,
        violation,
      })),
    };
  runner.done();
}

async function alone(asked: Asked, { properties, options, runner }: How): Promise<Outcome> {
  const { scenario, patch, model } = asked;
  const begun = performance.now();
  const machine = new PackedMachine(model);
  const check = await runner.run(nameOf(asked), checking(machine, properties, options), sayProgress);
  const seconds = (performance.now() - begun) / 1000;
  const named = { scenario: scenario.name, patch: patch.name, seconds };
  return { ...check, statistics: statisticsOf(named, machine, model.program, check.exploration) };
}

async function shared(asked: Asked, threads: number, how: How): Promise<Outcome> {
  const { scenario, patch, model } = asked;
  const { properties, options, runner } = how;
  const maxStates = Math.min(HANDED_OVER, options.maxStates ?? HANDED_OVER);
  const small = await alone(asked, { ...how, options: { ...options, maxStates } });
  if (small.exploration.clipped !== 'max-states' || maxStates < HANDED_OVER) return small;
  const data = { scenario, patch: calledBy(patch), properties: properties.map(calledBy), outcomes: false };
  const slices = exploringInParallel(provingRecipe(data), threads, options);
  let next = await slices.next();
  while (!next.done) {
    // oxlint-disable-next-line no-await-in-loop -- waiting is what this loop is for
    const stop = await runner.pause(nameOf(asked), sayProgress(next.value));
    // oxlint-disable-next-line no-await-in-loop -- the same
    next = await slices.next(stop ? 'stop' : undefined);
  }
  runner.done();
  const found = next.value;
  const { states, transitions, depth, queue, bytes, clipped, ends, seconds } = found;
  const { judgedDepth } = found;
  const limit = clipped === 'limit' ? 'more than can be told apart' : null;
  const figures = {
    states,
    transitions,
    depth,
    queue,
    bytes,
    clipped,
    limit,
    judgedDepth,
    ends,
    seconds,
    turns: transitions,
  };
  const exploration: Searched = { ...small.exploration, ...figures };
  const named = { scenario: scenario.name, patch: patch.name, seconds };
  return {
    judgements: provedBy(found, properties).judgements,
    exploration,
    schedules: null,
    cyclic: false,
    statistics: statisticsOf(named, { stepsTaken: () => null }, model.program, exploration),
  };
}
