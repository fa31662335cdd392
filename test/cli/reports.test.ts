import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changing, patchModule } from './patch-module.ts';
import { verdictsIn } from './rows.ts';
import { packaged } from './program.ts';
import { type Folder, folder, kioctx } from './run.ts';
import { parseXml } from './xml.ts';

const violating = ['prove', 'dw1-inval', '--patch', '2.6.20', '--property', 'no-double-completion'];
const named = (...names: readonly string[]) => names.flatMap((name) => ['--property', name]);

const traceIn = (here: Folder) => here.contents().find((name) => name.endsWith('.trace.json')) ?? 'no trace';

// oxlint-disable-next-line no-control-regex
const ESCAPE = /\u001B\[/;
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001B\[\d+m/g;

describe.concurrent('prove for people', () => {
  it('tells a violation step by step, names the trace, and ends with the verdicts', async () => {
    const here = folder();
    const { code, stdout, stderr } = await here.run(violating);
    const path = traceIn(here);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('2.6.20 violates no-double-completion in dw1-inval');
    expect(stdout).toMatch(/^step │ submitter +│ bio0\.0$/m);
    expect(stdout).toContain('chance: invalidate = -EIO');
    expect(stdout).toContain(`\nTrace: ${path}\n`);
    expect(stdout).toMatch(/│ 2\.6\.20 │ dw1-inval │ no-double-completion │ VIOLATED │/);

    const { minimal } = JSON.parse(here.read(path)) as { minimal: { steps: number; switches: number } };
    const numbers = Array.from(stdout.matchAll(/^ *(\d+) │/gm), ([, n]) => Number(n));
    // Folded to what matters; all of them are in the trace.
    expect(numbers.length).toBeLessThan(minimal.steps / 2);
    expect([numbers[0], numbers.at(-1)]).toEqual([6, minimal.steps]);
    expect(stdout).toMatch(new RegExp(`${minimal.steps} steps, ${minimal.switches} switch(es)? between contexts`));
  });

  it('--quiet leaves the table, and only that', async () => {
    const [loud, quiet] = await Promise.all([kioctx(...violating), kioctx(...violating, '--quiet')]);
    expect(quiet).toMatchObject({ code: 1, stderr: '' });
    expect(quiet.stdout).toMatch(/^┌/);
    expect(quiet.stdout).not.toContain('Trace: ');
    expect(loud.stdout.endsWith(quiet.stdout)).toBe(true);
    expect(loud.stdout.length).toBeGreaterThan(2 * quiet.stdout.length);
  });

  it('says n/a where nothing is claimed, and clipped where nothing is proved', async () => {
    const property = named('no-lost-wakeup');
    const [idle, clipped] = await Promise.all([
      kioctx('prove', 'buffered', '--patch', '2.6.20', ...property),
      kioctx('prove', 'dw1-reader', '--patch', '2.6.20', ...property, '--max-states', '10'),
    ]);
    expect(idle.stdout).toMatch(
      /│ 2\.6\.20 │ buffered │ no-lost-wakeup │ n\/a +│ no schedule reaches "a task sleeps in read_events\(\)" +│/,
    );
    expect(clipped.stdout).toMatch(/│ 2\.6\.20 │ dw1-reader │ no-lost-wakeup │ clipped │ .*nothing is proved/);
  });

  it('says once for a search why it was clipped and what it covered, whatever number of properties it was to decide', async () => {
    const { code, stdout } = await kioctx('prove', 'dw1-inval', '--patch', '2.6.20', '--max-states', '500', '--quiet');
    expect(stdout.match(/--max-states was hit/g)).toHaveLength(1);
    expect(stdout).toMatch(/│ dw1-inval │ no-double-completion │ VIOLATED │/);
    expect(stdout).toMatch(/│ dw1-inval │ the other 16 +│ clipped +│/);
    expect(code).toBe(1);
  });

  it('says once that what has begun never ends, however many properties cannot be judged then', async () => {
    const spins = "{ before: { lock: { spin: { line: 957, c: 'for (;;)', run: () => 'spin' } } } }";
    const here = folder({ 'mine.mts': patchModule({ mine: changing({ name: 'mine', changes: spins }) }) });
    const { code, stdout } = await here.run(['prove', 'buffered', '--patch', './mine.mts', '--quiet']);
    expect(stdout).toMatch(/│ no-hang +│ VIOLATED │ no end can be reached any more: submitter can go round for/);
    expect(stdout.match(/VIOLATED │/g)).toHaveLength(1);
    expect(stdout).not.toMatch(/never ends/);
    expect(stdout).toMatch(/│ no-leak +│ n\/a +│ it is judged at the end alone, and no schedule ends +│/);
    expect(code).toBe(1);
  });

  it('shows more than 60 verdicts as a matrix of properties and patches', async () => {
    const text = readFileSync(packaged('model/scenarios/buffered.json'), 'utf8');
    const files = Array.from({ length: 7 }, (_, i) => [`${i}.json`, text.replace('"buffered"', `"s${i}"`)] as const);
    const here = folder(Object.fromEntries(files));
    const properties = named('exactly-one-event', 'no-lost-wakeup');
    const { code, stdout } = await here.run(['prove', ...files.map(([file]) => file), ...properties]);
    expect(stdout).toMatch(/^│ +│ 2\.6\.20 +│ post-eiocbqueued +│ post-eiocbqueued\+wake +│/m);
    expect(stdout).toMatch(/^│ exactly-one-event +│ holds in all 7 │ holds in all 7 +│/m);
    expect(stdout).toMatch(/^│ no-lost-wakeup +│ n\/a +│ n\/a +│/m);
    expect(stdout).toMatch(/^n\/a no-lost-wakeup: no schedule reaches "a task sleeps in read_events\(\)"$/m);
    expect(code).toBe(0);
  });
});

describe.concurrent('--color', () => {
  it('colours when asked for, and not into a pipe, and no other letter is changed', async () => {
    const [always, never, auto] = await Promise.all(
      [['--color', 'always'], ['--color', 'never'], []].map((color) => kioctx(...violating, ...color)),
    );
    expect(always?.stdout).toMatch(ESCAPE);
    expect(never?.stdout).not.toMatch(ESCAPE);
    expect(auto).toEqual(never);
    expect({ ...always, stdout: always?.stdout.replaceAll(ESCAPES, '') }).toEqual(never);
  });

  it('colours outcomes too', async () => {
    const { stdout } = await kioctx('outcomes', 'buffered', '--patch', '2.6.20', '--color', 'always');
    expect(stdout).toMatch(ESCAPE);
  });

  it('always, but not in --json', async () => {
    const { stdout } = await kioctx(...violating, '--color', 'always', '--json');
    expect(stdout).not.toMatch(ESCAPE);
    expect(verdictsIn(stdout).results).toHaveLength(1);
  });
});

describe.concurrent('--junit', () => {
  it('writes a test case for each verdict: a failure with its trace, or skipped where nothing is proved', async () => {
    const here = folder();
    const properties = named('no-double-completion', 'no-lost-wakeup');
    const args = ['prove', 'dw1-inval', 'buffered', '--patch', '2.6.20', ...properties, '--json', '--junit', 'out.xml'];
    const { code, stdout } = await here.run(args);
    const { results } = verdictsIn(stdout);
    const suite = parseXml(here.read('out.xml'));
    expect(suite.name).toBe('testsuite');
    expect(suite.attributes).toMatchObject({ tests: '4', failures: '1', skipped: '1' });
    expect(suite.children.map(({ name, attributes }) => [name, attributes['classname'], attributes['name']])).toEqual(
      results.map(({ patch, scenario, property }) => ['testcase', `${patch}.${scenario}`, property]),
    );
    expect(results.map(({ verdict }) => verdict)).toEqual(['violated', 'holds', 'holds', 'not-applicable']);
    const [failure, ...others] = suite.children.flatMap(({ children }) => children);
    expect(failure).toMatchObject({
      name: 'failure',
      text: expect.stringContaining(`${results[0]?.trace}\nnpx kioctx replay ${results[0]?.trace}\n`) as string,
    });
    expect(failure?.text).toContain('CPU0 (submitter)                     CPU1 (bio0.0, irq)');
    expect(failure?.attributes['message']).toMatch(/request 0/);
    expect(others).toMatchObject([{ name: 'skipped', attributes: { message: 'not-applicable' } }]);
    expect(code).toBe(1);
  });

  it('skips what was clipped', async () => {
    const here = folder();
    const args = ['--patch', '2.6.20', ...named('no-lost-wakeup'), '--max-states', '10', '--junit', 'out.xml'];
    const { code } = await here.run(['prove', 'dw1-reader', ...args]);
    const suite = parseXml(here.read('out.xml'));
    expect(suite.attributes).toMatchObject({ tests: '1', failures: '0', skipped: '1' });
    expect(suite.children[0]?.children).toMatchObject([{ name: 'skipped', attributes: { message: 'clipped' } }]);
    expect(code).toBe(3);
  });

  it('is well-formed whatever patch and scenario are called', async () => {
    const text = readFileSync(packaged('model/scenarios/buffered.json'), 'utf8');
    const mine = changing({ name: `<mine>&"yours"`, changes: '{}' });
    const here = folder({
      's.json': text.replace('"buffered"', '"a<b>\'c\' & \\"d\\""'),
      'p.mts': patchModule({ mine }),
    });
    const args = ['--patch', './p.mts', ...named('exactly-one-event'), '--junit', 'out.xml'];
    const { code } = await here.run(['prove', './s.json', ...args]);
    const [testcase] = parseXml(here.read('out.xml')).children;
    expect(testcase?.attributes['classname']).toBe(`<mine>&"yours".a<b>'c' & "d"`);
    expect(code).toBe(0);
  });
});
