/**
 * Verdicts of several kernels in the same scenarios, held against those of the first kernel, the base: what each cures and breaks, and
 * what all do alike. It is compared scenario by scenario: counts alone would hide that a patch cures one scenario and breaks another.
 */
import { isUndecided, type Verdict } from '../properties/checker/check.ts';
import type { VerdictRow } from './proving.ts';
import { grouped } from './verdict-text.ts';

/**
 * What a kernel does with a property in a scenario. `cured`: the base violates it, this kernel does not. `still`: both do. `broken`: this
 * kernel does, the base does not. `unsure`: this kernel does, of the base it is not known. `clipped`: it is not known of this kernel.
 * `unreached`: the base violates it, and here there is nothing to judge. `idle`: there is nothing to judge, and the base does not
 * violate it either.
 */
export type Effect = 'cured' | 'still' | 'broken' | 'unsure' | 'clipped' | 'unjudged' | 'unreached' | 'holds' | 'idle';

/** In how many scenarios. */
export type Effects = Readonly<Record<Effect, number>>;

/** A property of which not all kernels do the same. */
export interface Difference {
  readonly property: string;
  /** One for each kernel; of the base, what it violates is `still`. */
  readonly effects: readonly Effects[];
}

/** What the same kernels violate in the same scenarios; what all kernels violate is one kind, whatever the scenarios. */
export interface ViolationKind {
  /** Against the base: `new`, or it has it too (`still`); the base alone has it; every kernel has it; the base's searches were clipped. */
  readonly against: 'new' | 'unsure' | 'still' | 'base' | 'every';
  /** Those that violate it; without the base, unless it is alone. */
  readonly kernels: readonly string[];
  /** The example's comes first. */
  readonly properties: readonly string[];
  /** A violation of the first kernel's with the fewest steps. */
  readonly example: VerdictRow;
}

export interface Comparison {
  /** The base comes first. */
  readonly kernels: readonly string[];
  /** First those that the base violates. */
  readonly differences: readonly Difference[];
  /** In how many scenarios every kernel violates a property. */
  readonly violatedByAll: readonly { readonly property: string; readonly scenarios: number }[];
  /** Every kernel satisfies them wherever there is something to judge. */
  readonly satisfied: readonly string[];
  /** No kernel has anything to judge. */
  readonly idle: readonly string[];
  /** What is new comes first, what every kernel has last. */
  readonly kinds: readonly ViolationKind[];
}

/** A property in a scenario: a row for each kernel. */
type Case = readonly VerdictRow[];

/** `rows`: of each scenario and property one for each kernel, the base's first; of a property that nobody asked for, where it is violated. */
export function compare(rows: readonly VerdictRow[]): Comparison {
  const kernels = kernelsOf(rows);
  const byProperty = [...grouped(casesOf(rows), ([first]) => first?.property ?? '')].map(([property, cases]) => ({
    property,
    cases,
    effects: kernels.map((kernel) => effectsOf(kernel, cases)),
  }));
  const common = byProperty.filter(({ cases, effects }) => cases.every(isAlike) && isJudgedAlike(effects));
  const differences = byProperty.filter((one) => !common.includes(one));
  const satisfied = common.filter(({ cases }) => !cases.some(isViolatedByAll));
  return {
    kernels,
    differences: [...differences.filter(isOfBase), ...differences.filter((one) => !isOfBase(one))],
    violatedByAll: byProperty
      .map(({ property, cases }) => ({ property, scenarios: cases.filter(isViolatedByAll).length }))
      .filter(({ scenarios }) => scenarios > 0),
    satisfied: satisfied.filter(({ effects: [base] }) => base?.holds !== 0).map(({ property }) => property),
    idle: satisfied.filter(({ effects: [base] }) => base?.holds === 0).map(({ property }) => property),
    kinds: kindsOf(
      byProperty.map(({ cases }) => cases),
      kernels,
    ),
  };
}

/**
 * The rows of other kernels that say otherwise than the base's, and those of which that is not known, as one of the two was clipped.
 * `rows`: as of `compare`.
 */
export function differing(rows: readonly VerdictRow[]): VerdictRow[] {
  const given = new Set(rows);
  return casesOf(rows).flatMap(([base, ...others]) =>
    others.filter((row) => {
      const isSure = !isUndecided(row) && (base === undefined || !isUndecided(base));
      return given.has(row) && (!isSure || row.verdict !== base?.verdict);
    }),
  );
}

const kernelsOf = (rows: readonly VerdictRow[]): string[] => [...new Set(rows.map(({ patch }) => patch))];

/**
 * By property and scenario, a row for each kernel in their order. A property that is watched though nobody asked for it has a row only
 * where it is violated: elsewhere it holds, if the search came to its end.
 */
