import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verdictsIn } from './rows.ts';
import { packaged } from './program.ts';
import { type Folder, folder } from './run.ts';

/** A trace file, as the format is documented. */
interface Trace {
  readonly version: number;
  readonly patch: string;
  readonly scenario: { readonly tasks: readonly { readonly name: string }[]; readonly iocbs: readonly unknown[] };
  readonly property: string;
  readonly verdict: string;
  readonly finding: { readonly message: string };
  readonly minimal: Readonly<Record<string, unknown>>;
  readonly schedule: readonly string[];
}

const STEP = /^(?<context>\S+) \w+\.\w+$/;
const CHOICE = /^(?<context>\S+) \? \w+=(?<value>-?\d+)$/;

/** Proves one violation, and reads the trace from where the verdict says it is. */
async function violate(here: Folder, scenario: string, patch: string, property: string) {
  const args = ['prove', scenario, '--patch', patch, '--property', property, '--json'];
  const { code, stdout } = await here.run(args);
  const [row] = verdictsIn(stdout).results;
  expect({ code, verdict: row?.verdict }).toEqual({ code: 1, verdict: 'violated' });
  const path = row?.trace ?? 'no trace';
  return { path, trace: JSON.parse(here.read(path)) as Trace };
}

const shipped = (name: string): unknown => JSON.parse(readFileSync(packaged(`model/scenarios/${name}.json`), 'utf8'));

const violations = [
  ['dw1-inval', '2.6.20', 'no-double-completion'],
  ['dw1-inval', '2.6.20', 'no-use-after-free'],
  ['dw1-reader', 'post-eiocbqueued', 'no-lost-wakeup'],
] as const;

describe.concurrent('a trace file', () => {
  it.for(violations)('is whole: %s under %s violates %s', async ([scenario, patch, property]) => {
    const here = folder();
    const { path, trace } = await violate(here, scenario, patch, property);
    expect(here.contents()).toEqual(['traces', path]);
    const { version, finding, minimal, schedule, ...named } = trace;
    expect(version).toBe(1);
    expect(named).toEqual({ patch, scenario: shipped(scenario), property, verdict: 'violated' });
    expect(finding.message).not.toBe('');

    const steps = schedule.flatMap((line) => STEP.exec(line)?.groups?.['context'] ?? []);
    const choices = schedule.flatMap((line) => CHOICE.exec(line)?.groups?.['value'] ?? []);
    expect(steps.length + choices.length).toBe(schedule.length);
    expect(minimal).toEqual({
      tasks: trace.scenario.tasks.length,
      requests: trace.scenario.iocbs.length,
      faults: choices.filter((value) => value !== '0').length,
      switches: steps.filter((context, i) => i > 0 && context !== steps[i - 1]).length,
      steps: steps.length,
      certified: expect.any(Boolean),
    });
    expect(steps.length).toBeGreaterThan(10);
  });

  it('names contexts as the scenario does, and a choice under the step of its context that made it', async () => {
    const { trace } = await violate(folder(), 'dw1-inval', '2.6.20', 'no-double-completion');
    const { schedule } = trace;
    const contexts = new Set(schedule.map((line) => line.split(' ')[0]));
    expect(contexts).toEqual(new Set(['bio0.0', 'submitter']));
    const at = schedule.findIndex((line) => line.includes(' ? '));
    expect(schedule[at]).toBe('submitter ? invalidate=-5');
    expect(schedule[at - 1]).toMatch(/^submitter \w+\.\w+$/);
    expect(trace.minimal).toMatchObject({ tasks: 1, requests: 1, faults: 1 });
  });

  it('tells of a chance that was not taken, which is no fault', async () => {
    const { trace } = await violate(folder(), 'dw1-all-nosync', '2.6.20', 'no-double-completion');
    const choices = trace.schedule.filter((line) => line.includes(' ? '));
    expect(choices).toEqual(['submitter ? invalidate=-5', 'bio0.0 ? bio=0']);
    expect(trace.minimal).toMatchObject({ faults: 1 });
  });

  it('holds a whole scenario: what the user left out is filled in, and it can be proved again', async () => {
    const iocbs = [{ op: 'direct_write' }];
    const tasks = [{ name: 'me', calls: [{ io_submit: [0] }] }];
    const mine = { version: 1, name: 'mine', ring_nr: 3, iocbs, tasks, faults: { invalidate: ['EIO'] } };
    const here = folder({ 'mine.json': JSON.stringify(mine) });
    const first = await violate(here, './mine.json', '2.6.20', 'no-double-completion');
    const filled = { op: 'direct_write', bios: 1, o_sync: false, append: false };
    expect(first.trace.scenario).toEqual({ ...mine, iocbs: [filled] });
    const there = folder({ 'again.json': JSON.stringify(first.trace.scenario) });
    const second = await violate(there, './again.json', '2.6.20', 'no-double-completion');
    expect(second).toEqual(first);
  });

  it('is written for each violation, and for nothing else', async () => {
    const here = folder();
    const properties = ['no-double-completion', 'no-use-after-free', 'no-lost-wakeup'];
    const named = properties.flatMap((name) => ['--property', name]);
    const { stdout } = await here.run(['prove', 'dw1-inval', '--patch', '2.6.20', ...named, '--json']);
    const paths = verdictsIn(stdout).results.map(({ trace }) => trace);
    expect(paths).toEqual([expect.any(String), expect.any(String), null]);
    expect(here.contents()).toEqual(['traces', ...paths.filter((path) => path !== null)].toSorted());
  });

  it('stays in traces/, whatever the scenario is called', async () => {
    const text = readFileSync(packaged('model/scenarios/dw1-inval.json'), 'utf8');
    const here = folder({ 'mine.json': text.replace('"dw1-inval"', '"../../up and\\n/away"') });
    const { path } = await violate(here, './mine.json', '2.6.20', 'no-double-completion');
    expect(here.contents()).toEqual(['mine.json', 'traces', path]);
    expect(path).toMatch(/^traces\/[\w.+-]+\.trace\.json$/);
  });

  it('is kept apart from those of scenarios with the same name, or with nearly the same', async () => {
    const text = readFileSync(packaged('model/scenarios/dw1-inval.json'), 'utf8');
    const names = ['a b', 'a_b', 'a b', 'a/b'];
    const files = names.map((name, i) => [`${i}.json`, text.replace('dw1-inval', name)] as const);
    const here = folder(Object.fromEntries(files));
    const args = ['--patch', '2.6.20', '--property', 'no-double-completion', '--json'];
    const { code, stdout } = await here.run(['prove', ...files.map(([file]) => file), ...args]);
    const paths = verdictsIn(stdout).results.map(({ trace }) => trace ?? 'no trace');
    expect(new Set(paths).size).toBe(names.length);
    const told = paths.map((path) => JSON.parse(here.read(path)) as { scenario: { name: string } });
    expect(told.map(({ scenario }) => scenario.name)).toEqual(names);
    expect(code).toBe(1);
  });
});
