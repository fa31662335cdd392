/** Verdicts that no search has come to, for tests of what is said of verdicts. */
import type { VerdictRow } from '../../cli/proving.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { properties as shippedProperties } from '../../properties/aio/index.ts';
import { expectedVerdict, manifestScenarios } from '../../properties/aio/manifest.ts';

export const base: VerdictRow = {
  patch: 'base',
  scenario: 's',
  property: 'p0',
  verdict: 'holds',
  reached: true,
  states: 1234,
  transitions: 2000,
  depth: 50,
  schedules: '15103',
  cyclic: false,
  cut: 0,
  cutSchedules: '0',
  ends: { done: 3, stuck: 0, oops: 0 },
  antecedent: 'a task sleeps',
  seconds: 0.1,
  reduced: false,
  clip: null,
  clipReason: null,
  trace: null,
  replay: null,
  steps: null,
  isShortest: false,
  livelock: false,
  message: null,
  unjudged: null,
  queue: 0,
  bytes: 1,
  bytesPerState: 1,
  transitionsPerSecond: 1,
  rounds: 0,
  statesBefore: null,
  turns: null,
  merged: null,
  stepsTaken: 62,
  stepsOfProgram: 246,
};

const VERDICTS = { V: 'violated', '.': 'holds', n: 'not-applicable', '?': 'clipped' } as const;
const isLetter = (letter: string): letter is keyof typeof VERDICTS => Object.hasOwn(VERDICTS, letter);

/** Properties, and for each what every kernel does in scenarios s0, s1, …, by letters. */
export type Letters = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Rows in the order of a proof: scenario by scenario, kernel by kernel. `change`: of what is violated. */
export function rowsOf(letters: Letters, change: (row: VerdictRow) => Partial<VerdictRow> = () => ({})): VerdictRow[] {
  const properties = Object.keys(letters);
  const [first = {}] = Object.values(letters);
  const kernels = Object.keys(first);
  const scenarios = Array.from({ length: Object.values(first)[0]?.length ?? 0 }, (_, i) => i);
  return scenarios.flatMap((scenario) =>
    kernels.flatMap((patch) =>
      properties.map((property) =>
        rowOf({ patch, property, scenario }, letters[property]?.[patch]?.[scenario], change),
      ),
    ),
  );
}

function rowOf(
  { patch, property, scenario }: { readonly patch: string; readonly property: string; readonly scenario: number },
  letter: string | undefined,
  change: (row: VerdictRow) => Partial<VerdictRow>,
): VerdictRow {
  if (letter === undefined || !isLetter(letter)) throw new Error(`no verdict: ${letter}`);
  const row: VerdictRow = { ...base, patch, property, scenario: `s${scenario}`, verdict: VERDICTS[letter] };
  if (letter === '?') return { ...row, clip: 'interrupted', clipReason: 'interrupted' };
  if (letter !== 'V') return row;
  const trace = `traces/${patch}.s${scenario}.${property}.trace.json`;
  const violated = { ...row, message: `${property} goes wrong`, steps: 50 + scenario, trace };
  return { ...violated, ...change(violated) };
}

/** What the manifest expects of the main job, whose schedules are cut by oopses now and then. */
export const expectedRows = (): VerdictRow[] =>
  manifestScenarios().flatMap((scenario) =>
    shippedPatches.flatMap(({ name: patch }) =>
      shippedProperties.map(({ name: property }): VerdictRow => {
        const verdict = expectedVerdict(scenario, patch, property);
        if (verdict === undefined) throw new Error(`${scenario}, ${patch}, ${property}: nothing is expected`);
        return Object.assign({}, base, { scenario, patch, property, verdict, cut: 1 });
      }),
    ),
  );
