import { describe, expect, it } from 'vitest';
import { changing, patchModule } from './patch-module.ts';
import { type Folder, folder } from './run.ts';
import { onlyTrace, pasted, proved, searchedIn, traceIn, tracesIn, unshrunk } from './search-rows.ts';

const DOUBLE = ['dw2-inval-bio', '2.6.20', 'no-double-completion'] as const;
const MIN = 'traces/2.6.20.dw2-inval-bio.no-double-completion.min.trace.json';

/** A shortest schedule, of which smaller ones fail too; proved once. */
const double = (() => {
  let made: ReturnType<typeof proved> | null = null;
  return () => (made ??= proved(folder(), ...DOUBLE));
})();

/** A folder with the trace of the double completion in it. */
const holding = async (): Promise<Folder> => folder({ 'failing.json': (await double()).text });

const violations = [
  // Fewer switches and steps; fewer tasks; and one that is as small as it can be.
  DOUBLE,
  ['dw1-reader-inval', '2.6.20', 'exactly-one-event'],
  ['dw1-osync-all', 'post-eiocbqueued+wake+last-error-wins', 'first-error-wins'],
] as const;

describe.concurrent('shrink', () => {
  it.for(violations)('comes to the minimum that run finds: %s, %s, %s', async ([scenario, patch, property]) => {
    const [here, there] = [folder(), folder()];
    const searching = ['--scenario', scenario, '--seed', '1', '--no-corpus', '--quiet'];
    const [{ path, text }] = await Promise.all([
      proved(here, scenario, patch, property),
      there.run(['run', property, '--patch', patch, ...searching]),
    ]);
    const { code, stderr } = await here.run(['shrink', path, '-o', 'min.json', '--quiet']);
    const shrunk = traceIn(here.read('min.json'));
    const found = onlyTrace(there).trace;
    expect(shrunk.minimal).toEqual({ ...found.minimal, certified: true });
    expect(shrunk.scenario.faults).toEqual(found.scenario.faults);
    expect(shrunk).toMatchObject({ patch, property, scenario: { name: scenario } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(here.read(path)).toBe(text);

    await here.run(['shrink', 'min.json', '-o', 'again.json', '--quiet']);
    expect(here.read('again.json')).toBe(here.read('min.json'));
  });

  it('writes beside the other traces when no place is named, and tells what it came to', async () => {
    const here = await holding();
    const { code, stdout, stderr } = await here.run(['shrink', 'failing.json']);
    const { minimal, finding, scenario, schedule } = traceIn(here.read(MIN));
    const { trace } = await double();
    expect(here.contents()).toEqual(['failing.json', 'traces', MIN]);
    expect(stdout).toContain('\nA minimal schedule (nothing smaller inside its scenario fails)');
    expect(stdout).toContain(`\n✗ ${finding.message}`);
    expect(stdout).toContain(`\nTrace: ${MIN}\nnpx kioctx replay ${MIN}\n`);
    const [before, now] = [trace.minimal.steps, minimal.steps];
    expect(stdout).toMatch(new RegExp(`\n${before} steps before, ${now} steps now; [\\d,]+ places looked at\\.\n$`));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await here.run(pasted(stdout, 'replay'))).toMatchObject({ code: 1, stderr: '' });

    // No error is left in the scenario but the one that comes.
    expect(Object.keys(trace.scenario.faults)).toEqual(['invalidate', 'bio']);
    expect(scenario.faults).toEqual({ invalidate: ['EIO'] });
    expect(schedule.filter((line) => line.includes(' ? '))).toEqual(['submitter ? invalidate=-5']);
  });

  it('--json prints the minimum and nothing else; --quiet leaves the schedule out', async () => {
    const here = await holding();
    const json = await here.run(['shrink', 'failing.json', '--json']);
    expect(JSON.parse(json.stdout)).toEqual(traceIn(here.read(MIN)));
    expect(json).toMatchObject({ code: 0, stderr: '' });
    const quiet = await here.run(['shrink', 'failing.json', '--quiet']);
    expect(quiet.stdout).toMatch(/^\d+ steps before, \d+ steps now; [\d,]+ places looked at\.\n$/);
  });

  it('-o may be the trace itself', async () => {
    const here = await holding();
    await here.run(['shrink', 'failing.json', '-o', 'min.json', '--quiet']);
    const { code } = await here.run(['shrink', 'failing.json', '-o', 'failing.json', '--quiet']);
    expect(code).toBe(0);
    expect(here.read('failing.json')).toBe(here.read('min.json'));
    expect(here.contents()).toEqual(['failing.json', 'min.json']);
  });

  it('cuts off what comes after the violation', async () => {
    const { trace } = await double();
    const here = folder({ 'failing.json': (await double()).text });
    const longer = { ...trace, schedule: [...trace.schedule, 'a b.c'] };
    here.write('longer.json', JSON.stringify(longer));
    const { stderr } = await here.run(['replay', 'longer.json']);
    const [, next] = /; expected (?:one of )?(\S+ [^\s,]+)/.exec(stderr) ?? [];
    here.write('longer.json', JSON.stringify({ ...longer, schedule: [...trace.schedule, next] }));
    for (const name of ['failing', 'longer'])
      // oxlint-disable-next-line no-await-in-loop -- two short runs
      expect((await here.run(['shrink', `${name}.json`, '-o', `${name}.min.json`])).code).toBe(0);
    expect(here.read('longer.min.json')).toBe(here.read('failing.min.json'));
  });
});

describe.concurrent('under another patch', () => {
  it('shrinks the failure of that patch', async () => {
    const here = await holding();
    const { code } = await here.run(['shrink', 'failing.json', '--patch', '2.6.20+no-wake', '-o', 'min.json']);
    const { patch, minimal } = traceIn(here.read('min.json'));
    expect({ patch, certified: minimal.certified, code }).toEqual({
      patch: '2.6.20+no-wake',
      certified: true,
      code: 0,
    });
  });

  it('a module of one’s own has to be named, and is part of the command that replays', async () => {
    const here = folder({ 'my patches/mine.mts': patchModule({ mine: changing({ name: 'mine' }) }) });
    const { path } = await proved(here, 'buffered-reader', './my patches/mine.mts', 'no-lost-wakeup');
    const without = await here.run(['shrink', path]);
    expect(without.stderr).toMatch(/: patch: unknown patch "mine"; .*; give a patch of your own with --patch FILE\n$/);
    expect({ code: without.code, stdout: without.stdout }).toEqual({ code: 2, stdout: '' });
    const { code, stdout } = await here.run(['shrink', path, '--patch', './my patches/mine.mts', '-o', 'min.json']);
    expect(code).toBe(0);
    expect(pasted(stdout, 'replay')).toEqual(['replay', 'min.json', '--patch', './my patches/mine.mts']);
    expect(await here.run(pasted(stdout, 'replay'))).toMatchObject({ code: 1, stderr: '' });
  });
});

describe.concurrent('nothing is written, exit 2, where a trace', () => {
  async function refused(here: Folder, ...args: readonly string[]): Promise<string> {
    const before = here.contents();
    const { code, stdout, stderr } = await here.run(['shrink', ...args]);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 2, stdout: '', contents: before });
    expect(stderr.split('\n')).toHaveLength(2);
    return stderr;
  }

  it('does not fail', async () => {
    const { trace } = await double();
    const fine = JSON.stringify({ ...trace, schedule: trace.schedule.slice(0, -1) });
    expect(await refused(folder({ 'fine.json': fine }), 'fine.json')).toBe(
      'kioctx: fine.json: nothing to shrink: 2.6.20 does not violate no-double-completion on this schedule\n',
    );
  });

  it('does not fail under the patch that was asked for', async () => {
    const here = folder();
    const { path } = await proved(here, 'dw1-osync-all', 'post-eiocbqueued+wake+last-error-wins', 'first-error-wins');
    const stderr = await refused(here, path, '--patch', 'post-eiocbqueued+wake');
    expect(stderr).toMatch(/nothing to shrink: post-eiocbqueued\+wake does not violate first-error-wins/);
  });

  it('does not fit: it is told as replay tells it', async () => {
    const here = await holding();
    const stderr = await refused(here, 'failing.json', '--patch', 'post-eiocbqueued');
    expect(stderr).toMatch(/^kioctx: failing\.json:\d+:3: \S+ \S+ cannot be taken here: .*; expected /);
    expect((await here.run(['replay', 'failing.json', '--patch', 'post-eiocbqueued'])).stderr).toBe(stderr);
  });

  it('is none, or is not there', async () => {
    const here = folder({ 'cut.json': '{"version":1,\n' });
    expect(await refused(here, 'cut.json')).toMatch(/^kioctx: cut\.json:\d+:\d+: malformed JSON/);
    expect(await refused(here, 'gone.json')).toMatch(
      /^kioctx: gone\.json: there is no such file; expected a readable trace/,
    );
  });
});

