/** What is left out of a patch ends its schedules: nothing is violated by that, and nothing is claimed to hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type AnyProc, editFor, PackedMachine, type Patch, type Services, to } from '../../../model/core/index.ts';
import { dio_bio_end_aio } from '../../../model/fs/direct-io/complete.ts';
import { aio_put_req } from '../../../model/fs/aio/put.ts';
import type { Kernel } from '../../../model/kernel.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { canonical } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { check } from '../../../properties/property.ts';
import type { Reductions } from '../../../properties/search/reduction.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { assertLaw } from '../../law.ts';
import { decide, kernel } from './decide.ts';

const WHY = 'fs/aio.c:1 is left out';

/** The patch, with a trap in front of a step. */
function trapped(patch: Patch, proc: AnyProc, label: string): Patch {
  const trap = { line: 1, c: '/* left out */', run: (k: Services<unknown>) => k.trap(WHY) };
  const edit = editFor<Services<unknown>>()(proc, { before: { [label]: { left_out: trap } } });
  const hunk = { name: 'trap', standsFor: 'a test', edits: [edit] };
  return { ...patch, name: `${patch.name} with a trap`, hunks: [...patch.hunks, hunk] };
}

const verdictsOf = (scenario: string, patch: Patch, leaving?: Reductions) =>
  Object.fromEntries(
    check(new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), patch)), properties, {
      keepGraph: true,
      leaving,
    }).judgements.map(({ property, verdict, unjudged }) => [property.name, { verdict, unjudged }]),
  );

describe('a trap', () => {
  it('on the way of every schedule leaves nothing judged but what was violated before', () => {
    const patch = trapped(kernel('2.6.20'), dio_bio_end_aio, 'free');
    const { judgements, exploration } = decide('dw1-inval', patch);
    const verdicts = new Set(judgements.map(({ verdict }) => verdict));
    expect([...verdicts].toSorted()).toEqual(['not-judged', 'violated']);
    expect(exploration.ends.trap).toBeGreaterThan(0);
    const doubled = judgements.find(({ property }) => property.name === 'no-double-completion');
    expect(doubled?.verdict).toBe('violated');
    const kept = judgements.find(({ property }) => property.name === 'no-lost-event');
    expect(kept).toMatchObject({ verdict: 'not-judged', unjudged: WHY });
  });

  it('that no schedule comes to changes no verdict', () => {
    const elsewhere = trapped(kernel('2.6.20'), dio_bio_end_aio, 'wake');
    expect(verdictsOf('dw1-reader', elsewhere)).toEqual(verdictsOf('dw1-reader', kernel('2.6.20')));
  });

  it('has no outcome, and those of other schedules are not all', () => {
    const patch = trapped(kernel('2.6.20'), dio_bio_end_aio, 'free');
    const machine = new PackedMachine(closeWorld(worldOf(shippedScenario('dw1')), patch));
    expect(outcomeSet(machine)).toMatchObject({ outcomes: [{ end: 'done' }], unknown: WHY });
    const free = trapped(kernel('2.6.20'), aio_put_req, 'entry');
    expect(outcomeSet(new PackedMachine(closeWorld(worldOf(shippedScenario('dw1')), free))).outcomes).toEqual([]);
  });
});

/** Which functions the program has is known once it is linked. */
const procsOf = (patch: Patch) => closeWorld(worldOf(shippedScenario('dw1')), patch).program.procs;

it('wherever traps are, reduced and unreduced searches agree on verdicts and outcomes', { timeout: 120_000 }, () => {
  const patches = ['2.6.20', 'post-eiocbqueued', 'post-eiocbqueued+wake'];
  const scenarios = ['dw1-inval', 'dw1-reader', 'buffered-reader', 'retry1', 'dw1-bio'];
  const law = fc.property(
    fc.constantFrom(...patches),
    fc.constantFrom(...scenarios),
    fc.nat(),
    fc.nat(),
    (name, scenario, first, second) => {
      const patch = kernel(name);
      const steps = procsOf(patch).flatMap((proc) => proc.steps.map((step) => [proc, step] as const));
      const [proc, step] = steps[first % steps.length] as (typeof steps)[number];
      const edit = replacing(proc.name, step.label, second % 2 === 0);
      const spoilt = { ...patch, hunks: [...patch.hunks, { name: 'trap', standsFor: 'a test', edits: [edit] }] };
      const leaving: Reductions = { from: 0 };
      expect(verdictsOf(scenario, spoilt, leaving)).toEqual(verdictsOf(scenario, spoilt));
      const outcomes = (reductions?: Reductions) => {
        const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), spoilt));
        const set = outcomeSet(machine, reductions === undefined ? {} : { reductions });
        return [set.outcomes.map(canonical), set.unknown];
      };
      expect(outcomes(leaving)).toEqual(outcomes());
    },
  );
  assertLaw(law, 15);
});

/** An edit of a function by name: a trap in place of a step, or in front of it. */
const replacing = (proc: string, label: string, inFront: boolean) => ({
  proc,
  claims: [],
  apply(base: AnyProc): AnyProc {
    const trap = { line: 1, c: '/* left out */', run: (k: Services<unknown>) => k.trap(WHY) };
    const changes = inFront ? { before: { [label]: { left_out: trap } } } : { replace: { [label]: trap } };
    return editFor<Kernel>()(base, changes as never).apply(base);
  },
});

it('a put whose holder nothing tells leaves refcount-sound not judged, and says where it is', () => {
  const extra = {
    get: {
      line: 285,
      c: 'dio->iocb->ki_users++',
      run(k: Kernel, f: { dio: number }) {
        k.kiocb(k.dio(f.dio).iocb).ki_users += 1;
      },
    },
    put: {
      line: 285,
      c: 'aio_put_req(dio->iocb)',
      call: to(aio_put_req, (g, f: { dio: number }, k: Kernel) => void (g.req = k.dio(f.dio).iocb)),
    },
  };
  const edit = editFor<Kernel>()(dio_bio_end_aio, { before: { cleanup: extra } });
  const patch = { ...kernel('2.6.20'), name: 'pins', hunks: [{ name: 'pin', standsFor: 'a test', edits: [edit] }] };
  const judged = verdictsOf('dw1-reader', patch);
  expect(judged['refcount-sound']?.unjudged).toBe(
    'dio_bio_end_aio() drops a reference to kiocb[0], and nothing tells whose it is',
  );
  expect(judged['no-leak']?.verdict).toBe('not-judged');
  expect(judged['no-lost-wakeup']?.verdict).toBe('holds');
});
