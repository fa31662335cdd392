/** Searches at random for violations, with fast-check over scenarios and interleavings; a row for each patch and property. */
import fc from 'fast-check';
import { type Failure, withoutIdleFaults } from '../counterexamples/minimum.ts';
import type { Trace } from '../counterexamples/trace.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import { recurring } from '../properties/aio/recurring.ts';
import { type Run, runs } from '../properties/aio/runs.ts';
import { scenarios } from '../properties/aio/scenario-arbitrary.ts';
import { type StrategyName, strategyNamed } from '../properties/search/strategies.ts';
import { corpus, type Kept, knownFailure } from './corpus.ts';
import { InputError } from './exit.ts';
import { calledBy, type GivenPatch, type GivenProperty, modelOf, scenarioOf } from './inputs.ts';
import { count, type ProgressLine } from './progress.ts';
import { type Runner, runnerWith } from './runner.ts';
import { convict, type Counterexample, mostTelling, straightened } from './telling.ts';
import { quoted, replayLine, traceWriter, type WriteTrace } from './traces.ts';

/** How many random schedules are tried for each patch and property when nothing is said. */
export const RUNS = 1000;

export type SearchVerdict = 'not-found' | 'violated' | 'interrupted';

export interface SearchRow {
  readonly patch: string;
  /** Of the minimum; where nothing is found, `random`, or what was asked for. */
  readonly scenario: string;
  readonly property: string;
  readonly verdict: SearchVerdict;
  /** Schedules tried, the failing one included; where a path was given, in the search that it is of. */
  readonly runs: number;
  readonly seed: number;
  /** With the seed: makes the failing schedule, and its minimum, again. Null where a kept trace failed. */
  readonly path: string | null;
  /** How often a smaller failure was found, and how many smaller places were looked at for it. */
  readonly shrinks: number;
  readonly tried: number;
  /** The scenario of the minimum was guessed inside the one that failed, where something smaller may fail. */
  readonly guessed: boolean;
  /** A random search counts no states and no schedules. */
  readonly states: null;
  readonly transitions: null;
  readonly depth: null;
  readonly schedules: null;
  /** Schedules that an oops ended, without violating this property. */
  readonly cut: number;
  readonly seconds: number;
  /** What stopped it before it had found anything, or before it was done with shrinking. */
  readonly clip: 'max-seconds' | 'interrupted' | null;
  /** The kept trace that failed. */
  readonly corpus: string | null;
  readonly trace: string | null;
  readonly replay: string | null;
  readonly minimal: Trace['minimal'] | null;
  readonly message: string | null;
  /** The command that searches to the same failure again; null where a kept trace failed. */
  readonly again: string | null;
}

