import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../../cli/inputs.ts';
import { shippedScenario, shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { packaged } from './program.ts';
import { folder } from './run.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
}

/** Both forms of a list; they must tell the same. */
async function list(what: string, here = folder()): Promise<readonly Entry[]> {
  const [json, text] = await Promise.all([here.run(['list', what, '--json']), here.run(['list', what])]);
  for (const { code, stderr } of [json, text]) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const entries = JSON.parse(json.stdout) as Entry[];
  const lines = text.stdout.split('\n').slice(0, -1);
  expect(lines.map((line) => line.replace(/ {2,}/, '  '))).toEqual(
    entries.map(({ name, summary }) => `${name}  ${summary}`.trimEnd()),
  );
  return entries;
}

const namesOf = (entries: readonly Entry[]) => entries.map(({ name }) => name);

describe.concurrent('list: one line each, a name and what it is', () => {
  it('patches, the ones that are proved by default first', async () => {
    const patches = await list('patches');
    const shipped = ['2.6.20', 'post-eiocbqueued', 'post-eiocbqueued+wake', 'mainline-2.6.21', 'invalidate-first'];
    expect(namesOf(patches).slice(0, shipped.length)).toEqual(shipped);
    expect(namesOf(patches)).toEqual(expect.arrayContaining(['wake', 'dio-bugon', 'no-wake']));
    for (const { summary } of patches) expect(summary).toMatch(/^.{10,}$/);
  });

  it('scenarios, all that are shipped', async () => {
    const scenarios = await list('scenarios');
    const files = readdirSync(packaged('model/scenarios')).filter((file) => file.endsWith('.json'));
    expect(namesOf(scenarios)).toEqual(files.map((file) => file.replace(/\.json$/, '')).toSorted());
    const { summary } = scenarios.find(({ name }) => name === 'dw1-inval') ?? {};
    for (const part of [
      'submitter: io_submit(0)',
      'O_DIRECT write of 1 bio',
      'invalidate may fail with EIO',
      'ring of 4',
    ])
      expect(summary).toContain(part);
  });

  it('properties, each in a sentence', async () => {
    const properties = await list('properties');
    const some = [
      'no-double-completion',
      'first-error-wins',
      'exactly-one-event',
      'no-use-after-free',
      'no-lost-wakeup',
    ];
    expect(namesOf(properties)).toEqual(expect.arrayContaining(some));
    for (const { summary } of properties) expect(summary).toMatch(/^[A-Z].*\.$/);
  });

  it('traces: none at first, then those in traces/ and nothing else that lies there', async () => {
    const here = folder();
    expect(await list('traces', here)).toEqual([]);
    const proving = ['--patch', '2.6.20', '--property', 'no-double-completion'];
    await here.run(['prove', 'dw1-inval', ...proving]);
    here.write('traces/notes.txt', '');
    const [path, ...others] = here.contents().filter((name) => name.endsWith('.trace.json'));
    expect(others).toEqual([]);
    expect(namesOf(await list('traces', here))).toEqual([path]);
  });
});

it('shipped scenarios have written in their files what may be left out: they are listed without being read as what a user gives', () => {
  for (const name of shippedScenarioNames()) expect(shippedScenario(name)).toEqual(scenarioOf(name));
});

describe.concurrent('list of the modelled kernel', () => {
  it('functions, by their place in the C, with how many steps they have', async () => {
    const functions = await list('functions');
    expect(functions.length).toBeGreaterThan(50);
    expect(functions).toContainEqual({
      name: 'aio_complete',
      summary: 'fs/aio.c:925, 19 steps; locals iocb, res, res2, ctx, tail, obj_tsk, ret',
      at: 'fs/aio.c:925',
      locals: ['iocb', 'res', 'res2', 'ctx', 'tail', 'obj_tsk', 'ret'],
    });
    const lines = functions.flatMap(({ summary }) => /^fs\/aio\.c:(\d+),/.exec(summary)?.[1] ?? []).map(Number);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });

  it('steps of one, with line, statement, and what was seen to be read and written', async () => {
    const { stdout } = await folder().run(['list', 'steps', 'aio_complete', '--json']);
    const steps = JSON.parse(stdout) as {
      name: string;
      line: number;
      statement: string;
      does: string;
      writes: string[];
    }[];
    expect(steps.map(({ name }) => name).slice(0, 3)).toEqual(['entry', 'sync', 'bug']);
    expect(steps).toContainEqual({
      name: 'publish',
      summary: ' 992  ring->tail = tail  [writes kioctx.ring_tail]',
      line: 992,
      statement: 'ring->tail = tail',
      does: 'act',
      reads: [],
      writes: ['kioctx.ring_tail'],
    });
    expect(steps.find(({ name }) => name === 'wake')).toMatchObject({ does: 'call', reads: null, writes: null });
    const written = new Set(steps.flatMap(({ writes }) => writes ?? []));
    for (const field of ['kioctx.ctx_lock', 'io_event.res', 'kioctx.tail']) expect(written).toContain(field);
  });

  it('of a shipped patch: its functions, steps and fields too', async () => {
    const under = (...args: readonly string[]) => folder().run(['list', ...args, '--patch', 'post-eiocbqueued+wake']);
    expect((await under('functions')).stdout).toMatch(
      /^aio_ring_insert_entry +fs\/aio\.c:195, 6 steps; locals ctx, iocb, tail$/m,
    );
    expect((await under('steps', '__aio_put_req')).stdout).toMatch(
      /^inserted +515 {2}if \(kiocbIsInserted\(req\)\) {2}\[reads kiocb\.KIF_INSERTED\]$/m,
    );
    expect((await under('fields', 'kiocb')).stdout).toMatch(
      /^kiocb\.KIF_INSERTED +bool, racy, set once, false at first$/m,
    );
  });

  it('fields of the structs, each with its kind and who may touch it', async () => {
    const fields = await list('fields');
    expect(new Set(fields.map(({ name }) => name.split('.')[0])).size).toBeGreaterThan(15);
    expect(fields).toContainEqual({
      name: 'kioctx.reqs_active',
      summary: expect.stringMatching(/, written under ctx_lock$/) as string,
      class: 'guarded',
    });
    expect(namesOf(fields).some((name) => name.startsWith('lock_order'))).toBe(false);
  });

  it.for([
    [['steps'], 'list steps: of which function?'],
    [['fields', 'kiocd'], 'unknown struct "kiocd" (did you mean kiocb'],
    [['steps', 'aio_complete', '--patch', 'wakee'], 'unknown patch "wakee"'],
    [['steps', 'aio_complete', '--patch', './mine.ts'], './mine.ts: there is no such file'],
    [['scenarios', '--patch', 'wake'], 'expected --patch with functions, steps, fields only'],
    [['steps', 'aio_compete'], 'unknown function "aio_compete" (did you mean aio_complete'],
    [['patches', 'aio_complete'], 'expected no name behind patches'],
  ] as const)('%s is bad input', async ([args, says]) => {
    const { code, stdout, stderr } = await folder().run(['list', ...args]);
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
    expect(stderr).toContain(says);
  });
});
