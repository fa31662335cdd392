/** Searches at random for a violation of one property, with fast-check over scenarios and interleavings, and shrinks what it finds. */
import fc from 'fast-check';
import { withoutIdleFaults } from '../../counterexamples/aio/minimum.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { recurring } from '../../properties/aio/recurring.ts';
import { type Run, runs } from '../../properties/aio/runs.ts';
import { scenarios } from '../../properties/aio/scenario-arbitrary.ts';
import { type StrategyName, strategyNamed } from '../../properties/search/strategies.ts';
import type { Kept } from '../corpus.ts';
import { InputError } from '../exit.ts';
import { formatCount } from '../progress.ts';
import type { Runner } from '../runner.ts';
import type { ConfirmedViolation } from '../counterexample.ts';
import { type LoadedPatch, modelOf, patchOf, propertyOf } from './code.ts';
import { knownFailure } from './known-failure.ts';
import { confirmViolation, withFewerSwitches } from './confirm.ts';

/** The patch and the property as the user called them. */
export interface Searching {
  readonly patch: string;
  readonly property: string;
  /** Those to search in; none: random ones. */
  readonly scenarios: readonly Scenario[];
  readonly runs: number;
  readonly seed: number;
  /** Of a failure that is to be made again. */
  readonly path: string | undefined;
  readonly strategy: StrategyName;
  readonly depth: number | undefined;
  /** Smaller places gone through before the rest is guessed at. */
  readonly maxStates: number | undefined;
  readonly maxSeconds: number | undefined;
  /** Traces that are tried first. */
  readonly kept: readonly Kept[];
}

export interface Found {
  /** Null: nothing was found. */
  readonly confirmed: ConfirmedViolation | null;
  /** Schedules tried, the failing one included; where a path was given, in the search that it is of. */
  readonly runs: number;
  /** Schedules that an oops ended, without violating this property. */
  readonly cut: number;
  /** With the seed: makes the failing schedule, and its minimum, again. Null where a kept trace failed. */
  readonly path: string | null;
  /** How often a smaller failure was found, and how many smaller places were looked at for it. */
  readonly shrinks: number;
  readonly tried: number;
  /** The scenario of the minimum was guessed inside the one that failed, where something smaller may fail. */
  readonly guessed: boolean;
  /** What stopped it before it had found anything, or before it was done with shrinking. */
  readonly clip: 'max-seconds' | 'interrupted' | null;
  /** The kept trace that failed. */
  readonly corpus: string | null;
}

/** What is found where nothing was tried. */
export const NOTHING: Found = {
  confirmed: null,
  runs: 0,
  cut: 0,
  path: null,
  shrinks: 0,
  tried: 0,
  guessed: false,
  clip: null,
  corpus: null,
};

/** Milliseconds between two looks at the clock, at signals, and at the progress line. */
const PAUSE_MS = 50;

export async function search(asked: Searching, runner: Runner): Promise<Found> {
  const begun = performance.now();
  const patch = await patchOf(asked.patch);
  const property = await propertyOf(asked.property);
  const confirmedBy = (
    scenario: Scenario,
    turns: Parameters<typeof confirmViolation>[2],
    rank: ConfirmedViolation['rank'],
  ): ConfirmedViolation => confirmViolation(modelOf(scenario, patch), { scenario, patch, property }, turns, rank);

  const known = knownFailure(asked.kept, patch, property);
  // What was proved of it then, of another kernel perhaps, is not proved now.
  if (known !== null) {
    const confirmed = confirmedBy(known.trace.scenario, known.turns, 'unproved');
    return { ...NOTHING, corpus: known.file, confirmed };
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
  let clip: Found['clip'] = null;
  const what = `${patch.name}, ${property.name}`;
  const interruption = stopping(begun, asked.maxSeconds, () => {
    const far = failing ? `shrinking, ${formatCount(tally.tried)} places` : `${formatCount(tally.runs)} schedules`;
    return runner.pause(what, far);
  });
  const [drawn] = asked.path?.split(':') ?? [];
  const details = await fc.check(
    fc.asyncProperty(runsOf(patch, asked), async (run) => predicate(run)),
    {
      seed: asked.seed,
      // What a path says of shrinking is not believed but done again: only so it is known that nothing smaller fails.
      ...(drawn === undefined ? { numRuns: asked.runs } : { numRuns: 1, path: drawn }),
      plugins: [interruption((why) => (clip = why))],
    },
  );
  runner.done();
  const { cut, tried } = tally;
  const tries = tally.runs === 0 ? 0 : Number(drawn ?? 0) + tally.runs;
  const [run] = details.counterexample ?? [];
  const turns = run?.violation(property)?.turns;
  if (asked.path !== undefined && clip === null) requireFailureAt(asked.path, details.counterexamplePath, asked.seed);
  const found = { ...NOTHING, runs: tries, cut, clip };
  if (run === undefined || turns === undefined) return found;
  const failure = { scenario: run.scenario, machine: run.machine, turns };
  const { isMinimal, isGuess: guessed } = run;
  const straight = isMinimal ? failure : await withFewerSwitches(failure, property, what, runner);
  const lean = withoutIdleFaults(straight);
  const { counterexamplePath: path, numShrinks: shrinks } = details;
  const confirmed = confirmedBy(lean.scenario, lean.turns, isMinimal ? 'minimal' : 'unproved');
  return { ...found, tried, guessed, path, shrinks, confirmed };
}

function runsOf(
  patch: LoadedPatch,
  { scenarios: given, strategy, depth, seed, maxStates }: Searching,
): fc.Arbitrary<Run> {
  const among = given.length > 0 ? fc.constantFrom(...given) : recurring(scenarios(), seed);
  const places = maxStates === undefined ? {} : { places: maxStates };
  return runs({ patch, scenarios: among, strategy: strategyNamed(strategy, depth), ...places });
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

/** `made`: the path of the failure that was made again, to its minimum. */
function requireFailureAt(path: string, made: string | null, seed: number): void {
  if (`${made}:`.startsWith(`${path}:`)) return;
  const expected = made === null ? 'the path of a failure' : made;
  throw new InputError([`--path ${path}: seed ${seed} leads to no failure there; expected ${expected}`]);
}