export interface SearchInputs {
  readonly patches: readonly GivenPatch[];
  readonly properties: readonly GivenProperty[];
  /** Those to search in; none: random ones. */
  readonly scenarios: readonly Scenario[];
  /** What the user called them. */
  readonly scenario: readonly string[];
  readonly runs: number;
  readonly seed: number;
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

export interface Search {
  readonly rows: readonly SearchRow[];
  readonly shown: readonly Counterexample[];
  readonly seconds: number;
}

/** Milliseconds between two looks at the clock, at signals, and at the progress line. */
const PAUSE_MS = 50;

/** Patches are linked and kept traces read before anything is searched or written. */
export async function search(inputs: SearchInputs, line: ProgressLine): Promise<Search> {
  const { patches, properties } = inputs;
  const kept = inputs.corpus && inputs.path === undefined ? corpus() : [];
  for (const patch of patches)
    for (const scenario of [scenarioOf('buffered'), ...inputs.scenarios]) modelOf(scenario, patch);
  const write = traceWriter(inputs.traces);
  const runner = runnerWith(line);
  const begun = performance.now();
  const rows: SearchRow[] = [];
  const found: Counterexample[] = [];
  for (const patch of patches) {
    const arbitrary = runsOf(patch, inputs);
    for (const property of properties) {
      // oxlint-disable-next-line no-await-in-loop -- one search at a time, so that each has the machine for itself
      const { row, counterexample } = await searchFor(property, patch, arbitrary, { inputs, kept, write, runner });
      rows.push(row);
      if (counterexample !== null) found.push(counterexample);
    }
  }
  return { rows, shown: mostTelling(found, properties), seconds: (performance.now() - begun) / 1000 };
}

function runsOf(
  patch: GivenPatch,
  { scenarios: given, strategy, depth, seed, maxStates }: SearchInputs,
): fc.Arbitrary<Run> {
  const among = given.length > 0 ? fc.constantFrom(...given) : recurring(scenarios(), seed);
  const places = maxStates === undefined ? {} : { places: maxStates };
  return runs({ patch, scenarios: among, strategy: strategyNamed(strategy, depth), ...places });
}

interface Surroundings {
  readonly inputs: SearchInputs;
  readonly kept: readonly Kept[];
  readonly write: WriteTrace;
  readonly runner: Runner;
}

interface Searched {
  readonly row: SearchRow;
  readonly counterexample: Counterexample | null;
}

async function searchFor(
  property: GivenProperty,
  patch: GivenPatch,
  arbitrary: fc.Arbitrary<Run>,
  { inputs, kept, write, runner }: Surroundings,
): Promise<Searched> {
  const begun = performance.now();
  const told = (of: Partial<SearchRow>, counterexample: Counterexample | null): Searched => ({
    counterexample,
    row: {
      patch: patch.name,
      scenario: counterexample?.scenario.name ?? (inputs.scenarios.map(({ name }) => name).join(', ') || 'random'),
      property: property.name,
      verdict: counterexample === null ? 'not-found' : 'violated',
      runs: 0,
      seed: inputs.seed,
      path: null,
      shrinks: 0,
      tried: 0,
      guessed: false,
      states: null,
      transitions: null,
      depth: null,
      schedules: null,
      cut: 0,
      clip: null,
      corpus: null,
      trace: counterexample?.path ?? null,
      replay: counterexample && replayLine(counterexample.path, patch, property),
      minimal: counterexample?.trace.minimal ?? null,
      message: counterexample?.message ?? null,
      again: null,
      seconds: (performance.now() - begun) / 1000,
      ...of,
    },
  });
  const guilty = ({ scenario, turns }: Omit<Failure, 'machine'>, rank: Counterexample['rank']): Counterexample =>
    convict(modelOf(scenario, patch), { scenario, patch, property }, turns, rank, write);

  const known = knownFailure(kept, patch, property);
  if (known !== null) {
    const { scenario } = known.trace;
    // What was proved of it then, of another kernel perhaps, is not proved now.
    return told({ corpus: known.file }, guilty({ scenario, turns: known.turns }, 'unproved'));
  }

  const tally = { runs: 0, cut: 0, tried: 0 };
  let failing = false;
  const predicate = (run: Run): boolean => {
    tally[failing ? 'tried' : 'runs']++;
    const fails = run.violation(property) !== null;
    if (!fails && !failing && run.machine.halted() !== null) tally.cut++;
    if (fails) failing = true;
    return !fails;
  };
  let clip: SearchRow['clip'] = null;
  const interruption = stopping(begun, inputs.maxSeconds, () => {
    const what = failing ? `shrinking, ${count(tally.tried)} places` : `${count(tally.runs)} schedules`;
    return runner.pause(`${patch.name}, ${property.name}`, what);
  });
  const [drawn] = inputs.path?.split(':') ?? [];
  const details = await fc.check(
    fc.asyncProperty(arbitrary, async (run) => predicate(run)),
    {
      seed: inputs.seed,
      // What a path says of shrinking is not believed but done again: only so it is known that nothing smaller fails.
      ...(drawn === undefined ? { numRuns: inputs.runs } : { numRuns: 1, path: drawn }),
      plugins: [interruption((why) => (clip = why))],
    },
  );
  runner.done();
  const { cut, tried } = tally;
  const tries = tally.runs === 0 ? 0 : Number(drawn ?? 0) + tally.runs;
  const [run] = details.counterexample ?? [];
  const turns = run?.violation(property)?.turns;
  if (inputs.path !== undefined && clip === null)
    requireFailureAt(inputs.path, details.counterexamplePath, inputs.seed);
  if (run === undefined || turns === undefined)
    return told({ verdict: clip === null ? 'not-found' : 'interrupted', runs: tries, cut, clip }, null);
  const failure = { scenario: run.scenario, machine: run.machine, turns };
  const { isMinimal, isGuess: guessed } = run;
  const lean = withoutIdleFaults(isMinimal ? failure : straightened(failure, property));
  const { counterexamplePath: path, numShrinks: shrinks } = details;
  const again = path === null ? null : againLine(inputs, patch, property, path);
  return told(
    { runs: tries, cut, tried, guessed, path, shrinks, clip, again },
    guilty(lean, isMinimal ? 'minimal' : 'unproved'),
  );
}

/** Stops a check when its time is over or somebody asks; looks at most every PAUSE_MS. */
const stopping =
  (begun: number, maxSeconds: number | undefined, pause: () => Promise<boolean>) =>
  (stopped: (why: 'max-seconds' | 'interrupted') => void): fc.Plugin<[Run]> => {
    let looked = Number.NEGATIVE_INFINITY;
    const deadline = begun + (maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    return () => ({
      decorateRun: (nested) => async (value) => {
        const now = performance.now();
        if (now - looked < PAUSE_MS) return nested(value);
        looked = now;
        const asked = await pause();
        if (!asked && now < deadline) return nested(value);
        stopped(asked ? 'interrupted' : 'max-seconds');
        return new fc.PreconditionFailure(true);
      },
    });
  };

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

/** `made`: the path of the failure that was made again, to its minimum. */
function requireFailureAt(path: string, made: string | null, seed: number): void {
  if (`${made}:`.startsWith(`${path}:`)) return;
  const expected = made === null ? 'the path of a failure' : made;
  throw new InputError([`--path ${path}: seed ${seed} leads to no failure there; expected ${expected}`]);
}
