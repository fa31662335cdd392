/** Fields in which nothing is found wrong can be laid out, and hold the ends of their ranges on both machines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  bool,
  type Field,
  int,
  layOut,
  listOf,
  oneOf,
  type Patch,
  ref,
  spinlock,
  value,
} from '../../../../model/core/index.ts';
import { bothMachines } from '../../../models/machines.ts';
import { act, fireAll, fn, nothing, structs, tinyModel } from '../../../models/tiny-kernel.ts';

const f = fn('f', { nothing });
const ground = { structs, sizes: { thing: 2, root: 1 }, domains: { result: [-5, 0, 7] } };
const bound = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, -(2 ** 31), 2 ** 31, 2 ** 31 - 2, 2 ** 33),
);
const pool = fc.constantFrom('thing', 'root', 'nobody', 'constructor');
const domain = fc.constantFrom('result', 'reslut', 'toString');
const kind: fc.Arbitrary<Field<unknown>> = fc.oneof(
  fc.tuple(bound, bound).map(([min, max]) => int(min, max)),
  fc.constant(bool()),
  fc.constant(spinlock()),
  fc.array(fc.constantFrom('a', 'b')).map((names) => oneOf(...names)),
  pool.map(ref),
  domain.map(value),
  fc.tuple(pool, fc.option(bound)).map(([to, cap]) => listOf(ref(to), cap)),
  fc.tuple(domain, bound).map(([of, cap]) => listOf(value(of), cap)),
);
const lock = fc.constantFrom('lock', 'home.lock', 'x', 'y', 'x.y', 'y.x', 'next.x', 'n.lock', '', '.');
const field = fc
  .tuple(
    kind,
    fc.constantFrom('racy', 'constant', 'ledger', 'none', 'guarded_by', 'written_under'),
    lock,
    fc.option(bound),
  )
  .map(([bare, cls, by, start]): Field<unknown> => {
    const classed =
      cls === 'none' ? bare : cls === 'guarded_by' || cls === 'written_under' ? bare[cls](by) : bare[cls as 'racy']();
    return start === null ? classed : classed.starts(start);
  });

const isAccepted = (patch: Patch): boolean => {
  return applyPatch({ ...ground, entries: [f] }, patch).ok;
};

describe('the fields of a patch', () => {
  it('are laid out where nothing is found wrong with them', () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(field, field, (x, y) => {
        const patch: Patch = { name: 'p', summary: 'a test', hunks: [], fields: { thing: { x, y } } };
        const merged = { ...structs, thing: { ...structs.thing, fields: { ...structs.thing.fields, x, y } } };
        const accepted = isAccepted(patch);
        seen.add(accepted);
        if (accepted) layOut({ ...ground, structs: merged, contexts: ['f'] });
      }),
      { numRuns: 3000 },
    );
    expect(seen.size).toBe(2);
  });

  it.each([
    [-1, 2 ** 31 - 3],
    [0, 2 ** 31 - 2],
    [-(2 ** 31) + 3, 0],
    [2 ** 31 - 2, 2 ** 31 - 2],
    [-(2 ** 30) + 1, 2 ** 30 - 1],
  ])('hold %d and %d, the ends of a widest range', (min, max) => {
    const wide = int(min, max).racy().starts(min);
    const ends = act((k) => {
      const root = k.root(0) as unknown as { wide: number };
      root.wide = root.wide === min ? max : min;
    });
    const parts = { structs: { ...structs, root: { ...structs.root, fields: { ...structs.root.fields, wide } } } };
    const told = bothMachines.map(([, make]) => {
      const machine = make(tinyModel([fn('f', { one: ends, two: nothing })], parts));
      machine.reset();
      const saved = new Uint32Array(machine.width);
      const at = () => machine.plain().pools['root']?.[0]?.['wide'];
      const start = at();
      fireAll(machine, 'f');
      const [far] = [at(), machine.save(saved, 0)];
      machine.reset();
      machine.restore(saved, 0);
      return [start, far, at()];
    });
    expect(told).toEqual([
      [min, max, max],
      [min, max, max],
    ]);
  });
});
