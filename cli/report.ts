/** Verdicts and counterexamples as text for a terminal. */
import type { Explanation } from '../counterexamples/explain/explanation.ts';
import { summary } from '../counterexamples/explain/sentences.ts';
import { folded } from '../counterexamples/formats/folded.ts';
import { lanes } from '../counterexamples/lanes.ts';
import type { Wrong } from '../counterexamples/replay.ts';
import { switchesIn } from '../counterexamples/schedule.ts';
import { showResult } from '../model/include/linux/errno.ts';
import { describeScenario } from '../model/scenarios/format/describe.ts';
import { visible } from '../model/diagnostics/visible.ts';
import type { Verdict } from '../properties/checker/check.ts';
import type { Clip } from '../properties/search/explore.ts';
import { type TableCell, fittedTable } from './fitted-table.ts';
import type { Palette } from './options.ts';
import { counted } from './progress.ts';
import type { VerdictRow } from './proving.ts';
import type { Replayed } from './replaying.ts';
import type { Counterexample, ReplayedSchedule } from './counterexample.ts';
import { outputWidth, wrapped } from './text-width.ts';
import { replayLine } from './traces.ts';
import { isJudgedBy } from './unjudged.ts';
import { linesOf, listLegend, matrixLegend } from './verdict-text.ts';

/** A schedule as it is shown. */
export interface ShownSchedule extends ReplayedSchedule {
  /** Where its trace is; null: nowhere. */
  readonly path: string | null;
  readonly rank?: Counterexample['rank'];
  /** Why it fails. Null: it does not at its end, or that would have taken too much. */
  readonly explanation?: Explanation | null;
}

const word: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  violated: 'VIOLATED',
  clipped: 'clipped',
  'not-judged': 'not judged',
  'not-applicable': 'n/a',
};

const toned = (verdict: Verdict, text: string, { green, red, yellow, dim }: Palette): TableCell => ({
  text,
  tone: { holds: green, violated: red, clipped: yellow, 'not-judged': yellow, 'not-applicable': dim }[verdict],
});

const HEAD = ['patch', 'scenario', 'property', 'verdict', 'what was searched, or what goes wrong'];

/** Line by line, and below what replays each violation. */
export function verdictList(rows: readonly VerdictRow[], palette: Palette, width = outputWidth()): string {
  const lines = linesOf(rows).map(({ patch, scenario, properties, verdict, detail }) => [
    patch,
    scenario,
    properties,
    toned(verdict, word[verdict], palette),
    detail,
  ]);
  const replays = rows.flatMap(({ replay }) => (replay === null ? [] : visible(replay)));
  return below(fittedTable(HEAD, lines, width), listLegend(rows), palette, width, replays);
}

const below = (
  table: string,
  legend: readonly string[],
  { dim }: Palette,
  width: number,
  more: readonly string[] = [],
): string => [table, ...legend.flatMap((line) => wrapped(visible(line), width).map(dim)), ...more].join('\n');

/** Properties down, patches across, how many scenarios in each cell. */
export function verdictMatrix(rows: readonly VerdictRow[], palette: Palette, width = outputWidth()): string {
  const patches = [...new Set(rows.map((row) => row.patch))];
  const properties = [...new Set(rows.map((row) => row.property))];
  const lineOf = (property: string): TableCell[] => [
    property,
    ...patches.map((patch) =>
      cell(
        rows.filter((r) => r.patch === patch && r.property === property),
        palette,
      ),
    ),
  ];
  return below(fittedTable(['', ...patches], properties.map(lineOf), width), matrixLegend(rows), palette, width);
}

function cell(rows: readonly VerdictRow[], palette: Palette): TableCell {
  const of = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const claimed = rows.length - of('not-applicable');
  const clipped = of('clipped') > 0 ? `, clipped in ${of('clipped')},` : '';
  if (of('violated') > 0) return toned('violated', `VIOLATED in ${of('violated')}${clipped} of ${claimed}`, palette);
  if (of('clipped') > 0) return toned('clipped', `clipped in ${of('clipped')} of ${claimed}`, palette);
  const unjudged = of('not-judged');
  if (unjudged > 0) return toned('not-judged', `not judged in ${unjudged} of ${claimed}`, palette);
  return claimed === 0 ? toned('not-applicable', 'n/a', palette) : toned('holds', `holds in all ${claimed}`, palette);
}

