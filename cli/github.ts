/** Violations as GitHub Actions shows them beside the lines of a patch: one `::error` line each, on standard error. */
import { visible } from '../model/diagnostics/visible.ts';
import type { Counterexample } from './counterexample.ts';
import { executing } from './executor/executing.ts';
import { calledBy } from './given.ts';
import { type HunkPlace, hunkPlace, type HunkSource, hunkSources } from './guilty-hunk.ts';
import { complain } from './output.ts';

/** A verdict, of whichever search. */
export interface AnnotatedRow {
  readonly patch: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: string;
  readonly message: string | null;
  readonly replay: string | null;
}

/** Of what a workflow command's message, and its properties, may hold, this is written otherwise. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const propertyValue = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export function errorLine(message: string, place: HunkPlace | null): string {
  if (place === null) return `::error::${data(message)}`;
  const line = place.line === null ? '' : `,line=${place.line}`;
  return `::error file=${propertyValue(place.file)}${line}::${data(message)}`;
}

const isOnGithub = (): boolean => process.env['GITHUB_ACTIONS'] === 'true';

/** Elsewhere than there nothing is said. `found`: the schedules of the violations, as far as they are known. */
export async function annotateViolations(
  rows: readonly AnnotatedRow[],
  found: readonly Counterexample[],
): Promise<void> {
  const violated = isOnGithub() ? rows.filter(({ verdict }) => verdict === 'violated') : [];
  if (violated.length === 0) return;
  const called = [...new Set(found.map(({ patch }) => calledBy(patch)))];
  const sources = await executing({ called, quiet: true }, async (executor) => {
    const all = new Map<string, readonly HunkSource[]>();
    // oxlint-disable-next-line no-await-in-loop -- a thread for all
    for (const one of called) all.set(one, await hunkSources(executor, one));
    return all;
  });
  for (const row of violated) {
    const shown = found.find((one) => isOf(row, one));
    const place = shown === undefined ? null : hunkPlace(sources.get(calledBy(shown.patch)) ?? [], shown.steps);
    const what = `${row.patch} violates ${row.property} in ${row.scenario}: ${row.message ?? ''}`;
    complain(errorLine([what, ...(row.replay === null ? [] : [row.replay])].map(visible).join('\n'), place));
  }
}

const isOf = ({ patch, scenario, property }: AnnotatedRow, one: Counterexample): boolean =>
  one.patch.name === patch && one.scenario.name === scenario && one.property.name === property;
