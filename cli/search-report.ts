/** What a random search found, as text for a terminal. */
import { visible } from '../model/diagnostics/visible.ts';
import type { Palette } from './options.ts';
import { formatCount, counted } from './progress.ts';
import { type TableCell, fittedTable } from './fitted-table.ts';
import { unproved } from './report.ts';
import type { RandomSearch, SearchRow } from './searching.ts';
import { outputWidth, wrapped } from './text-width.ts';

interface How {
  readonly runs: number;
  readonly strategy: string;
  readonly depth?: number;
}

const word: Readonly<Record<SearchRow['verdict'], string>> = {
  violated: 'VIOLATED',
  'not-found': 'not found',
  interrupted: 'interrupted',
};

/** Properties down, patches across; then each failure with the commands that make it again. */
export function searchReport(
  { rows, seconds }: RandomSearch,
  how: How,
  palette: Palette,
  width = outputWidth(),
): string {
  const patches = [...new Set(rows.map((row) => row.patch))];
  const properties = [...new Set(rows.map((row) => row.property))];
  const lineOf = (property: string): TableCell[] => {
    const cells = patches.map((patch) => rows.find((row) => row.patch === patch && row.property === property));
    return [property, ...cells.map((row) => (row === undefined ? '' : cell(row, palette)))];
  };
  const { dim } = palette;
  const seed = rows[0]?.seed ?? 0;
  const strategy = how.depth === undefined ? how.strategy : `${how.strategy} of depth ${how.depth}`;
  const found = rows.filter(({ verdict }) => verdict === 'violated');
  const legend = [
    ...(found.some(({ corpus }) => corpus === null) ? ['VIOLATED (n): on the n-th random schedule.'] : []),
    ...(found.some(({ corpus }) => corpus !== null) ? ['VIOLATED (kept): on a schedule kept in a corpus.'] : []),
    ...(rows.some(({ verdict }) => verdict === 'not-found')
      ? [
          `not found: on none of ${counted(how.runs, 'random schedule')}, which proves nothing; \`npx kioctx prove\` does.`,
        ]
      : []),
    `Seed ${seed}, strategy ${strategy}, ${seconds.toFixed(1)} s.`,
  ];
  const failures = found.flatMap((row) => failure(row, palette));
  return [
    fittedTable(['', ...patches], properties.map(lineOf), width),
    ...legend.flatMap((line) => wrapped(line, width).map(dim)),
    ...failures,
  ].join('\n');
}

function cell({ verdict, runs, corpus, clip }: SearchRow, { red, yellow, dim }: Palette): TableCell {
  if (verdict === 'violated') return { text: `${word.violated} (${corpus === null ? runs : 'kept'})`, tone: red };
  return verdict === 'not-found' ? { text: word[verdict], tone: dim } : { text: `${clip} (${runs})`, tone: yellow };
}

/** What is not known of a minimum whose scenario was guessed. */
const larger = '; it was guessed inside a larger one that failed, where something smaller may';

function failure(row: SearchRow, { dim }: Palette): string[] {
  const { patch, property, message, minimal, tried, clip, guessed, corpus, replay, again } = row;
  if (minimal === null) return [];
  const { tasks, requests, faults, switches, steps, certified } = minimal;
  const size = [
    counted(tasks, 'task'),
    counted(requests, 'request'),
    counted(faults, 'fault'),
    counted(switches, 'switch', 'switches'),
    counted(steps, 'step'),
  ].join(', ');
  const smaller = certified
    ? `nothing smaller inside its scenario fails (${formatCount(tried)} places tried)${guessed ? larger : ''}`
    : `not proved minimal: ${unproved(clip ?? 'max-states')}`;
  const why = corpus === null ? smaller : `kept in ${corpus}`;
  return [
    '',
    visible(`${patch}: ${property}: ${message}`),
    dim(`${size}; ${why}`),
    ...(replay === null ? [] : [visible(replay)]),
    ...(again === null ? [] : [visible(again)]),
  ];
}
