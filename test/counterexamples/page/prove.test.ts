/** A proof in the page, and the same by the program. */
import { describe, expect, it } from 'vitest';
import { ReferenceMachine } from '../../../model/core/index.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { Catalogue, PageIssue } from '../../../counterexamples/page/engine/catalogue.ts';
import { type PageProof, proving } from '../../../counterexamples/page/engine/prove.ts';
import { follow } from '../../../counterexamples/follow.ts';
import { replay } from '../../../counterexamples/replay.ts';
import { alwaysWatched, properties } from '../../../properties/aio/index.ts';
import { verdictsIn } from '../../cli/rows.ts';
import { folder } from '../../cli/run.ts';
import { asWorld, modelOf, propertyOf } from './worlds.ts';

const ALL = properties.map(({ name }) => name);

/** Told to stop from the `stopsAt`th pause on. */
function proved(
  world: ReturnType<typeof asWorld>,
  {
    asked = ALL,
    stopsAt = Infinity,
    maxStates,
  }: { asked?: readonly string[]; stopsAt?: number; maxStates?: number } = {},
): PageProof {
  const run = proving(new Catalogue(), { world, properties: asked, maxStates }, []);
  let next = run.next();
  for (let pauses = 1; !next.done; pauses++) next = run.next(pauses >= stopsAt ? 'stop' : undefined);
  return next.value;
}

interface Row {
  readonly scenario: string;
  readonly patch: string;
  readonly property: string;
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
  readonly ends: object;
  readonly reduced: boolean;
  readonly message: string | null;
  readonly steps: number | null;
}

const SCENARIOS = ['buffered-reader', 'dw1-inval', 'queued-cancel'];
const PATCHES = [...shippedPatches.map(({ name }) => name), '2.6.20+no-wake', '2.6.20+keep-bio-lock'];

/** By the program, once for all. */
const byProgram = (() => {
  let rows: Promise<readonly Row[]> | null = null;
  const told = async (): Promise<readonly Row[]> => {
    const patches = PATCHES.flatMap((patch) => ['--patch', patch]);
    const { stdout } = await folder().run(['prove', ...SCENARIOS, ...patches, '--json', '--traces', 'none']);
    return verdictsIn(stdout).results as unknown as readonly Row[];
  };
  return () => (rows ??= told());
})();

describe.each(SCENARIOS)('%s', (scenario) => {
  it.each(PATCHES)('comes under %s to what the program comes to', async (patch) => {
    const rows = (await byProgram()).filter((row) => row.scenario === scenario && row.patch === patch);
    expect(rows.map(({ property }) => property)).toEqual(ALL);
    const proof = proved(asWorld(scenario, patch));
    expect(proof.clip).toBeNull();
    expect(
      proof.rows.map(({ property, verdict, message, trace }) => ({
        property,
        verdict,
        message,
        steps: trace?.minimal.steps ?? null,
      })),
    ).toEqual(rows.map(({ property, verdict, message, steps }) => ({ property, verdict, message, steps })));
    for (const { states, transitions, ends, reduced } of rows)
      expect([proof.states, proof.transitions, proof.ends, proof.reduced]).toEqual([
        states,
        transitions,
        ends,
        reduced,
      ]);
  });
});

it('each violation has a trace that replays, with its message', () => {
  const world = asWorld('dw1-inval', '2.6.20');
  const violated = proved(world).rows.filter(({ verdict }) => verdict === 'violated');
  expect(violated.length).toBeGreaterThan(2);
  for (const { property, message, trace } of violated) {
    const followed = follow(new ReferenceMachine(modelOf(world)), trace?.schedule ?? []);
    if (!followed.ok) throw new Error(followed.misfit.why);
    const { wrong } = replay(modelOf(world), propertyOf(property), followed.turns);
    expect([wrong?.atEnd, wrong?.message, trace?.finding.message]).toEqual([true, message, message]);
  }
});

describe('one that is stopped', () => {
  it('says that it was, and nothing holds', () => {
    const { rows, clip } = proved(asWorld('retry1-reader-destroy', '2.6.20'), { stopsAt: 1 });
    expect(clip).toBe('interrupted');
    expect(rows.map(({ verdict }) => verdict)).toEqual(ALL.map(() => 'clipped'));
  });

  it('while its violations are told has no traces, and the same verdicts', () => {
    const world = asWorld('dw1-inval', '2.6.20');
    const run = proving(new Catalogue(), { world, properties: ALL }, []);
    let next = run.next();
    while (!next.done) next = run.next(next.value === null ? 'stop' : undefined);
    const whole = proved(world);
    expect(next.value.rows.map(({ verdict }) => verdict)).toEqual(whole.rows.map(({ verdict }) => verdict));
    expect(next.value.rows.map(({ trace }) => trace)).toEqual(ALL.map(() => null));
    expect(next.value.rows.filter(({ message }) => message !== null).length).toBeGreaterThan(0);
  });

  it('after so many states is clipped, and nothing holds', () => {
    const { rows, clip } = proved(asWorld('dw1-inval', 'post-eiocbqueued+wake'), { maxStates: 100 });
    expect(clip).toBe('max-states');
    expect(rows.filter(({ verdict }) => verdict === 'holds')).toEqual([]);
  });
});

it('what makes all verdicts worthless is told, though nobody asked', () => {
  const { rows } = proved(asWorld('dw1', '2.6.20+keep-bio-lock'), { asked: ['no-lost-wakeup'] });
  expect(alwaysWatched.map(({ name }) => name)).toContain('lock-discipline');
  expect(rows.map(({ property, verdict }) => [property, verdict])).toEqual([
    ['no-lost-wakeup', 'holds'],
    ['lock-discipline', 'violated'],
  ]);
});

it('what is not there is told by name', () => {
  const { scenario } = asWorld('buffered', '2.6.20');
  const asking = (patch: string, property: string) => () => proved({ scenario, patch }, { asked: [property] });
  expect(asking('2.6.21', 'no-leak')).toThrow(new PageIssue('this page has no patch "2.6.21"'));
  expect(asking('2.6.20', 'no-leaks')).toThrow(new PageIssue('this page has no property "no-leaks"'));
});
