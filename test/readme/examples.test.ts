/** What the README and the guides tell a reader to write and to run, written and run: code, commands, and what is said to come of them. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOfThisRun, shareOf } from '../drawn.ts';
import { compare } from '../../cli/comparison.ts';
import { kindsText, overview } from '../../cli/comparison-report.ts';
import { paletteOf } from '../../cli/options.ts';
import { expectedRows } from '../cli/made-up-rows.ts';
import { callNames } from '../../model/calls.ts';
import { manifestScenarios } from '../../properties/aio/manifest.ts';
import { shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { measuredScenarios } from '../ground-truth/truth.ts';
import { searchedIn } from '../cli/search-rows.ts';
import { verdictOf, verdictsIn } from '../cli/rows.ts';
import { packaged } from '../cli/program.ts';
import { type Folder, folder } from '../cli/run.ts';
import { seed } from '../cli/seed-diffs.ts';

const PAGES = ['README.md', 'docs/tutorial.md', ...pagesIn('docs/guides'), ...pagesIn('docs/explanation')];

function pagesIn(path: string): string[] {
  return readdirSync(packaged(path)).map((name) => `${path}/${name}`);
}

const textOf = (page: string): string => readFileSync(packaged(page), 'utf8');
const readme = textOf('README.md');

/** What stands below a heading, which one page has. */
function sectionOf(heading: string): string {
  const found = PAGES.flatMap((page) =>
    `\n${textOf(page)}`.split(/\n(?=#{1,2} )/).filter((section) => new RegExp(`^#{1,2} ${heading}\n`).test(section)),
  );
  if (found.length !== 1) throw new Error(`${found.length} sections are called ${heading}`);
  return found[0] as string;
}

/** The blocks of a language below a heading. */
function blocks(heading: string, language: string): string[] {
  const own = sectionOf(heading);
  return [...own.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text ?? '');
}

/** The commands of a section, without their comments. */
const commands = (heading: string): string[] =>
  blocks(heading, 'sh')
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*/, ''))
    .filter((line) => line !== '');

/** As somebody has it who installed the package: the module is found by its name. */
function installed(files: Readonly<Record<string, string>>): Folder {
  const here = folder({ 'package.json': '{}', ...files });
  mkdirSync(`${here.path}/node_modules`);
  symlinkSync(packaged(''), `${here.path}/node_modules/kioctx`, 'junction');
  return here;
}

const args = (command: string): string[] => command.replace(/^npx kioctx /, '').split(' ');

