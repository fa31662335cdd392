/** Schedules that are kept without a violation. */
import { describe, expect, it } from 'vitest';
import { textOf } from '../../cli/traces.ts';
import { exportedTrace } from '../../counterexamples/aio/exported-trace.ts';
import { readTrace } from '../../counterexamples/aio/read-trace.ts';
import type { Trace } from '../../counterexamples/aio/trace.ts';
import { corpus } from '../../cli/corpus.ts';
import { folder } from '../cli/run.ts';

const { trace: kept } = corpus().find(({ file }) => file.includes('no-wake.no-lost-wakeup')) as { trace: Trace };
const exported = exportedTrace(kept);
const args = ['--color', 'never'] as const;

describe('an exported schedule', () => {
  it('is read as it was written, and counted as a counterexample is', () => {
    expect(readTrace(textOf(exported), 'mine.json')).toMatchObject({ ok: true, trace: exported });
    expect(exported.minimal).toEqual({ ...kept.minimal, certified: false });
    expect(exported.schedule).toEqual(kept.schedule);
  });

  it('has each fault that comes in it, and no chance that is not taken', () => {
    const schedule = ['a f.g', 'a ? bio=0', 'a f.h', 'a ? bio=-5', 'b f.g'];
    expect(exportedTrace({ ...kept, schedule }).minimal).toMatchObject({ faults: 1, steps: 3, switches: 1 });
  });
});

describe.concurrent('a trace without a violation', () => {
  const here = () => folder({ 'mine.trace.json': textOf(exported) });

  it('is run by replay, which judges nothing: exit 0', async () => {
    const { code, stdout, stderr } = await here().run(['replay', 'mine.trace.json', '--quiet']);
    const told = `mine.trace.json: ${kept.patch} runs it in ${kept.scenario.name}; no property is given to judge it by\n`;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: told, stderr: '' });
  });

  it('has neither a property nor a verdict in JSON', async () => {
    const { code, stdout } = await here().run(['replay', 'mine.trace.json', '--json']);
    const row = { property: null, verdict: 'none', message: null, after: null, steps: kept.minimal.steps };
    expect(JSON.parse(stdout)).toMatchObject({ results: [{ patch: kept.patch, ...row }] });
    expect(code).toBe(0);
  });

  it('is judged by a property that is given', async () => {
    const judged = (property: string) =>
      here().run(['replay', 'mine.trace.json', '--property', property, '--quiet', ...args]);
    const [lost, leak] = await Promise.all([judged('no-lost-wakeup'), judged('no-double-completion')]);
    expect(lost).toMatchObject({ code: 1, stdout: expect.stringContaining('VIOLATES no-lost-wakeup') });
    expect(leak).toMatchObject({ code: 0, stdout: expect.stringContaining('does not violate no-double-completion') });
  });

  it('does not run under a patch that it does not fit: exit 2', async () => {
    const { code, stderr } = await here().run(['replay', 'mine.trace.json', '--patch', 'post-eiocbqueued']);
    expect(stderr).toMatch(/^kioctx: mine\.trace\.json:\d+:3: \S+ \S+ cannot be taken here: .*\n$/);
    expect(code).toBe(2);
  });

  it('is shown, with the command that replays it', async () => {
    const { code, stdout } = await here().run(['show', 'mine.trace.json', ...args]);
    expect(stdout).toContain('\nnpx kioctx replay mine.trace.json\n');
    expect(stdout).toContain('aio_complete');
    expect(code).toBe(0);
  });

  it('has nothing to shrink, unless a property is given that it violates', async () => {
    const mine = here();
    const refused = await mine.run(['shrink', 'mine.trace.json', '-o', 'min.json']);
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'kioctx: mine.trace.json: nothing to shrink: no violation is in this trace; expected one that has a violation, or --property NAME\n',
    });
    expect(mine.contents()).toEqual(['mine.trace.json']);
    const { code } = await mine.run(['shrink', 'mine.trace.json', '--property', 'no-lost-wakeup', '-o', 'min.json']);
    const shrunk = JSON.parse(mine.read('min.json')) as Trace;
    expect(shrunk).toMatchObject({ verdict: 'violated', property: 'no-lost-wakeup', schedule: kept.schedule });
    expect(code).toBe(0);
  });
});
