/** docs/races.md, of what the data says and what searches said. */
import { lineage } from '../../model/patches/lineage.ts';
import type { Verdict } from '../../properties/checker/check.ts';
import { BASE, type Kernels, tables } from './kernels.ts';
import { isShown, type Race, type Shown, type ShownRace, type UnseenRace } from './race.ts';
import { races, shownRaces } from './races.ts';

/** All that searches are asked for. */
export interface Findings {
  readonly verdict: (race: ShownRace, kernel: string) => Verdict;
  readonly mail: (race: ShownRace) => string;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(row)].join('\n');
const code = (text: string): string => `\`${text}\``;
/** A name from the code keeps its spelling. */
const sentence = (clause: string): string =>
  `${/^[a-z]+[ ,]/.test(clause) ? clause.charAt(0).toUpperCase() : clause.charAt(0)}${clause.slice(1)}.`;

const placesOf = ({ shows }: ShownRace): string =>
  shows.map(({ scenario, property }) => `${scenario} ${property}`).join();

/** Of races that the same thing shows, the first stands for all: they have one column. */
export const columns: readonly ShownRace[] = shownRaces.filter(
  (race, nth) => shownRaces.findIndex((other) => placesOf(other) === placesOf(race)) === nth,
);

export const columnOf = (race: ShownRace): number => columns.findIndex((one) => placesOf(one) === placesOf(race));

const headOf = (column: ShownRace): string =>
  shownRaces
    .filter((race) => placesOf(race) === placesOf(column))
    .map(({ id }) => id)
    .join(', ');

const HAS_IT = 'has it';
const NEITHER: Readonly<Partial<Record<Verdict, string>>> = { 'not-applicable': 'n/a' };

/** What a cell says of a kernel, beside what its base does. */
export function wordOf(before: Verdict, now: Verdict): string {
  if (now === 'violated') return before === 'violated' ? 'still' : 'NEW';
  return before === 'violated' ? (NEITHER[now] ?? 'closed') : '';
}

/** What the words of a row and of its base's say. */
export const verdictOf = (word: string): Verdict => {
  if ([HAS_IT, 'still', 'NEW'].includes(word)) return 'violated';
  return word === NEITHER['not-applicable'] ? 'not-applicable' : 'holds';
};

function matrix({ base, names }: Kernels, { verdict }: Findings): string {
  const first = columns.map((race) => (verdict(race, base) === 'violated' ? HAS_IT : ''));
  const rows = names.map((name) => [
    code(name),
    ...columns.map((race) => wordOf(verdict(race, base), verdict(race, name))),
  ]);
  return table(['', ...columns.map(headOf)], [[code(base), ...first], ...rows]);
}

/** Single patches in which all that shows the race holds, upon the kernel that has it. */
function closersOf(race: ShownRace, { verdict }: Findings): readonly string[] {
  const [{ kernel }] = race.shows;
  const own = tables.find(({ base }) => base === kernel);
  if (own === undefined) return race.closedBy ?? [];
  const upon = kernel === BASE ? '' : `${kernel}+`;
  const closes = (name: string) => !name.slice(upon.length).includes('+') && verdict(race, name) === 'holds';
  return own.names.filter(closes).map((name) => name.slice(upon.length));
}

const closed = (race: Race, findings: Findings): readonly string[] => [
  ...(isShown(race) ? closersOf(race, findings).map(code) : []),
  ...(race.closedElsewhere === undefined ? [] : [race.closedElsewhere]),
];

const shownAs = ({ scenario, kernel, property }: Shown): string =>
  `${code(scenario)}${kernel === BASE ? '' : ` with ${code(kernel)}`}: ${property}`;

const unseenAs = ({ unseen, sound }: UnseenRace): string =>
  sound === undefined ? unseen : `${code(sound.scenario)} with ${code(sound.kernel)}: nothing is violated, ${unseen}`;

const overview = (findings: Findings): string =>
  table(
    ['', 'race', 'shows as', 'closed by'],
    races.map((race) => [
      isShown(race) ? `[${race.id}](#${race.id.toLowerCase()})` : race.id,
      race.what,
      isShown(race) ? race.shows.map(shownAs).join('; ') : unseenAs(race),
      closed(race, findings).join(', '),
    ]),
  );

const commits = (): string =>
  table(
    ['commit', 'in', 'what it changes', 'patch'],
    lineage.map((one) => [
      `${one.commit} (${one.year})`,
      one.release,
      one.does,
      one.patch === null ? `none: ${one.why}` : code(one.patch),
    ]),
  );

/** For a shell, in which brackets are patterns. */
const quoted = (kernel: string): string => (kernel.includes('[') ? `'${kernel}'` : kernel);

function section(race: ShownRace, findings: Findings): string {
  const by = closed(race, findings);
  const commands = race.shows.map(
    ({ scenario, kernel, property }) => `npx kioctx prove ${scenario} --patch ${quoted(kernel)} --property ${property}`,
  );
  return [
    `## ${race.id}`,
    '',
    `${sentence(race.what)} ${by.length === 0 ? 'Nothing here closes it.' : `Closed by ${by.join(', ')}.`}`,
    '',
    '```sh',
    ...commands,
    '```',
    '',
    '```',
    findings.mail(race),
    '```',
    '',
  ].join('\n');
}

const INTRODUCTION = `# Races that are known of this code

Numbers by which comments and decisions here refer to them: U of the unpatched 2.6.20, P of \`post-eiocbqueued\`. *Shows as*: a shipped scenario and the property that it violates there
(\`npx kioctx prove SCENARIO --patch PATCH --property PROPERTY\`), under 2.6.20 unless another patch is named. *Not seen*: why no search here can find it. *Closed by*: patches of which each alone, put upon the kernel that has the race, makes all that shows it hold.
Searches say what shows and what closes, words alone are by hand: \`npm run races\` writes this page, from \`test/races\` of the repository, and refuses to where a search says otherwise than a row.
`;

const PATCHES = `# Which patch closes which

Each kernel in the scenarios that show the races, whichever kernel they show them of, beside the kernel of the first row. *closed*: violated there, and holds here; *still*: violated in both; *NEW*: violated here alone; nothing: it holds in both. Another race may be to blame for what is violated there.
`;

const LAST_ROW = `The last row is what mainline had in 5.1, as far as there are patches. Parts that change the same statement as \`post-eiocbqueued\` have no row below.
`;

const COMMITS = `# What mainline did

Oldest first. An id is a name of its patch (\`--patch 7137c6bd\`), and patches compose (\`A+B\`); what a patch leaves out of its commit, its file in \`model/patches\` says.
`;

const MAILS = `# One by one

A shortest schedule of each that shows, as \`kioctx show TRACE --as mail\` tells it: the steps that decide, and nothing else.
`;

export function pageOf(findings: Findings): string {
  const [first, ...others] = tables.map((one) => matrix(one, findings));
  const sections = shownRaces.map((race) => section(race, findings));
  const patches = [PATCHES, first, '', LAST_ROW, others.join('\n\n'), ''];
  return `${[INTRODUCTION, overview(findings), '', ...patches, COMMITS, commits(), '', MAILS, ...sections].join('\n').trimEnd()}\n`;
}
