/** Ghost code hears of every effect that it is about, on both machines alike, and writes nothing but what is ledger. */
import { describe, expect, it } from 'vitest';
import {
  defineModel,
  type GhostCode,
  heapStruct,
  int,
  type KernelOf,
  type Machine,
  notationFor,
  PackedMachine,
  ReferenceMachine,
  struct,
  to,
} from '../../../model/core/index.ts';

const structs = {
  thing: heapStruct({ count: int(-1, 3).racy() }),
  log: struct({
    grown: int(-3, 3).ledger().starts(0),
    public: int(0, 9).ledger().starts(0),
    born: int(0, 3).ledger().starts(0),
    gone: int(0, 3).ledger().starts(0),
    entered: int(0, 9).ledger().starts(0),
    returned: int(0, 9).ledger().starts(0),
    assigned: int(0, 9).ledger().starts(0),
    within: int(0, 9).ledger().starts(0),
  }),
};
type K = KernelOf<typeof structs>;
const { proc } = notationFor(structs);

const grow = proc(
  'grow',
  'a.c:1',
  { by: 'int', ret: 'int' },
  {
    note: { line: 1, c: 'ret = by', go: (f) => void (f.ret = f.by) },
    add: {
      line: 2,
      c: 'thing->count += by',
      run(k, f) {
        k.thing(0).count += f.by;
      },
    },
  },
  'ret',
);

const task = proc(
  'task',
  'a.c:10',
  { made: 'int', ret: 'int' },
  {
    make: {
      line: 10,
      c: 'thing = alloc(); thing->count = 0; thing->count = 1',
      run(k) {
        k.alloc('thing', 0);
        k.thing(0).count = 0;
        k.thing(0).count = 1;
        k.publish('thing', 0);
      },
    },
    grow: { line: 11, c: 'ret = grow(2)', call: to(grow, (g) => void (g.by = 2)), result: 'ret' },
    free: { line: 12, c: 'free(thing)', run: (k) => k.free('thing', 0) },
  },
);

const ghost: GhostCode<K> = {
  replaced: {
    'thing.count': (k, _id, { from, isPublished, stack }) => {
      if (from === null) return;
      const log = k.log(0);
      log.grown += k.thing(0).count - from;
      if (isPublished) log.public += 1;
      log.within = stack.innermost(['grow'])?.locals['by'] ?? 0;
    },
  },
  allocated: { thing: (k) => void (k.log(0).born += 1) },
  entered: { grow: (k, { by }) => void (k.log(0).entered += by as number) },
  returned: { grow: (k, value) => void (k.log(0).returned += value) },
  assigned: { task: { ret: (k, { ret }) => void (k.log(0).assigned += 1 + (ret as number)) } },
};

const model = (own: GhostCode<K>) => defineModel({ structs, contexts: { task }, ghost: own });
const machines: Readonly<Record<string, (own: GhostCode<K>) => Machine>> = {
  packed: (own) => new PackedMachine(model(own)),
  reference: (own) => new ReferenceMachine(model(own)),
};

function runs(machine: Machine, steps: number): unknown {
  machine.reset();
  for (let nth = 0; nth < steps; nth++) machine.fire(0);
  return machine.plain().pools['log']?.[0];
}

describe.each(Object.entries(machines))('on the %s machine', (_, made) => {
  it('hears of births, of stores with what was there before, and of functions that are entered', () => {
    const machine = made(ghost);
    expect(runs(machine, 1)).toMatchObject({ born: 1, grown: 1, public: 0, within: 0, entered: 2, assigned: 0 });
  });

  it('of what functions return, and of locals in front of an assignment', () => {
    const machine = made(ghost);
    expect(runs(machine, 2)).toMatchObject({ grown: 3, public: 1, within: 2, returned: 2, assigned: 1 });
  });

  it('and may not write what modelled code reads', () => {
    const meddling: GhostCode<K> = { stored: { 'thing.count': (k) => void (k.thing(0).count = 3) } };
    expect(() => runs(made(meddling), 1)).toThrow('ghost code writes thing.count, which is no ledger field');
  });

  it('is refused where it is about what there is not', () => {
    expect(() => made({ stored: { 'thing.size': () => {} } })).toThrow(
      'ghost code is about thing.size, which is no field',
    );
  });

  it('can say what nothing tells, and the schedule goes on', () => {
    const machine = made({ replaced: { 'thing.count': (_k, _id, { gap }) => gap('nothing tells whose') } });
    machine.reset();
    const [finding] = machine.fire(0).findings;
    expect(finding).toMatchObject({ is: 'gap', kind: 'unnamed', what: 'nothing tells whose', step: 'task.make' });
    expect(machine.enabled(0)).toBe(true);
  });
});
