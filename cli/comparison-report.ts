/** What kernels do against the first of them, on one screen: a table of what they cure and break, and a schedule of each kind of violation. */
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { visible } from '../model/diagnostics/visible.ts';
import type { Comparison, Effects, ViolationKind } from './comparison.ts';
import type { GivenPatch } from './given.ts';
import type { Palette } from './options.ts';
import { counted, formatCount } from './progress.ts';
import type { VerdictRow } from './proving.ts';
import { quoted, treeOf } from './traces.ts';
import { clippedSearches, isCutByOops, OOPS } from './verdict-text.ts';
import { NARROWEST, wrapped } from './text-width.ts';

type Tone = Exclude<keyof Palette, 'bold' | 'cyan'>;
type Part = readonly [text: string, tone: Tone];

/** How the table is made: what stands above the columns, and between the parts of a cell. */
interface Layout {
  readonly heads: readonly string[];
  readonly between: string;
}

/** What a comparison is of. */
export interface Compared {
  readonly comparison: Comparison;
  readonly rows: readonly VerdictRow[];
  /** The kernels by name: what each is, in a line, and what the user called it. */
  readonly patches: readonly GivenPatch[];
}

/** The kernels; a table of what they do not do alike; what they do alike; what the words mean. `columns`: of the terminal. */
export function overview({ comparison, rows, patches }: Compared, palette: Palette, columns: number): string {
  const width = Math.max(columns, NARROWEST);
  const names = comparison.kernels.map(visible);
  const numbers = names.map((_, i) => String(i + 1));
  const layouts: readonly [Layout, Layout, Layout] = [
    { heads: names, between: ', ' },
    { heads: numbers, between: ', ' },
    { heads: numbers, between: ',\n' },
  ];
  const made = (layout: Layout): string => table(comparison, layout, palette);
  const layout = layouts.find((one) => widthOf(made(one)) <= width) ?? layouts[2];
  const listed = comparison.kernels.map((kernel, i): Line => [
    `${layout.heads === numbers ? `${numbers[i]} ` : ''}${names[i]}`,
    visible(patches.find(({ name }) => name === kernel)?.summary ?? ''),
  ]);
  const lines = (pairs: readonly Line[]) => pairs.flatMap((pair) => headed(pair, width, palette.bold));
  return [
    ...lines(listed),
    '',
    ...(comparison.differences.length > 0 ? [made(layout)] : []),
    ...lines(commonLines(comparison)),
    ...legend(comparison, rows).flatMap((line) => wrapped(line, width).map(palette.dim)),
  ].join('\n');
}

const widthOf = (text: string): number =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  );

type Line = readonly [head: string, text: string];

const INDENT = ' '.repeat(4);

/** What takes more than a line goes on below, indented. */
function indented(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  return wrapped(text, width - INDENT.length).map((line, i) => (i === 0 ? line : INDENT + line));
}

const headed = ([head, text]: Line, width: number, tone: (text: string) => string): string[] =>
  indented(`${head}: ${text}`, width).map((line, i) => (i === 0 ? tone(head) + line.slice(head.length) : line));

/** A line below the heads, and no other. */
const NO_LINE = Object.fromEntries(
  ['top', 'bottom'].flatMap((side) => ['', '-mid', '-left', '-right'].map((part) => [`${side}${part}`, ''])),
);
const LINES = {
  ...NO_LINE,
  left: '',
  right: '',
  middle: '  ',
  mid: '─',
  'left-mid': '',
  'mid-mid': '──',
  'right-mid': '',
};