it('a place where the minimum cannot go is refused before it is searched for: exit 74, and nothing is written', async () => {
  const here = await holding();
  here.write('folder/README.md', '');
  const before = here.contents();
  for (const place of ['gone/min.json', 'folder']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in one folder
    const { code, stdout, stderr } = await here.run(['shrink', 'failing.json', '-o', place]);
    expect(stderr).toMatch(/^kioctx: -o \S+: cannot write there: [^\n]*; expected a file that can be written\n$/);
    expect({ code, stdout, contents: here.contents() }).toEqual({ code: 74, stdout: '', contents: before });
  }
});

describe.concurrent('a search that is not gone through to its end', () => {
  const large = (() => {
    const make = async () => {
      const here = folder();
      await unshrunk(here);
      return onlyTrace(here);
    };
    let made: ReturnType<typeof make> | null = null;
    return () => (made ??= make());
  })();

  /** Less or as much in the order in which failures are small. */
  const size = ({ minimal: { tasks, requests, faults, switches, steps } }: ReturnType<typeof traceIn>): number =>
    [tasks + requests, faults, switches, steps].reduce((sum, part) => sum * 1000 + part, 0);

  const bounds: readonly (readonly [string, string, RegExp])[] = [
    [
      '--max-states',
      '50',
      /\nNot proved minimal in the scenario given: there is too much that is smaller to go through all of it; .*\n$/,
    ],
    ['--max-seconds', '0.2', /\nNot proved minimal in the scenario given: --max-seconds was hit\.\n$/],
  ];

  it.for(bounds)('%s %s: exit 3, and what there is by then is written', async ([flag, value, says]) => {
    const { text, trace } = await large();
    const here = folder({ 'failing.json': text });
    const { code, stdout, stderr } = await here.run(['shrink', 'failing.json', '-o', 'min.json', flag, value]);
    const best = traceIn(here.read('min.json'));
    expect(stdout).toMatch(says);
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(best.minimal.certified).toBe(false);
    expect(size(best)).toBeLessThanOrEqual(size(trace));
    expect(best).toMatchObject({ patch: trace.patch, property: trace.property, finding: expect.anything() });
    expect(await here.run(['replay', 'min.json', '--quiet'])).toMatchObject({ code: 1, stderr: '' });
  });

  it('Ctrl-C: exit 3, and what there is by then is written', async () => {
    const { text } = await large();
    const here = folder({ 'failing.json': text });
    const how = { interruptAfter: 3_000, hangsAfter: 120_000 };
    const { code, stdout } = await here.run(['shrink', 'failing.json', '--quiet'], how);
    expect(stdout).toMatch(/\nNot proved minimal in the scenario given: interrupted\.\n$/);
    expect(code).toBe(3);
    expect(tracesIn(here)).toHaveLength(1);
    expect(onlyTrace(here).trace.minimal.certified).toBe(false);
  });

  it('--json tells that it is not proved', async () => {
    const { text } = await large();
    const here = folder({ 'failing.json': text });
    const { code, stdout } = await here.run(['shrink', 'failing.json', '--max-states', '50', '--json']);
    expect(traceIn(stdout).minimal.certified).toBe(false);
    expect(traceIn(stdout)).toEqual(onlyTrace(here).trace);
    expect(code).toBe(3);
  });
});

it('a minimum that run was not let to come to is what shrink comes to', async () => {
  const [here, there] = [folder(), folder()];
  const args = ['run', 'no-double-completion', '--patch', '2.6.20', '--seed', '1'];
  const stopped = await here.run([...args, '--max-states', '100', '--json']);
  await there.run([...args, '--json']);
  const [row] = searchedIn(stopped.stdout).results;
  const { code } = await here.run(['shrink', row?.trace ?? '', '-o', 'min.json']);
  expect(traceIn(here.read('min.json')).minimal).toEqual(onlyTrace(there).trace.minimal);
  expect(code).toBe(0);
});
