/** Searches at random for violations: a row for each patch and property, and the counterexamples. */
import type { Trace } from '../counterexamples/aio/trace.ts';
import type { Scenario } from '../model/scenarios/format/scenario.ts';
import type { StrategyName } from '../properties/search/strategies.ts';
import { corpus } from './corpus.ts';
import type { Executor } from './executor/executor.ts';
import { NoAnswer } from './executor/no-answer.ts';
import { InputError } from './exit.ts';
import { calledBy, type GivenPatch, type GivenProperty } from './given.ts';
import { introduced } from './introducing.ts';
import { scenarioOf } from './inputs.ts';
import { type Found, NOTHING } from './tasks/search.ts';
import { type Counterexample, mostTelling } from './counterexample.ts';
import type { Tally } from './progress.ts';
import { byContent } from './saved-once.ts';
import { quoted, replayLine, traceWriter } from './traces.ts';

export type SearchVerdict = 'not-found' | 'violated' | 'interrupted';

export interface SearchRow extends Omit<Found, 'confirmed'> {
  readonly patch: string;
  /** Of the minimum; where nothing is found, `random`, or what was asked for. */
  readonly scenario: string;
  readonly property: string;
  readonly verdict: SearchVerdict;
  readonly seed: number;
  /** A random search counts no states and no schedules. */
  readonly states: null;
  readonly transitions: null;
  readonly depth: null;
  readonly schedules: null;
  readonly seconds: number;
  readonly trace: string | null;
  readonly replay: string | null;
  readonly minimal: Trace['minimal'] | null;
  readonly message: string | null;
  /** The command that searches to the same failure again; null where a kept trace failed. */
  readonly again: string | null;
}

export interface SearchInputs {
  /** Patches and properties as the user called them; none: all that are shipped. */
  readonly patches: readonly string[];
  readonly properties: readonly string[];
  /** Those to search in; none: random ones. */
  readonly scenarios: readonly Scenario[];
  /** What the user called them. */
  readonly scenario: readonly string[];
  readonly runs: number;
  readonly seed: number;
  /** Whether the user gave the seed. */
  readonly seedGiven: boolean;
  readonly path: string | undefined;
  readonly strategy: StrategyName;
  readonly depth: number | undefined;
  /** Smaller places gone through before the rest is guessed at. */
  readonly maxStates: number | undefined;
  readonly maxSeconds: number | undefined;
  /** Whether kept traces are tried first. */
  readonly corpus: boolean;
  /** Where traces go: a folder, or `none`. */
  readonly traces: string;
}

export interface RandomSearch {
  readonly rows: readonly SearchRow[];
  /** The counterexamples of all rows, and those that are worth showing. */
  readonly found: readonly Counterexample[];
  readonly shown: readonly Counterexample[];
  readonly seconds: number;
}

/** Whether the patches fit is tried here; every other scenario has the same functions and structs. */
const ANY = 'buffered';

/** Patches are linked and kept traces read before anything is searched or written. */
export async function searchAtRandom(inputs: SearchInputs, executor: Executor, tally: Tally): Promise<RandomSearch> {
  const { scenarios, maxSeconds } = inputs;
  const called = { patches: inputs.patches, properties: inputs.properties, scenarios: [scenarioOf(ANY), ...scenarios] };
  const { patches, properties } = await introduced(executor, called, maxSeconds);
  requireFailureNamed(inputs, patches, properties);
  const kept = inputs.corpus && inputs.path === undefined ? corpus() : [];
  const traces = traceWriter(inputs.traces, '', byContent);
  const begun = performance.now();
  tally.expect(patches.length * properties.length);
  const rows: SearchRow[] = [];
  const found: Counterexample[] = [];
  for (const patch of patches)
    for (const property of properties) {
      const started = performance.now();
      const { runs, seed, path, strategy, depth, maxStates } = inputs;
      const asked = {
        patch: calledBy(patch),
        property: calledBy(property),
        scenarios,
        runs,
        seed,
        path,
        strategy,
        depth,
      };
      // oxlint-disable-next-line no-await-in-loop -- one search at a time, so that each has the machine for itself
      const one = await executor
        .run('search', { ...asked, maxStates, maxSeconds, kept }, { maxSeconds })
        .catch(unanswered);
      tally.countOne();
      const counterexample = one.confirmed && { ...one.confirmed, path: traces.write(one.confirmed.trace) };
      if (counterexample !== null) found.push(counterexample);
      const seconds = (performance.now() - started) / 1000;
      rows.push(rowOf(inputs, { patch, property, found: one, counterexample, seconds }));
    }
  traces.warn();
  return { rows, found, shown: mostTelling(found, properties), seconds: (performance.now() - begun) / 1000 };
}

function requireFailureNamed(
  { path, seedGiven }: SearchInputs,
  patches: readonly GivenPatch[],
  properties: readonly GivenProperty[],
): void {
  if (path !== undefined && (patches.length !== 1 || properties.length !== 1 || !seedGiven))
    throw new InputError(['--path makes one failure again; expected a --seed, one --patch and one property beside it']);
}

/** It was given up. */
function unanswered(problem: unknown): Found {
  if (!(problem instanceof NoAnswer)) throw problem;
  return { ...NOTHING, clip: problem.why };
}

interface Result {
  readonly patch: GivenPatch;
  readonly property: GivenProperty;
  readonly found: Found;
  readonly counterexample: Counterexample | null;
  readonly seconds: number;
}

function rowOf(inputs: SearchInputs, { patch, property, found, counterexample, seconds }: Result): SearchRow {
  const { confirmed: _told, ...figures } = found;
  const asked = inputs.scenarios.map(({ name }) => name).join(', ') || 'random';
  return {
    ...figures,
    patch: patch.name,
    scenario: counterexample?.scenario.name ?? asked,
    property: property.name,
    verdict: counterexample === null ? (found.clip === null ? 'not-found' : 'interrupted') : 'violated',
    seed: inputs.seed,
    states: null,
    transitions: null,
    depth: null,
    schedules: null,
    seconds,
    trace: counterexample?.path ?? null,
    replay: counterexample && replayLine(counterexample.path, patch, property),
    minimal: counterexample?.trace.minimal ?? null,
    message: counterexample?.message ?? null,
    again: found.path === null ? null : againLine(inputs, patch, property, found.path),
  };
}

function againLine(
  { seed, strategy, depth, scenario, maxStates }: SearchInputs,
  patch: GivenPatch,
  property: GivenProperty,
  path: string,
): string {
  const what = `npx kioctx run ${quoted(calledBy(property))} --patch ${quoted(calledBy(patch))}`;
  const places = maxStates === undefined ? '' : ` --max-states ${maxStates}`;
  const how = `--strategy ${strategy}${depth === undefined ? '' : ` --depth ${depth}`}${places}`;
  const where = scenario.map((name) => ` --scenario ${quoted(name)}`).join('');
  return `${what} --seed ${seed} --path ${path} ${how}${where}`;
}