function table({ differences }: Comparison, { heads, between }: Layout, palette: Palette): string {
  const style = { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 };
  const made = new Table({ head: ['', ...heads], style, chars: LINES });
  for (const { property, effects } of differences) {
    const cells = effects.map((own, i) => {
      const parts = cellParts(own, i === 0);
      // Where there is little room, `violated in 13` is a part on two lines.
      const broken = (text: string): string => (between.endsWith('\n') ? text.replace(' in ', '\nin ') : text);
      return parts.map(([text, tone]) => palette[tone](broken(text))).join(between);
    });
    made.push([visible(property), ...cells]);
  }
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const counts = (parts: readonly (readonly [n: number, word: string, tone: Tone])[]): Part[] =>
  parts.filter(([n]) => n > 0).map(([n, word, tone]) => [`${word} ${formatCount(n)}`, tone]);

function cellParts(effects: Effects, isBase: boolean): Part[] {
  const { cured, still, broken, unsure, unreached, clipped, unjudged, holds } = effects;
  if (cured > 0 && still + broken + unsure + unreached + clipped + unjudged === 0) return [['cured', 'green']];
  const parts = counts([
    [broken, 'BREAKS', 'red'],
    [cured, 'cures', 'green'],
    [still, isBase ? 'violated in' : 'still', 'yellow'],
    [unsure, 'violates', 'red'],
    [unreached, 'n/a', 'yellow'],
    [clipped, 'clipped', 'yellow'],
    [unjudged, 'not-judged', 'yellow'],
  ]);
  if (parts.length > 0) return parts;
  return [[holds > 0 ? 'holds' : 'n/a', 'dim']];
}

/** What needs no table. */
function commonLines({ violatedByAll, satisfied, idle }: Comparison): Line[] {
  const violated = violatedByAll.map(({ property, scenarios }) => `${visible(property)} in ${formatCount(scenarios)}`);
  const lines: Line[] = [
    ['All kernels violate', violated.join(', ')],
    ['All kernels satisfy', satisfied.map(visible).join(', ')],
    ['Nothing to judge in any kernel', idle.map(visible).join(', ')],
  ];
  return lines.filter(([, names]) => names !== '');
}

/** Of the words that are there. */
function legend({ kernels, differences, violatedByAll, satisfied }: Comparison, rows: readonly VerdictRow[]): string[] {
  const base = visible(kernels[0] ?? '');
  const parts = differences.flatMap(({ effects }) => effects.flatMap((own, i) => cellParts(own, i === 0)));
  const words = new Set(parts.map(([text]) => text.split(' ')[0] ?? ''));
  const has = (...some: readonly string[]): boolean => some.some((word) => words.has(word));
  const isViolated = has('violated', 'BREAKS', 'still', 'violates') || violatedByAll.length > 0;
  const lines = [
    [
      ...(isViolated || has('clipped', 'not-judged') ? ['A number counts scenarios.'] : []),
      ...(isViolated ? ['violated: on some schedule.'] : []),
      ...(has('holds', 'cured', 'cures') || satisfied.length > 0
        ? ['holds: on every schedule, wherever there is something to judge.']
        : []),
      ...(has('n/a') ? ['n/a: nothing to judge.'] : []),
      ...(has('not-judged') ? ['not-judged: some schedule comes to what is left out.'] : []),
    ],
    [
      ...(has('cured', 'cures') ? [`cured: violated in ${base}, holds here.`] : []),
      ...(has('still') ? ['still: violated in both.'] : []),
      ...(has('BREAKS') ? [`BREAKS, new: violated here, not in ${base}.`] : []),
      ...(has('violates') ? [`violates: violated here, not known of ${base}.`] : []),
    ],
    isCutByOops(rows) ? [OOPS] : [],
    ...clippedSearches(rows).map((line) => [line]),
  ];
  return lines.filter((line) => line.length > 0).map((line) => line.join(' '));
}

/** More kinds than these are counted. */
const MOST_KINDS = 8;

/** Of each kind two lines: where it is and what goes wrong; a schedule, and the command that shows it. */
export function kindsText(
  { comparison: { kernels, kinds }, patches }: Pick<Compared, 'comparison' | 'patches'>,
  palette: Palette,
  columns: number,
): string {
  const width = Math.max(columns, NARROWEST);
  const more = kinds.length - MOST_KINDS;
  const intro =
    'A schedule of each kind of violation (properties that the same kernels violate in the same scenarios are one kind):';
  return [
    ...wrapped(intro, width).map(palette.dim),
    ...kinds.slice(0, MOST_KINDS).flatMap((kind) => {
      const { against, properties, example } = kind;
      const named = against === 'every' ? [example.property] : properties;
      const what = `${where(kind, kernels[0] ?? '')}: ${named.join(', ')}: ${example.message ?? ''}`;
      const tone = against === 'new' || against === 'unsure' ? palette.red : palette.yellow;
      return indented(visible(what), width)
        .map(tone)
        .concat(INDENT + visible(schedule(example, patches)));
    }),
    ...(more > 0 ? [`and ${counted(more, 'kind')} more`] : []),
  ].join('\n');
}

function where({ against, kernels, properties }: ViolationKind, base: string): string {
  const named = kernels.join(', ');
  switch (against) {
    case 'new':
      return `new in ${named}`;
    case 'unsure':
      return `in ${named}, of ${base} not known`;
    case 'still':
      return `still in ${named}`;
    case 'base':
      return `in ${named}`;
    case 'every':
      return properties.length > 1 ? 'in all kernels, for one' : 'in all kernels';
  }
}

/** Where no trace is kept, the search shows the schedule. */
function schedule({ scenario, patch, property, steps, trace }: VerdictRow, patches: readonly GivenPatch[]): string {
  const { given } = patches.find(({ name }) => name === patch) ?? {};
  const called = ['--patch', quoted(given ?? patch), ...treeOf(given ?? patch)].join(' ');
  const command =
    trace === null
      ? `npx kioctx prove ${quoted(scenario)} ${called} --property ${quoted(property)}`
      : `npx kioctx show ${quoted(trace)}${given === undefined ? '' : ` ${called}`}`;
  return `${scenario}${steps === null ? '' : `, ${counted(steps, 'step')}`}: ${command}`;
}