describe('the README', () => {
  it.runIf(isOfThisRun('shows what npm start prints, of verdicts that are expected and schedules that are found'))(
    'shows what npm start prints, of verdicts that are expected and schedules that are found',
    async () => {
      const [shown = ''] = blocks('What it found on the patch of February 2007', '');
      const traces = [...shown.matchAll(/npx kioctx show traces\/(\S+)\.([\w-]+)\.([\w-]+)\.trace\.json$/gm)];
      const found = await Promise.all(
        traces.map(async ([, patch = '', scenario = '', property = '']) => {
          const { stdout } = await folder().run([
            'prove',
            scenario,
            '--patch',
            patch,
            '--property',
            property,
            '--json',
          ]);
          return verdictsIn(stdout).results.find((row) => row.property === property);
        }),
      );
      expect(found.map((row) => row?.verdict)).toEqual(traces.map(() => 'violated'));
      const rows = expectedRows().map((row) =>
        Object.assign(
          row,
          found.find(
            (one) => one?.patch === row.patch && one.scenario === row.scenario && one.property === row.property,
          ),
          { cut: 1 },
        ),
      );
      const comparison = compare(rows);
      const palette = paletteOf('never', process.stdout);
      const [, table] = overview({ comparison, rows, patches: [] }, palette, 120).split('\n\n');
      expect(`${table}\n\n${kindsText({ comparison, patches: [] }, palette, 120)}\n`).toBe(shown);
      expect(traces).toHaveLength(comparison.kinds.length);
    },
  );

  it.each([
    ['races that every column has, and what closes them', 'What every kernel has in common'],
    ['what mainline made of them', 'What became of it in mainline'],
  ])('shows %s', async (_, heading) => {
    const lines = blocks(heading, 'sh').flatMap((block) => block.trim().split('\n'));
    const told = lines.map((line) => line.split('#').map((part) => part.trim()));
    const found = await Promise.all(
      shareOf(told, 2).map(async ([command = '']) => {
        const { stdout } = await folder().run([...args(command), '--json']);
        return verdictsIn(stdout).results.map(({ verdict }) => verdict.replace('violated', 'VIOLATED'));
      }),
    );
    expect(found.map((verdicts) => verdicts.join(', '))).toEqual(shareOf(told, 2).map(([, verdicts]) => verdicts));
    expect(told).toHaveLength(3);
  });

  it('says how a scenario has each system call, and how many scenarios are proved', () => {
    const [told = ''] = /^- `calls`:.*$/m.exec(sectionOf('Write a scenario')) ?? [];
    expect(callNames.filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
    const proved = [...readme.matchAll(/proves (\d+) scenarios/g)];
    expect(proved.map(([, one]) => Number(one))).toEqual([manifestScenarios().length]);
    const [, measured, shipped, small] =
      /(\d+) scenarios under the five.*\((\d+) scenarios are shipped.*proves the (\d+) of them/s.exec(
        textOf('docs/explanation/the-model.md'),
      ) ?? [];
    expect([measured, shipped, small].map(Number)).toEqual([
      measuredScenarios().length,
      shippedScenarioNames().length,
      manifestScenarios().length,
    ]);
  });

  it('shows a scenario that can be proved', async () => {
    const [text = ''] = blocks('Write a scenario', 'json');
    const { code, stdout } = await folder({ 'mine.json': text }).run([
      'prove',
      './mine.json',
      '--patch',
      '2.6.20',
      '--property',
      'no-leak',
      '--json',
      '--max-states',
      '2000',
    ]);
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual(['mine, 2.6.20, no-leak: clipped']);
    expect(code).toBe(3);
  });

  it('shows a patch, and what becomes of the reader with and without it', async () => {
    const here = installed({ 'silent.ts': blocks('The smallest patch', 'ts')[0] ?? '' });
    const [silent = '', base = '', ...more] = commands('The smallest patch');
    expect(more).toEqual([]);
    const results = await Promise.all([silent, base].map((command) => here.run([...args(command), '--json'])));
    expect(results.flatMap(({ stdout }) => verdictsIn(stdout).results.map(verdictOf))).toEqual([
      'dw1-reader, silent, no-lost-wakeup: violated',
      'dw1-reader, 2.6.20, no-lost-wakeup: holds',
    ]);
  });

  it('shows a property, which the patch violates and the base does not, and which a random search judges too', async () => {
    const here = installed({ 'prompt-event.ts': blocks('Write a property', 'ts')[0] ?? '' });
    const [prove = '', run = '', ...more] = commands('Write a property');
    expect(more).toEqual([]);
    const proved = await here.run([...args(prove), '--json']);
    expect(verdictsIn(proved.stdout).results.map(({ patch, verdict }) => `${patch}: ${verdict}`)).toEqual([
      '2.6.20: holds',
      'post-eiocbqueued: violated',
      'post-eiocbqueued+wake: violated',
      'mainline-2.6.21: holds',
      'invalidate-first: holds',
    ]);
    const found = await here.run([...args(run), '--json']);
    expect(searchedIn(found.stdout).results.map(({ verdict }) => verdict)).toEqual(['violated']);
  });

  it.runIf(isOfThisRun('shows a property of what happened before, with the patch that takes it down'))(
    'shows a property of what happened before, with the patch that takes it down',
    async () => {
      const here = installed({ 'late-event.ts': blocks('What happened before', 'ts')[0] ?? '' });
      const [prove = '', ...more] = commands('What happened before');
      expect(more).toEqual([]);
      const { stdout } = await here.run([...args(prove), '--json']);
      expect(verdictsIn(stdout).results.map(verdictOf)).toEqual([
        'dw1-reader-destroy, 2.6.20+watch, no-late-event: violated',
      ]);
    },
  );

  it.runIf(isOfThisRun('shows a series of patches held against 2.6.20, and what a job is told'))(
    'shows a series of patches held against 2.6.20, and what a job is told',
    async () => {
      const silent = blocks('The smallest patch', 'ts')[0] ?? '';
      const late = blocks('4. Mend it, and prove it', 'ts')[0] ?? '';
      const here = installed({ '0001.ts': late, '0002.ts': silent });
      const lines = blocks('CI for a series of patches', 'sh').join('').replaceAll('\\\n', '').trim().split('\n');
      const [check = '', prove = '', ...more] = lines.map((line) => line.replaceAll(/ +/g, ' '));
      expect(more).toEqual([]);
      expect((await here.run(args(check))).code).toBe(0);
      const { code, stdout } = await here.run(args(prove));
      expect(code).toBe(1);
      expect(stdout).toMatch(/^no-lost-wakeup +holds +holds +BREAKS 2$/m);
      expect(here.contents()).toContain('verdicts.xml');
    },
  );

  it.runIf(isOfThisRun('shows what a random search prints'))('shows what a random search prints', async () => {
    const [, one = ''] = commands('Search at random');
    const { stdout } = await folder().run([...args(one), '--quiet', '--color', 'never']);
    const told = sectionOf('Search at random').split('The second command ends in\n\n```\n')[1]?.split('```')[0] ?? '';
    expect(told).not.toBe('');
    expect(stdout.trimEnd().endsWith(told.trimEnd())).toBe(true);
  });

  it('shows the same patch in the README, with the same commands', () => {
    const short = 'Write a patch in a minute';
    expect(blocks(short, 'ts')).toEqual(blocks('The smallest patch', 'ts'));
    expect(commands(short)).toEqual(commands('The smallest patch'));
  });

  it.runIf(isOfThisRun('shows a mail proved, lifted, and gone on with by hand'))(
    'shows a mail proved, lifted, and gone on with by hand',
    async () => {
      const [, sidecar = ''] = /```json\n(.*?)```/s.exec(sectionOf('What a diff does not say')) ?? [];
      const here = installed({ 'patch.txt': seed });
      const [against = '', cures = '', loses = '', lift = '', ...more] = commands('From the mail to the verdict');
      expect(more).toEqual([]);
      const compared = await here.run(args(against));
      expect(compared.code).toBe(0);
      expect(compared.stdout).toMatch(/^no-double-completion +violated in 1 +cured$/m);
      expect((await here.run(args(cures))).code).toBe(0);
      const lost = await here.run([...args(loses), '--json']);
      expect(lost.code).toBe(1);
      expect((await here.run(args(lift))).code).toBe(0);
      const [write = '', check = '', prove = '', ...others] = commands('Going on by hand');
      expect(others).toEqual([]);
      for (const command of [write, check, prove]) {
        // oxlint-disable-next-line no-await-in-loop -- each needs what the one before it made
        const { code, stderr } = await here.run(args(command));
        expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
      }
      here.write('patch.txt.kioctx.json', sidecar);
      const declared = await here.run([...args(cures), '--property', 'no-leak']);
      expect(declared).toMatchObject({ code: 0, stderr: '' });
      expect(declared.stdout.match(/^declared in patch\.txt\.kioctx\.json: /gm)).toHaveLength(3);
    },
  );

  it('shows a patch that declares a work of its own, and that it holds', async () => {
    const heading = 'What a patch may declare';
    const here = installed({ 'deferred.ts': blocks(heading, 'ts')[0] ?? '' });
    const [command = '', ...more] = commands(heading);
    expect(more).toEqual([]);
    const { stdout, code } = await here.run([...args(command), '--json']);
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual(['dw1-reader, deferred, exactly-one-event: holds']);
    expect(code).toBe(0);
  });

  it('shows a patch on top of a shipped one, and what it loses', async () => {
    const heading = 'On top of a shipped patch, with a field of its own';
    const here = installed({ 'lazy-wake.ts': blocks(heading, 'ts')[0] ?? '' });
    const [prove = '', ...more] = commands(heading);
    expect(more).toEqual([]);
    const { stdout } = await here.run([...args(prove), '--json']);
    expect(verdictsIn(stdout).results.map(verdictOf)).toEqual([
      'dw1-reader, post-eiocbqueued+lazy-wake, no-lost-wakeup: violated',
    ]);
  });

  it('is a page or two, and every page is named in it', () => {
    expect(readme.split('\n').length).toBeLessThan(150);
    const pages = [...PAGES.slice(1), ...pagesIn('docs/reference')];
    expect(pages.filter((page) => !readme.includes(`\`${page}\``))).toEqual([]);
  });
});

describe('the tutorial', () => {
  it('breaks something, finds it, mends it and proves that', async () => {
    const [unpublished = ''] = blocks('2. Break something', 'ts');
    const [late = ''] = blocks('4. Mend it, and prove it', 'ts');
    const here = installed({ 'unpublished.ts': unpublished, 'late.ts': late });
    const run = (command = '') => here.run(args(command.replace(/ +#.*/, '')));
    const [check, prove] = commands('2. Break something');
    expect(await run(check)).toMatchObject({ code: 0, stderr: '' });
    expect((await run(prove)).code).toBe(1);
    const [, show = ''] = /`npx kioctx (show [^`]+)`/.exec(sectionOf('3. Read the schedule')) ?? [];
    expect((await here.run(show.split(' '))).stdout).toContain('neither handed out nor is in the ring');
    const [mended] = commands('4. Mend it, and prove it');
    const { code, stdout } = await run(mended);
    expect({ code, holds: stdout.includes('│ holds') }).toEqual({ code: 0, holds: true });
  });

  it('shows steps as they are listed', async () => {
    const { stdout } = await folder().run(['list', 'steps', 'aio_complete']);
    const shown = blocks('2. Break something', '')
      .join('')
      .trim()
      .split(/\n/)
      .map((line) => line.trim());
    const listed = new Set(stdout.split('\n').map((line) => line.replace(/^\w+ +/, '')));
    expect(shown.filter((line) => !listed.has(line))).toEqual([]);
  });
});
