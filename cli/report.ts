/** Verdicts and counterexamples as text for a terminal. */
import Table from 'cli-table3';
import { lanes } from '../counterexamples/lanes.ts';
import { switchesIn } from '../counterexamples/trace.ts';
import { describeScenario } from '../model/scenarios/describe.ts';
import { visible } from '../model/scenarios/input-issue.ts';
import type { Verdict } from '../properties/check.ts';
import type { Clip } from '../properties/search/explore.ts';
import type { Palette } from './options.ts';
import { count, counted } from './progress.ts';
import type { Row } from './proving.ts';
import type { Replayed } from './replaying.ts';
import { covered } from './statistics.ts';
import type { Counterexample, Telling, Wrong } from './telling.ts';
import { replayLine } from './traces.ts';

/** A schedule as it is shown. */
export interface ShownTelling extends Telling {
  /** Where its trace is; null: nowhere. */
  readonly path: string | null;
  readonly rank?: Counterexample['rank'];
}

export const PLAIN_STYLE = { head: [], border: [], compact: true };
/** Columns, where there is no terminal. */
export const WIDTH = 120;

const word: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  violated: 'VIOLATED',
  clipped: 'clipped',
  'not-applicable': 'n/a',
};

function toned(verdict: Verdict, text: string, { green, red, yellow, dim }: Palette): string {
  const tone = { holds: green, violated: red, clipped: yellow, 'not-applicable': dim }[verdict];
  return tone(text);
}

/** A row for each verdict, and below them what replays each violation. */
export function verdictList(rows: readonly Row[], palette: Palette): string {
  const table = new Table({
    head: ['patch', 'scenario', 'property', 'verdict', 'what was searched, or what goes wrong'],
    style: PLAIN_STYLE,
    colWidths: [null, null, null, null, 62],
    wordWrap: true,
  });
  for (const row of rows)
    table.push([
      visible(row.patch),
      visible(row.scenario),
      row.property,
      toned(row.verdict, word[row.verdict], palette),
      visible(detail(row)),
    ]);
  const replays = rows.flatMap(({ replay }) => (replay === null ? [] : visible(replay)));
  return [table.toString(), legend(rows, palette), ...replays].join('\n');
}

function detail(row: Row): string {
  const { verdict, states, schedules, cyclic, cut, cutSchedules, clipReason, message, steps, reduced, isShortest } =
    row;
  if (verdict === 'violated')
    return `${message}; ${isShortest ? 'shortest schedule' : 'schedule'}: ${counted(steps ?? 0, 'step')}`;
  if (verdict === 'clipped')
    return `${clipReason} after ${counted(states, 'state')}; nothing is proved. ${covered(row)}.`;
  const endless = cyclic ? ', a cycle among them: some schedule never ends' : '';
  const all = schedules === null ? endless : `, ${roughly(schedules)} ${schedules === '1' ? 'schedule' : 'schedules'}`;
  const cutShort = cutSchedules === null ? 'some' : cutSchedules === schedules ? 'all' : roughly(cutSchedules);
  const oopsed = cut > 0 ? `, ${cutShort} of them cut short by an oops` : '';
  return `${count(states)} states${reduced ? ', reduced' : ''}${all}${oopsed}`;
}

/** `15,103` or `1.51e19`. */
function roughly(decimal: string): string {
  if (decimal.length <= 6) return count(Number(decimal));
  return `${decimal[0]}.${decimal.slice(1, 3)}e${decimal.length - 1}`;
}

/** Properties down, patches across, how many scenarios in each cell. */
export function verdictMatrix(rows: readonly Row[], palette: Palette): string {
  const patches = [...new Set(rows.map((row) => row.patch))];
  const properties = [...new Set(rows.map((row) => row.property))];
  const table = new Table({ head: ['', ...patches.map(visible)], style: PLAIN_STYLE });
  for (const property of properties)
    table.push([
      property,
      ...patches.map((patch) =>
        cell(
          rows.filter((r) => r.patch === patch && r.property === property),
          palette,
        ),
      ),
    ]);
  return `${table.toString()}\n${legend(rows, palette)}`;
}

function cell(rows: readonly Row[], palette: Palette): string {
  const of = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const claimed = rows.length - of('not-applicable');
  const clipped = of('clipped') > 0 ? `, clipped in ${of('clipped')},` : '';
  if (of('violated') > 0) return toned('violated', `VIOLATED in ${of('violated')}${clipped} of ${claimed}`, palette);
  if (of('clipped') > 0) return toned('clipped', `clipped in ${of('clipped')} of ${claimed}`, palette);
  return claimed === 0 ? toned('not-applicable', 'n/a', palette) : toned('holds', `holds in all ${claimed}`, palette);
}

function legend(rows: readonly Row[], { dim }: Palette): string {
  const isKept = rows.every(({ verdict, trace }) => verdict !== 'violated' || trace !== null);
  const lines = [
    `holds: on every schedule of the scenario.  VIOLATED: on at least one${isKept ? ', and the shortest such schedule is kept as a trace' : ''}.`,
  ];
  if (rows.some((row) => row.verdict === 'not-applicable'))
    lines.push('n/a: no schedule of the scenario comes to what the property speaks of.');
  if (rows.some((row) => row.verdict === 'clipped'))
    lines.push('clipped: a bound was hit, there was no more memory, or somebody interrupted; nothing is proved.');
  if (rows.some((row) => row.cut > 0))
    lines.push(
      'An oops ends a schedule, which is judged on what came before; the oops violates a property of its own.',
    );
  return dim(lines.join('\n'));
}

const ranked: Readonly<Record<Counterexample['rank'], string>> = {
  shortest: 'A shortest schedule',
  minimal: 'A minimal schedule (nothing smaller inside its scenario fails)',
  unproved: 'The schedule',
};

/** What goes wrong, or nothing, on which schedule, in lanes; and the command that shows it again. */
export function showTelling(
  { patch, scenario, property, narration: { steps }, wrong, path, rank = 'unproved' }: ShownTelling,
  palette: Palette,
  width = process.stdout.columns ?? WIDTH,
): string {
  const { bold, dim, green } = palette;
  const violates = wrong === null ? 'does not violate' : 'violates';
  const replay = replayLine(path, patch, property);
  const length = `${counted(steps.length, 'step')}, ${counted(switchesIn(steps), 'switch', 'switches')}`;
  return [
    '',
    bold(visible(`${patch.name} ${violates} ${property.name} in ${scenario.name}`)),
    dim(visible(describeScenario(scenario))),
    dim(`${ranked[rank]}: ${length} between contexts; a column for each context.`),
    '',
    lanes(steps, { width, style: palette }),
    '',
    ...(wrong === null
      ? [green(`✓ ${property.name} is not violated on this schedule`)]
      : whatIsWrong(wrong, steps.length, palette)),
    ...(path === null ? [] : [dim(visible(`Trace: ${path}`))]),
    ...(replay === null ? [] : [visible(replay)]),
    '',
  ].join('\n');
}

function whatIsWrong({ message, after, atEnd }: Wrong, steps: number, { red, dim }: Palette): string[] {
  const told = red(visible(`✗ ${message}`));
  if (!atEnd) return [told, dim(`So it is after step ${after}; at the end nothing is wrong any more.`)];
  return after === steps
    ? [told]
    : [told, dim(`It is violated after step ${after} already; the schedule goes on to step ${steps}.`)];
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
  const [tone, says] = wrong === null ? [green, 'does not violate'] : [red, 'VIOLATES'];
  return tone(visible(`${path}: ${patch.name} ${says} ${property.name} in ${scenario.name}`));
}
