/** What tables of verdicts say. What is the same for many properties of a search, a scenario under a patch, is said once. */
import { visible } from '../model/diagnostics/visible.ts';
import type { Verdict } from '../properties/checker/check.ts';
import { formatCount, counted } from './progress.ts';
import type { VerdictRow } from './proving.ts';
import { covered } from './statistics.ts';

/** A line of a list: a property and its verdict, or several of which the same is said. */
export interface Line {
  readonly patch: string;
  readonly scenario: string;
  /** A name, a few of them below each other, `all 18`, or `the other 16`. */
  readonly properties: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

/** The rows of each search: those that follow each other, and are each of another property. */
function searchesOf(rows: readonly VerdictRow[]): (readonly VerdictRow[])[] {
  const searches: VerdictRow[][] = [];
  for (const row of rows) {
    const last = searches.at(-1) ?? [];
    const isNext = last.every(
      ({ patch, scenario, property }) => patch === row.patch && scenario === row.scenario && property !== row.property,
    );
    if (isNext && last.length > 0) last.push(row);
    else searches.push([row]);
  }
  return searches;
}

/** In the order in which their first ones come. */
export function grouped<T>(things: readonly T[], keyOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group === undefined) groups.set(keyOf(thing), [thing]);
    else group.push(thing);
  }
  return groups;
}

export const linesOf = (rows: readonly VerdictRow[]): Line[] => searchesOf(rows).flatMap(linesOfSearch);

/** What was clipped comes last: why, and what the search covered, is the same for all properties. */
function linesOfSearch(search: readonly VerdictRow[]): Line[] {
  const told = search.filter(({ verdict }) => verdict !== 'clipped');
  const clipped = search.filter(({ verdict }) => verdict === 'clipped');
  const lines = [
    ...told.map((row) => [[row], detailOf(row, search)] as const),
    ...[...grouped(clipped, clippedDetail)].map(([detail, same]) => [same, detail] as const),
  ];
  return lines.flatMap(([same, detail]) => {
    const [first] = same;
    if (first === undefined) return [];
    const { patch, scenario, verdict } = first;
    return [{ patch, scenario, properties: named(same, search), verdict, detail }];
  });
}

/** As many are named; more are counted. */
const MOST_NAMED_APART = 3;

function named(rows: readonly VerdictRow[], search: readonly VerdictRow[]): string {
  if (rows.length <= MOST_NAMED_APART) return rows.map(({ property }) => visible(property)).join('\n');
  return `${rows.length === search.length ? 'all' : 'the other'} ${formatCount(rows.length)}`;
}

function detailOf(row: VerdictRow, search: readonly VerdictRow[]): string {
  if (row.verdict === 'violated') return violatedDetail(row, search);
  if (row.verdict === 'not-applicable') return nothingToJudge(row);
  if (row.verdict === 'not-judged') return row.unjudged ?? '';
  const { states, schedules, cut, cutSchedules, reduced } = row;
  const all = schedules === null ? '' : `, ${roughly(schedules)} ${schedules === '1' ? 'schedule' : 'schedules'}`;
  const cutShort = cutSchedules === null ? 'some' : cutSchedules === schedules ? 'all' : roughly(cutSchedules);
  const oopsed = cut > 0 ? `, ${cutShort} of them cut short by an oops` : '';
  return `${counted(states, 'state')}${reduced ? ', reduced' : ''}${all}${oopsed}`;
}

/** Two properties may find the same wrong. */
function violatedDetail({ property, message, steps, isShortest }: VerdictRow, search: readonly VerdictRow[]): string {
  const first = search.find((row) => row.message === message && row.steps === steps);
  if (first !== undefined && first.property !== property) return `the same as ${first.property}`;
  return `${message}; ${isShortest ? 'shortest schedule' : 'schedule'}: ${counted(steps ?? 0, 'step')}`;
}

/** Why the property claims nothing. */
function nothingToJudge({ reached, antecedent, ends }: VerdictRow): string {
  if (!reached) return `no schedule reaches "${antecedent}"`;
  return `it is judged at the end alone, and no schedule ends${ends.oops > 0 ? ' but in an oops' : ''}`;
}

const clippedDetail = (row: VerdictRow): string =>
  row.clipReason === null
    ? `${whyClipped(row)}; nothing is proved. Leave out --workers to find out.`
    : `${row.clipReason} after ${counted(row.states, 'state')}; nothing is proved. ${covered(row)}.`;

/** Of a search that went through everything, only a livelock may be unknown: see properties/checker/parallel.ts. */
const whyClipped = ({ clipReason }: VerdictRow): string =>
  clipReason ?? 'whether an end can always be reached is not known of a search that threads share';

/** `15,103` or `1.51e19`. */
function roughly(decimal: string): string {
  if (decimal.length <= 6) return formatCount(Number(decimal));
  return `${decimal[0]}.${decimal.slice(1, 3)}e${decimal.length - 1}`;
}

const has = (rows: readonly VerdictRow[], verdict: Verdict): boolean => rows.some((row) => row.verdict === verdict);