const ranked: Readonly<Record<Counterexample['rank'], string>> = {
  shortest: 'A shortest schedule',
  minimal: 'A minimal schedule (nothing smaller inside its scenario fails)',
  unproved: 'The schedule',
};

/** What goes wrong, or nothing, on which schedule, in lanes; and the command that shows it again. */
export function showSchedule(
  { patch, scenario, property, steps, wrong, path, rank = 'unproved', explanation = null }: ShownSchedule,
  palette: Palette,
  width = outputWidth(),
  isWhole = false,
): string {
  const { bold, dim, green, red } = palette;
  const options = { width, style: palette, showValue: showResult };
  const isFolded = explanation !== null && !isWhole;
  const told = explanation === null || wrong === null ? [] : summary(explanation, wrong.message);
  const replay = replayLine(path, patch, property);
  const length = `${counted(steps.length, 'step')}, ${counted(switchesIn(steps), 'switch', 'switches')}`;
  return [
    '',
    bold(visible(headline({ patch, scenario, property, wrong }))),
    ...wrapped(visible(describeScenario(scenario)), width).map(dim),
    ...wrapped(
      `${ranked[rank]}: ${length} between contexts; a column for each context${isFolded ? ', what matters alone' : ''}.`,
      width,
    ).map(dim),
    ...told.flatMap((line, nth) =>
      wrapped(visible(nth === 0 ? `✗ ${line}` : line), width).map((part) => (nth === 0 ? red(part) : part)),
    ),
    '',
    isFolded ? folded(steps, explanation, options) : lanes(steps, options),
    '',
    ...(wrong === null
      ? isJudgedBy(property)
        ? [green(`✓ ${property.name} is not violated on this schedule`)]
        : []
      : whatIsWrong(wrong, steps.length, palette, told.length === 0 ? width : null)),
    ...(path === null ? [] : [dim(visible(`Trace: ${path}`))]),
    ...(replay === null ? [] : [visible(replay)]),
    '',
  ].join('\n');
}

/** What the schedule shows, in a line. */
export function headline({ patch, scenario, property, wrong }: Omit<ReplayedSchedule, 'steps'>): string {
  if (!isJudgedBy(property)) return `A schedule of ${patch.name} in ${scenario.name}`;
  return `${patch.name} ${wrong === null ? 'does not violate' : 'violates'} ${property.name} in ${scenario.name}`;
}

/** `width`: null where the message has been told above. */
function whatIsWrong(
  { message, after, atEnd }: Wrong,
  steps: number,
  { red, dim }: Palette,
  width: number | null,
): string[] {
  const told = width === null ? [] : wrapped(visible(`✗ ${message}`), width).map(red);
  if (!atEnd) return [...told, dim(`So it is after step ${after}; at the end nothing is wrong any more.`)];
  return after === steps
    ? told
    : [...told, dim(`It is violated after step ${after} already; the schedule goes on to step ${steps}.`)];
}

/** Why a failure is not proved to be minimal. */
export const unproved = (clip: Clip): string =>
  ({
    'max-states':
      'there is too much that is smaller to go through all of it; `kioctx shrink` with --max-states goes on',
    'max-seconds': '--max-seconds was hit',
    'max-memory': 'there is not enough memory',
    interrupted: 'interrupted',
    limit: 'the model has more of something than can be told apart',
  })[clip];

/** One line: does the trace still show what it was kept for? */
export function verdictLine({ path, patch, scenario, property, wrong }: Replayed, { red, green }: Palette): string {
  if (!isJudgedBy(property))
    return green(visible(`${path}: ${patch.name} runs it in ${scenario.name}; no property is given to judge it by`));
  const [tone, says] = wrong === null ? [green, 'does not violate'] : [red, 'VIOLATES'];
  return tone(visible(`${path}: ${patch.name} ${says} ${property.name} in ${scenario.name}`));
}
