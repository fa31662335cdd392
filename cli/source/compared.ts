/** What two kernels do in a scenario, side by side: the set of outcomes, and the verdict of each property. */
import { canonical } from '../../properties/aio/outcome.ts';
import type { Verdict } from '../../properties/checker/check.ts';
import type { Proof } from '../proving.ts';
import type { Collected } from '../tasks/outcomes.ts';

export interface ComparedScenario {
  readonly scenario: string;
  readonly is: 'equal' | 'differs' | 'undecided';
  /** Why it is undecided, or null. */
  readonly why: string | null;
  /** Of the first and of the second. */
  readonly states: readonly [number, number];
  readonly outcomes: number;
  /** Outcomes of the first that the second does not come to, and the other way round. */
  readonly missing: number;
  readonly surplus: number;
  readonly verdicts: number;
  /** Properties of which they have two verdicts. */
  readonly differing: readonly { readonly property: string; readonly verdicts: readonly [Verdict, Verdict] }[];
}

/** `patches`: the two, by their names. */
export function compareSearches(
  scenario: string,
  patches: readonly [string, string],
  { rows, searches }: Proof,
  collected: readonly Collected[],
): ComparedScenario {
  const of = <T>(find: (patch: string) => T): readonly [T, T] => [find(patches[0]), find(patches[1])];
  const verdicts = of((patch) => rows.filter((row) => row.scenario === scenario && row.patch === patch));
  const [ours, theirs] = of((patch) =>
    collected.find(({ statistics }) => statistics.scenario === scenario && statistics.patch === patch),
  );
  const states = of((patch) => searches.find((one) => one.scenario === scenario && one.patch === patch)?.states ?? 0);
  const [known, found] = [ours, theirs].map((one) => new Set(one?.outcomes.map(canonical)));
  const missing = [...(known ?? [])].filter((one) => found?.has(one) !== true).length;
  const surplus = [...(found ?? [])].filter((one) => known?.has(one) !== true).length;
  const differing = verdicts[0].flatMap(({ property, verdict }) => {
    const other = verdicts[1].find((row) => row.property === property)?.verdict ?? 'clipped';
    return other === verdict ? [] : [{ property, verdicts: [verdict, other] as const }];
  });
  const why = whyUndecided([ours, theirs], verdicts.flat());
  const isDifferent = missing + surplus + differing.length > 0;
  return {
    scenario,
    is: why !== null ? 'undecided' : isDifferent ? 'differs' : 'equal',
    why,
    states,
    outcomes: known?.size ?? 0,
    missing,
    surplus,
    verdicts: verdicts[0].length,
    differing,
  };
}

/** A search that was stopped says nothing of what it did not come to. */
function whyUndecided(collected: readonly (Collected | undefined)[], rows: Proof['rows']): string | null {
  const clipped = rows.find((row) => row.clip !== null);
  if (clipped !== undefined) return `${clipped.patch}: ${clipped.clipReason ?? 'clipped'}`;
  const stopped = collected.find((one) => one === undefined || one.clipped !== null);
  return stopped === undefined && !collected.includes(undefined) ? null : 'its outcomes: a bound was hit';
}