function meanings(rows: readonly VerdictRow[]): string[] {
  const isKept = rows.every(({ verdict, trace }) => verdict !== 'violated' || trace !== null);
  const kept = isKept ? ', which is kept as a trace' : '';
  const sentences = [
    ...(has(rows, 'holds') ? ['holds: on every schedule.'] : []),
    ...(has(rows, 'not-judged')
      ? ['not judged: some schedule comes to what is left out, or to what nothing tells.']
      : []),
    ...(has(rows, 'violated') ? [`VIOLATED: on at least one schedule${kept}.`] : []),
  ];
  return [...(sentences.length > 0 ? [sentences.join('  ')] : []), ...(isCutByOops(rows) ? [OOPS] : [])];
}

/** Of schedules that an oops ended it is said that something holds: `OOPS` says what that means. */
export const isCutByOops = (rows: readonly VerdictRow[]): boolean =>
  rows.some(({ cut, verdict }) => cut > 0 && verdict === 'holds');

export const OOPS =
  'An oops ends a schedule, which is judged on what came before; the oops violates a property of its own.';

/** Below a list, whose lines say themselves why nothing is claimed or proved. */
export function listLegend(rows: readonly VerdictRow[]): string[] {
  const endless = searchesOf(rows).filter((search) => search[0]?.cyclic && !search.some(({ livelock }) => livelock));
  const where = endless.flatMap(([first]) => (first === undefined ? [] : `${first.patch} in ${first.scenario}`));
  return [
    ...meanings(rows),
    ...(where.length > 0 ? [`Some schedule never ends (there is a cycle among the states): ${where.join('; ')}.`] : []),
  ];
}

/** Below a matrix of properties and patches: what its cells have no room for. */
export function matrixLegend(rows: readonly VerdictRow[]): string[] {
  const cells = [...grouped(rows, ({ property, patch }) => JSON.stringify([property, patch])).values()];
  const idle = cells.filter((cell) => cell.every(({ verdict }) => verdict === 'not-applicable')).flat();
  const isLeftOut = cells.some((cell) => has(cell, 'not-applicable') && !idle.includes(cell[0] as VerdictRow));
  return [
    ...meanings(rows),
    ...(isLeftOut ? ['Scenarios in which a property has nothing to judge are not counted.'] : []),
    ...[...grouped(idle, ({ property }) => property)].map(
      ([property, same]) => `n/a ${property}: ${[...new Set(same.map(nothingToJudge))].join('; ')}`,
    ),
    ...(new Set(rows.map(({ scenario }) => scenario)).size > 1 ? violatedWhere(rows) : []),
    ...unjudgedRows(rows),
    ...clippedSearches(rows),
  ];
}

/** More are counted. */
const MOST_NAMED = 3;
const MOST_GROUPS = 8;

const scenariosOf = (cell: readonly VerdictRow[]): string[] => cell.map(({ scenario }) => scenario);

/** In which scenarios something is violated: what is in the same ones is told at once. */
function violatedWhere(rows: readonly VerdictRow[]): string[] {
  const violated = rows.filter(({ verdict }) => verdict === 'violated');
  const byCell = [...grouped(violated, ({ patch, property }) => JSON.stringify([patch, property])).values()];
  const groups = [...grouped(byCell, (cell) => JSON.stringify(scenariosOf(cell))).values()];
  const lines = groups.slice(0, MOST_GROUPS).map((cells) => {
    const scenarios = scenariosOf(cells[0] ?? []);
    const more = scenarios.length - MOST_NAMED;
    const where = `${scenarios.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
    const byPatch = grouped(
      cells.flatMap(([row]) => row ?? []),
      ({ patch }) => patch,
    );
    const what = [...byPatch].map(([patch, same]) => `${patch}: ${same.map(({ property }) => property).join(', ')}`);
    return `VIOLATED in ${where}: ${what.join('; ')}`;
  });
  const rest = groups.length - MOST_GROUPS;
  return rest > 0 ? [...lines, `VIOLATED elsewhere: ${formatCount(rest)} more such lines; --json has all`] : lines;
}

/** What the rows that are not judged ran into, and which properties. */
function unjudgedRows(rows: readonly VerdictRow[]): string[] {
  const unjudged = rows.filter(({ verdict }) => verdict === 'not-judged');
  return [...grouped(unjudged, (row) => row.unjudged ?? '')].map(
    ([why, same]) => `not judged: ${why} (${[...new Set(same.map(({ property }) => property))].join(', ')})`,
  );
}

/** Why searches were clipped, and how many. */
export function clippedSearches(rows: readonly VerdictRow[]): string[] {
  const searches = searchesOf(rows);
  const clipped = searches.flatMap((search) => search.find(({ verdict }) => verdict === 'clipped') ?? []);
  const of = counted(searches.length, 'search', 'searches');
  return [...grouped(clipped, whyClipped)].map(
    ([why, same]) => `clipped: ${why} (${formatCount(same.length)} of ${of}); nothing is proved there.`,
  );
}
