/** What `kioctx run` finds is saved once, whichever way it comes to it. */
import { describe, expect, it } from 'vitest';
import { byContent } from '../../cli/saved-once.ts';
import { textOf, traceWriter } from '../../cli/traces.ts';
import { corpus } from '../../cli/corpus.ts';
import type { ViolatedTrace } from '../../counterexamples/aio/trace.ts';
import { folder } from './run.ts';
import { onlyTrace, tracesIn } from './search-rows.ts';

const [kept] = corpus();
const trace = kept?.trace as ViolatedTrace;
const called = (name: string): ViolatedTrace => ({ ...trace, scenario: { ...trace.scenario, name } });
const uncertified: ViolatedTrace = { ...trace, minimal: { ...trace.minimal, certified: false } };

describe('the file of a minimum', () => {
  it('is called by the property, the patch and what is in it, but not by the scenario’s name', () => {
    expect(byContent.nameOf(trace)).toMatch(/^refcount-sound\.2\.6\.20\+[\w+-]*cancel-without-reference\.[0-9a-f]{8}$/);
    expect(byContent.nameOf(called('another'))).toBe(byContent.nameOf(trace));
  });

  it('is another one for another schedule, scenario, patch or property', () => {
    const others: readonly ViolatedTrace[] = [
      { ...trace, schedule: trace.schedule.slice(1) },
      { ...trace, scenario: { ...trace.scenario, ring_nr: 9 } },
      { ...trace, patch: 'mine' },
      { ...trace, property: 'mine' },
    ];
    const names = [trace, ...others].map(byContent.nameOf);
    expect(new Set(names).size).toBe(names.length);
  });

  it('does not hang on the order of the keys', () => {
    const { name, version, ...rest } = trace.scenario;
    expect(byContent.nameOf({ ...trace, scenario: { ...rest, version, name } })).toBe(byContent.nameOf(trace));
  });

  const saved = (first: ViolatedTrace, second: ViolatedTrace): string => {
    const here = folder();
    for (const one of [first, second]) traceWriter(`${here.path}/traces`, '', byContent).write(one);
    return onlyTrace(here).text;
  };

  it('stays as it is when the same is found again', () => {
    expect(saved(trace, called('another'))).toBe(textOf(trace));
  });

  it('stays certified, and becomes so', () => {
    expect(saved(trace, uncertified)).toBe(textOf(trace));
    expect(saved(uncertified, trace)).toBe(textOf(trace));
  });

  it('is written anew where something else is in it', () => {
    const other = { ...trace, finding: { message: 'as an older model told it' } };
    expect(saved(other, trace)).toBe(textOf(trace));
    const here = folder({ [`traces/${byContent.nameOf(trace)}.trace.json`]: '{' });
    traceWriter(`${here.path}/traces`, '', byContent).write(trace);
    expect(onlyTrace(here).text).toBe(textOf(trace));
  });
});

describe.concurrent('run', () => {
  it('adds nothing to a corpus that it writes into, where what it wrote fails first from then on', async () => {
    const here = folder({ 'counterexamples/corpus/README.md': '' });
    const search = ['run', 'no-double-completion', '--patch', '2.6.20', '--scenario', 'dw1-inval', '--quiet'];
    const into = ['--traces', 'counterexamples/corpus'];
    await here.run([...search, '--seed', '1', ...into]);
    const { path, text } = onlyTrace(here);
    const again = await here.run([...search, '--seed', '2', ...into]);
    expect(again.stdout).toContain('VIOLATED (kept)');
    expect(again.stdout).toContain(`npx kioctx replay ${path}\n`);
    expect(onlyTrace(here)).toMatchObject({ path, text, trace: { minimal: { certified: true } } });
  });

  const args = ['run', 'no-double-completion', '--patch', '2.6.20', '--quiet', '--no-corpus'];

  it('adds nothing when it comes to the same minimum again, from another seed and in another scenario', async () => {
    const here = folder();
    await here.run([...args, '--seed', '1', '--scenario', 'dw1-inval']);
    const { path, text } = onlyTrace(here);
    expect(path).toMatch(/^traces\/no-double-completion\.2\.6\.20\.[0-9a-f]{8}\.trace\.json$/);
    const { code, stdout } = await here.run([...args, '--seed', '2', '--scenario', 'dw2-inval']);
    const again = await here.run([...args, '--seed', '3', '--scenario', 'dw1-inval']);
    expect(code).toBe(1);
    expect(again.stdout).toContain(`npx kioctx replay ${path}\n`);
    expect(here.read(path)).toBe(text);
    const files = tracesIn(here);
    expect(files.length).toBeLessThanOrEqual(2);
    expect(files.some((file) => stdout.includes(`npx kioctx replay ${file}\n`))).toBe(true);
  });
});
