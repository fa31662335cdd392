import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCK_ORDER_POOL } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { base } from '../../../model/patches/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { shareOf } from '../../drawn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { assertLaw } from '../../law.ts';
import { comparedFields, notCompared } from './compared-fields.ts';
import { Comparison, type LedgerDifference, showDifference } from './compare.ts';
import { handWritten } from './hand-written-of-patches.ts';
import { kernelNamed, patchedKernels } from './patched-kernels.ts';
import { scenariosReaching, schedulesPerReach } from './reaching.ts';

const drawn = fc.nat({ max: 2 ** 31 - 1 });

/** Throws where they are not equal. */
function expectEqual(difference: LedgerDifference | null): void {
  if (difference !== null) throw new Error(showDifference(difference));
}

const used = new Set<string>();

describe('after every step the ledger in the state is the one that is written by hand', () => {
  const unpatched = new Comparison(base, handWritten, used);

  it('without patches, on a schedule of every shipped scenario', () => {
    // In some alone a context is made, a program reaps, and requests are done synchronously.
    const always = ['setup-destroy', 'two-dw-reap', 'queued-sync', 'dw1-sync', 'retry1-sync'];
    for (const scenario of [...shareOf(shippedScenarioNames(), 2), ...always])
      expectEqual(unpatched.on(scenario, shippedScenarioNames().indexOf(scenario)));
  });

  it('and on some that are drawn', () => {
    const scenario = fc.constantFrom(...shippedScenarioNames());
    assertLaw(
      fc.property(scenario, drawn, (name, number) => expectEqual(unpatched.on(name, number))),
      20,
    );
  });

  for (const patch of patchedKernels.filter(({ hunks }) => hunks.length > 0))
    it(`under ${patch.name}, on schedules of scenarios that come to what it changes`, () => {
      const comparison = new Comparison(patch, handWritten, used);
      const scenario = fc.constantFrom(...scenariosReaching(patch)).chain((some) => fc.constantFrom(...some));
      assertLaw(
        fc.property(scenario, drawn, (name, number) => expectEqual(comparison.on(name, number))),
        2 * schedulesPerReach(patch),
      );
    });

  it.each([
    ['2.6.20', 'io_cancel marks a request', 'queued-self-cancel', 'sys_io_cancel.set_cancelled'],
    ['post-eiocbqueued', 'the errors behind the I/O are reported', 'dw1-inval', 'aio_propogate_error.existing'],
    ['cancel-by-cmpxchg', 'io_cancel marks a request', 'queued-cancel', 'sys_io_cancel.method'],
    ['cancel-by-cmpxchg', 'io_destroy marks a request', 'queued-destroy', 'aio_cancel_all.method'],
  ])('under %s, until %s', (patch, _what, scenario, row) => {
    const comparison = new Comparison(kernelNamed(patch), handWritten, used);
    for (let number = 0; number < 200 && !used.has(row); number++) expectEqual(comparison.on(scenario, number));
  });

  it('and all rows were used', () => {
    const { base: ofBase, brought, hunks } = handWritten;
    const rows = [ofBase, brought, ...Object.values(hunks)].flatMap((one) =>
      Object.values(one).flatMap((kind: object) => Object.keys(kind)),
    );
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((id) => !used.has(id))).toEqual([]);
  });
});

it('every field of the ledger is compared, or it is said why not', () => {
  const { structs } = closeWorld(worldOf(shippedScenario('dw1')), base).shape;
  const ledger = Object.entries(structs).flatMap(([pool, { fields }]) =>
    Object.entries(fields)
      .filter(([, { cls }]) => cls.is === 'ledger' && pool !== LOCK_ORDER_POOL)
      .map(([field]) => `${pool}.${field}`),
  );
  const compared = Object.entries(comparedFields).flatMap(([pool, fields]) =>
    Object.keys(fields).map((field) => `${pool}.${field}`),
  );
  expect([...compared, ...Object.keys(notCompared)].toSorted()).toEqual(ledger.toSorted());
});
