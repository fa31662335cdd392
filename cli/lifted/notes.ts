/** What is said of lifted patches beside their verdicts. */
import { counted, formatCount } from '../progress.ts';
import { visible } from '../../model/diagnostics/visible.ts';
import { print } from '../output.ts';
import { outputWidth, wrapped } from '../text-width.ts';
import { quoted } from '../traces.ts';
import type { LiftedFile } from './module-files.ts';
import { sidecarPath } from './sidecar-path.ts';

/** More places are not told. */
const MOST_PLACES = 5;

/** A line for each that was not lifted as a whole, and one for each thing that a sidecar declares. */
const notesOf = (lifted: readonly LiftedFile[]): string[] =>
  lifted.flatMap(({ file, notLifted, declared }) => [
    ...(notLifted.length === 0 ? [] : [notLiftedNote(file, notLifted)]),
    ...declared.map((line) => `declared in ${sidecarPath(file)}: ${line}`),
  ]);

function notLiftedNote(file: string, lines: readonly number[]): string {
  const more = lines.length - MOST_PLACES;
  const shown = lines.slice(0, MOST_PLACES).join(', ');
  const where = `${lines.length === 1 ? 'line' : 'lines'} ${shown}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  return `${file}: ${counted(lines.length, 'line')} not lifted (${where}), and schedules that come there end; npx kioctx lift ${quoted(file)} shows why`;
}

/** On standard output. */
export function printNotes(lifted: readonly LiftedFile[]): void {
  for (const note of notesOf(lifted)) for (const line of wrapped(visible(note), outputWidth())) print(line);
}

/** The same for JSON documents. */
export interface LiftedRow {
  readonly patch: string;
  readonly file: string;
  readonly digest: string;
  readonly sidecar: string | null;
  readonly notLifted: readonly number[];
  readonly declared: readonly string[];
}

export const liftedRows = (lifted: readonly LiftedFile[]): LiftedRow[] =>
  lifted.map(({ name, file, digest, sidecar, notLifted, declared }) => ({
    patch: name,
    file,
    digest,
    sidecar,
    notLifted,
    declared,
  }));
