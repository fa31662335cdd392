/** What is said of lifted patches beside their verdicts. */
import { counted, formatCount } from '../progress.ts';
import { visible } from '../../model/diagnostics/visible.ts';
import { print } from '../output.ts';
import { outputWidth, wrapped } from '../text-width.ts';
import { quoted } from '../traces.ts';
import type { LiftedPatch } from './module-files.ts';

/** More places are not told. */
const MOST_PLACES = 5;

/** A line for each that was not lifted as a whole, and one for each thing that a sidecar declares. */
const notesOf = (lifted: readonly LiftedPatch[]): string[] =>
  lifted.flatMap(({ called, notLifted, undeclared, declared }) => [
    ...(notLifted.length === 0 ? [] : [notLiftedNote(called, notLifted)]),
    ...(undeclared.length === 0 ? [] : [undeclaredNote(undeclared)]),
    ...declared.map((line) => `declared in ${line}`),
  ]);

function notLiftedNote(called: string, lines: LiftedPatch['notLifted']): string {
  const more = lines.length - MOST_PLACES;
  const places = lines.slice(0, MOST_PLACES).map(({ place }) => place);
  const where = `${places.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  return `${counted(lines.length, 'line')} not lifted, and schedules that come there end: ${where}; npx kioctx lift ${quoted(called)} shows why`;
}

function undeclaredNote(fields: readonly string[]): string {
  const many = fields.length > 1 ? 'are' : 'is';
  return `${fields.join(', ')} ${many} taken to be racy: who may touch a new field, a diff does not say; a file .kioctx.json beside it can (docs/guides/lift.md)`;
}

/** On standard output. */
export function printNotes(lifted: readonly LiftedPatch[]): void {
  for (const note of notesOf(lifted)) for (const line of wrapped(visible(note), outputWidth())) print(line);
}

/** The same for JSON documents. */
export const liftedRows = (lifted: readonly LiftedPatch[]) =>
  lifted.map(({ name, texts, notLifted, undeclared, declared }) => ({
    patch: name,
    texts,
    notLifted: notLifted.map(({ place }) => place),
    undeclared,
    declared,
  }));
