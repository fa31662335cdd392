/** The examples of public bug reports, each told by a patch that declares what it brings: the bug is found, and the fix holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packaged } from '../cli/program.ts';
import { folder } from '../cli/run.ts';
import { verdictsIn } from '../cli/rows.ts';

const FOLDER = 'docs/examples/kernel';

interface Told {
  readonly scenario: string;
  readonly patch: string;
  /** What is violated, in words; none: all holds. */
  readonly violated: readonly string[];
  /** What the trace of the last of them ends in. */
  readonly endsIn?: string;
}

const all: readonly Told[] = [
  {
    scenario: `${FOLDER}/cve-2024-35874.json`,
    patch: 'cve-2024-35874.ts',
    violated: ['no-use-after-free'],
    endsIn: '✗ use_after_free: aio_waiter\n',
  },
  { scenario: `${FOLDER}/cve-2024-35874.json`, patch: 'cve-2024-35874-fixed.ts', violated: [] },
  { scenario: 'dw1-osync-reader', patch: 'deferred-completion.ts', violated: [] },
  {
    scenario: 'dw1-osync-reader',
    patch: 'deferred-completion-in-interrupt.ts',
    violated: ['no-sleep-in-atomic'],
    endsIn: 'an interrupt may sleep',
  },
  {
    scenario: 'queued-cancel',
    patch: 'cancel-completes.ts',
    violated: ['no-double-completion', 'first-error-wins', 'exactly-one-event', 'refcount-sound', 'no-use-after-free'],
    endsIn: '✗ use_after_free: kiocb\n',
  },
  { scenario: 'queued-cancel', patch: 'cancel-completes-fixed.ts', violated: [] },
  {
    scenario: `${FOLDER}/poll-file.json`,
    patch: 'poll-file.ts',
    violated: ['no-use-after-free'],
    endsIn: '✗ use_after_free: file\n',
  },
  { scenario: `${FOLDER}/poll-file.json`, patch: 'poll-file-fixed.ts', violated: [] },
];

it('an object on the stack of a call that a program makes once more is not judged', async () => {
  const patch = packaged(`${FOLDER}/cve-2024-35874-fixed.ts`);
  const { code, stdout } = await folder().run([
    'prove',
    'two-buf-until',
    '--patch',
    patch,
    '--json',
    '--traces',
    'none',
  ]);
  const rows = verdictsIn(stdout).results;
  expect(code).toBe(3);
  expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['not-judged']));
});

it('every example is proved here', () => {
  const patches = readdirSync(packaged(FOLDER)).filter((file) => file.endsWith('.ts'));
  expect(all.map(({ patch }) => patch).toSorted()).toEqual(patches);
});

describe.concurrent.each(all)('$patch in $scenario', ({ scenario, patch, violated, endsIn }) => {
  const file = packaged(`${FOLDER}/${patch}`);
  const called = scenario.endsWith('.json') ? packaged(scenario) : scenario;

  it('is judged as its first lines say', async () => {
    const here = folder();
    const { stdout, stderr, code } = await here.run(['prove', called, '--patch', file, '--json']);
    const { results } = verdictsIn(stdout);
    expect(stderr).toBe('');
    expect(results.flatMap(({ property, verdict }) => (verdict === 'violated' ? [property] : []))).toEqual(violated);
    expect(code).toBe(violated.length > 0 ? 1 : 0);
    if (endsIn === undefined) return;
    const trace = here.contents().find((name) => name.endsWith(`.${violated.at(-1) ?? ''}.trace.json`));
    expect((await here.run(['replay', trace ?? 'none', '--patch', file])).stdout).toContain(endsIn);
  });

  it('has nothing that check complains of', async () => {
    const { stdout, code } = await folder().run(['check', file]);
    expect(stdout).toContain(': a patch ');
    expect(code).toBe(0);
  });
});

it('no example has a cast, or a type that says nothing', () => {
  for (const { patch } of all)
    expect(readFileSync(packaged(`${FOLDER}/${patch}`), 'utf8')).not.toMatch(
      /\bas (?:any|never|unknown|[A-Z])|: any\b|@ts-/,
    );
});