function casesOf(rows: readonly VerdictRow[]): Case[] {
  const kernels = kernelsOf(rows);
  const searches = grouped(rows, ({ scenario, patch }) => JSON.stringify([scenario, patch]));
  const unasked = (row: VerdictRow, patch: string): VerdictRow => {
    const [unknown] = searches.get(JSON.stringify([row.scenario, patch]))?.filter(isUndecided) ?? [];
    const nothing = { message: null, steps: null, trace: null, replay: null };
    return { ...row, patch, verdict: unknown?.verdict ?? 'holds', ...nothing };
  };
  const cases = grouped(rows, ({ property, scenario }) => JSON.stringify([property, scenario]));
  return [...cases.values()].map((same) => {
    const [first] = same as readonly [VerdictRow];
    return kernels.map((kernel) => same.find(({ patch }) => patch === kernel) ?? unasked(first, kernel));
  });
}

/** The base violates it. */
const isOfBase = ({ effects: [base] }: Difference): boolean => (base?.still ?? 0) > 0;

const isViolatedByAll = (verdicts: Case): boolean => verdicts.every(({ verdict }) => verdict === 'violated');

const isAlike = (verdicts: Case): boolean =>
  isViolatedByAll(verdicts) || verdicts.every(({ verdict }) => verdict === 'holds' || verdict === 'not-applicable');

/** Something is judged of every kernel, or of none. */
const isJudgedAlike = (effects: readonly Effects[]): boolean =>
  new Set(effects.map(({ holds, still }) => holds + still > 0)).size === 1;

function effectsOf(kernel: string, cases: readonly Case[]): Effects {
  const effects = {
    cured: 0,
    still: 0,
    broken: 0,
    unsure: 0,
    clipped: 0,
    unjudged: 0,
    unreached: 0,
    holds: 0,
    idle: 0,
  };
  for (const verdicts of cases) {
    const [base] = verdicts;
    const here = verdicts.find(({ patch }) => patch === kernel);
    if (base !== undefined && here !== undefined) effects[effectOf(base.verdict, here.verdict)]++;
  }
  return effects;
}

function effectOf(base: Verdict, here: Verdict): Effect {
  switch (here) {
    case 'clipped':
      return 'clipped';
    case 'not-judged':
      return 'unjudged';
    case 'holds':
      return base === 'violated' ? 'cured' : 'holds';
    case 'not-applicable':
      return base === 'violated' ? 'unreached' : 'idle';
    case 'violated':
      if (base === 'violated') return 'still';
      return isUndecided({ verdict: base }) ? 'unsure' : 'broken';
  }
}

const ORDER: readonly ViolationKind['against'][] = ['new', 'unsure', 'still', 'base', 'every'];

/** `properties`: the cases of each. */
function kindsOf(properties: readonly (readonly Case[])[], kernels: readonly string[]): ViolationKind[] {
  const columnOf = (kind: ViolationKind): number => kernels.indexOf(kind.kernels[0] ?? '');
  // Of one property: the cases that the same kernels violate.
  const patterns = properties.flatMap((cases) =>
    [...grouped(cases.filter(isViolated), patternOf)].map(([pattern, same]) => ({ pattern, same })),
  );
  const kinds = grouped(patterns, ({ pattern, same: [first, ...more] }) =>
    first !== undefined && isViolatedByAll(first)
      ? 'every'
      : JSON.stringify([pattern, ...[first, ...more].map((verdicts) => verdicts?.[0]?.scenario)]),
  );
  return [...kinds.values()]
    .flatMap((same) => kindOf(same.flatMap((one) => one.same)) ?? [])
    .toSorted((a, b) => ORDER.indexOf(a.against) - ORDER.indexOf(b.against) || columnOf(a) - columnOf(b));
}

const isViolated = (verdicts: Case): boolean => verdicts.some(({ verdict }) => verdict === 'violated');

const violatorsIn = (verdicts: Case): string[] =>
  verdicts.filter(({ verdict }) => verdict === 'violated').map(({ patch }) => patch);

/** Which kernels violate it, and whether it is known of the base. */
const patternOf = (verdicts: Case): string =>
  JSON.stringify([verdicts[0] !== undefined && isUndecided(verdicts[0]), violatorsIn(verdicts)]);

/** Sorts behind any number of steps. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

/** `cases`: of one pattern. */
function kindOf(cases: readonly Case[]): ViolationKind | null {
  const [verdicts = []] = cases;
  const [base] = verdicts;
  const violators = violatorsIn(verdicts);
  const others = violators.filter((kernel) => kernel !== base?.patch);
  const kernels = others.length > 0 && !isViolatedByAll(verdicts) ? others : violators;
  const [example] = cases
    .flatMap((rows) => rows.filter(({ patch }) => patch === kernels[0]))
    .toSorted((a, b) => (a.steps ?? UNKNOWN) - (b.steps ?? UNKNOWN));
  if (base === undefined || example === undefined) return null;
  const properties = new Set([example.property, ...cases.flatMap((rows) => rows.map(({ property }) => property))]);
  return { against: againstBase(verdicts, base, others), kernels, properties: [...properties], example };
}

function againstBase(verdicts: Case, base: VerdictRow, others: readonly string[]): ViolationKind['against'] {
  if (isViolatedByAll(verdicts)) return 'every';
  if (base.verdict === 'violated') return others.length > 0 ? 'still' : 'base';
  return isUndecided(base) ? 'unsure' : 'new';
}
