/** docs/races.md is what `npm run races` writes: all of it as far as that takes no search, of what searches say a share in each run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedPatches } from '../../model/patches/index.ts';
import { expectedOf, expectedVerdict } from '../../properties/aio/manifest.ts';
import { shareOf } from '../drawn.ts';
import { tables } from './kernels.ts';
import { columnOf, columns, pageOf, verdictOf, wordOf } from './page.ts';
import { RowMisfit } from './misfit.ts';
import type { ShownRace } from './race.ts';
import { races, shownRaces, soundRaces } from './races.ts';
import { mailOf } from './schedules.ts';
import { requireSound, verdictAt } from './verdicts.ts';

const page = readFileSync(new URL('../../docs/races.md', import.meta.url), 'utf8');

/** The words of each row of the tables, by kernel. A kernel that is the base of one and a row of another has two. */
const rows: readonly (readonly [kernel: string, words: readonly string[]])[] = [
  ...page.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm),
].map(([, kernel = '', cells = '']) => [kernel, cells.split(' | ')]);

const wordsOf = (kernel: string): readonly string[] => rows.find(([name]) => name === kernel)?.[1] ?? [];
const verdictThere = (race: ShownRace, kernel: string) => verdictOf(wordsOf(kernel)[columnOf(race)] ?? '');

const mails: ReadonlyMap<string, string> = new Map(
  page.split(/^## /m).map((part) => {
    const [, mail = ''] = /```\n\n```\n([^]*?)\n```/.exec(part) ?? [];
    return [part.split('\n')[0] ?? '', mail];
  }),
);
/** What a mail program shows at once. */
const MOST_LINES = 40;

const mailThere = ({ id }: ShownRace): string => mails.get(id) ?? '';

const raceCalled = (id: string): ShownRace => shownRaces.find((race) => race.id === id) as ShownRace;

describe('docs/races.md', () => {
  it('has every race, in order', () => {
    const all = (letter: string, many: number) => Array.from({ length: many }, (_, nth) => `${letter}${nth + 1}`);
    expect(races.map(({ id }) => id)).toEqual([...all('U', 20), ...all('P', 10)]);
  });

  it('is what its own tables and mails make of the rows in test/races; else `npm run races` writes it anew', () => {
    expect(pageOf({ verdict: verdictThere, mail: mailThere })).toBe(page);
  });

  it('has short mails', () => {
    const long = shownRaces.filter((race) => mailThere(race).split('\n').length > MOST_LINES || mailThere(race) === '');
    expect(long.map(({ id }) => id)).toEqual([]);
  });
});

const shipped = shippedPatches.map(({ name }) => name);

describe('what the tables say of shipped patches is what the manifest expects', () => {
  it.each(shipped)('%s', (kernel) => {
    const expected = columns.map(({ shows }) =>
      shows.some(({ scenario, property }) => expectedVerdict(scenario, kernel, property) === 'violated'),
    );
    expect(columns.map((race) => verdictThere(race, kernel) === 'violated')).toEqual(expected);
  });
});

const MANY = 50_000;

/** Whether a search of it takes a second and more. Of large ones sizes are not kept. */
const isLong = (scenario: string): boolean => (expectedOf(scenario, '2.6.20')?.states ?? MANY) >= MANY;

describe('what the tables say of other patches is what searches say', () => {
  const scenarios = [...new Set(columns.map(({ shows }) => shows[0].scenario))];
  const searches = tables.flatMap(({ base, names }) =>
    names
      .filter((kernel) => !shipped.includes(kernel))
      .flatMap((kernel) => scenarios.map((scenario) => ({ base, kernel, scenario }))),
  );
  const drawn = [
    ...shareOf(
      searches.filter(({ scenario }) => !isLong(scenario)),
      11,
    ),
    ...shareOf(
      searches.filter(({ scenario }) => isLong(scenario)),
      29,
    ),
  ];

  it.each(drawn)('$kernel in $scenario, beside $base', ({ base, kernel, scenario }) => {
    const here = columns.filter(({ shows }) => shows[0].scenario === scenario);
    const words = here.map((race) => wordOf(verdictThere(race, base), verdictAt(race.shows, kernel)));
    expect(here.map((race) => wordsOf(kernel)[columnOf(race)])).toEqual(words);
  });
});

describe('a race is shown as the search finds it', () => {
  const isLongOne = ({ shows }: ShownRace) => isLong(shows[0].scenario);
  const drawn = [
    ...shareOf(
      shownRaces.filter((race) => !isLongOne(race)),
      3,
    ),
    ...shareOf(shownRaces.filter(isLongOne), 9),
  ];

  it.each(drawn)('$id: $what', async (race) => {
    expect(await mailOf(race)).toBe(mailThere(race));
  });
});

describe('a race that harms nobody', () => {
  it.each(shareOf(soundRaces, 3))('$id: nothing is violated in $sound.scenario under $sound.kernel', (race) => {
    expect(() => requireSound(race)).not.toThrow();
  });
});

describe('nothing is written where the search says otherwise than a row', () => {
  const row = raceCalled('U14');
  const [shown] = row.shows;

  it.each([
    [{ kernel: '2.6.20+check-dead' }, '; the search says that it does not'],
    [{ says: 'use_after_free:kiocb' }, '; the search says: use_after_free:dio'],
    [
      { last: 'submitter direct_io_worker.ret' },
      ', by submitter direct_io_worker.ret; the shortest schedule ends with submitter direct_io_worker.bug',
    ],
  ])('%j', async (wrong, why) => {
    const said = { ...shown, ...wrong };
    const expected = `U14: expected that ${said.kernel} violates no-use-after-free in dw1: ${said.says}`;
    await expect(mailOf({ ...row, shows: [said] })).rejects.toThrow(new RowMisfit(`${expected}${why}`));
  });

  it.each([
    [{ scenario: 'dw0' }, 'no scenario is called dw0; expected a shipped one'],
    [{ kernel: 'dio-bug' }, 'no patch is called dio-bug; expected a shipped one, or a sum of them'],
    [{ property: 'no-use' }, 'no property is called no-use'],
    [{ kernel: '2.6.20' }, 'expected no closedBy: a table has 2.6.20 as its base, and tells what closes it'],
  ])('nor where a row has %j', async (wrong, why) => {
    await expect(mailOf({ ...row, shows: [{ ...shown, ...wrong }] })).rejects.toThrow(new RowMisfit(`U14: ${why}`));
  });

  it('nor where one does not say what closes it, and no table tells', async () => {
    const { id, what, shows } = row;
    await expect(mailOf({ id, what, shows })).rejects.toThrow(
      new RowMisfit('U14: expected closedBy: no table has 2.6.20+dio-bugon as its base'),
    );
    const other = { ...shown, kernel: 'dio-bugon' };
    await expect(mailOf({ ...row, shows: [shown, other] })).rejects.toThrow(
      new RowMisfit('U14: expected one kernel in all that shows it'),
    );
  });

  it('nor where something is violated of a race that harms nobody', () => {
    expect(() => requireSound({ id: 'U13', sound: { scenario: 'queued-destroy', kernel: '2.6.20' } })).toThrow(
      new RowMisfit(
        'U13: expected that nothing is violated in queued-destroy under 2.6.20; the search says that refcount-sound is',
      ),
    );
  });

  it('nor where a kernel that is said to close the race does not', async () => {
    const wrong = { ...row, closedBy: ['2.6.20', 'post-eiocbqueued+dio-bugon'] };
    await expect(mailOf(wrong)).rejects.toThrow(
      new RowMisfit('U14: expected post-eiocbqueued+dio-bugon to close it; the search says that it does not'),
    );
  });
});
