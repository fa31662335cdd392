/** Domains that take in values when they are written: which, how many, and agreed on by machines that run side by side. */
import { describe, expect, it } from 'vitest';
import { Domain } from '../../../model/core/layout/domain.ts';
import {
  type InternTable,
  LimitReached,
  type Model,
  PackedMachine,
  ReferenceMachine,
} from '../../../model/core/index.ts';
import { act, fireAll, fn, tinyModel } from '../../models/tiny-kernel.ts';

const open = { lowest: -10, highest: 10, most: 3 };

/** Entries in the order in which they were made, for any number of readers. */
function internTables(): () => InternTable {
  const entries: Int32Array[] = [];
  return () => {
    let read = 0;
    return {
      exchange(take, own) {
        while (read < entries.length) take(entries[read++] as Int32Array);
        const entry = own();
        if (entry !== null) read = entries.push(Int32Array.from(entry));
      },
    };
  };
}

describe('a domain', () => {
  it('that is closed has the values that are declared', () => {
    const domain = new Domain('result', [-5, 0, 7], undefined);
    expect([domain.capacity, domain.numberOf(7), domain.numberOf(6), domain.at(0), domain.at(3)]).toEqual([
      3,
      2,
      -1,
      -5,
      undefined,
    ]);
  });
  it('that is open numbers a new value once', () => {
    const domain = new Domain('result', [0], open);
    expect([4, -10, 4, 0, 10].map((value) => domain.numberOf(value))).toEqual([1, 2, 1, 0, 3]);
    expect([0, 1, 2, 3, 4].map((number) => domain.at(number))).toEqual([0, 4, -10, 10, undefined]);
  });
  it.each([11, -11, 0.5, Number.NaN, undefined as never])('does not take in %s', (value) => {
    expect(new Domain('result', [0], open).numberOf(value)).toBe(-1);
  });
  it('says that there are too many, and not that one is out of range', () => {
    const domain = new Domain('result', [0], open);
    for (const value of [1, 2, 3]) domain.numberOf(value);
    expect(() => domain.numberOf(4)).toThrow(LimitReached);
    expect(domain.numberOf(3)).toBe(3);
    expect(domain.capacity).toBe(4);
  });
  it('numbers alike what machines side by side come upon, whoever is first', () => {
    const internTable = internTables();
    const [one, two] = [new Domain('result', [0], open), new Domain('result', [0], open)];
    one.internTable = internTable();
    two.internTable = internTable();
    expect([one.numberOf(5), two.numberOf(6), two.numberOf(5), one.numberOf(6)]).toEqual([1, 2, 1, 2]);
    one.numberOf(7);
    expect(two.at(3)).toBeUndefined();
    two.catchUp();
    expect(two.at(3)).toBe(7);
    expect(() => two.numberOf(8)).toThrow(LimitReached);
  });
});

/** One writes what nobody declared, to a field and to a list. */
const writing = (...values: number[]): Model => {
  const model = tinyModel([
    fn('user', {
      one: act((k) => void (k.root(0).result = values[0] as number)),
      two: act((k) => k.root(0).queue.insert(0, values[1] ?? 0)),
      three: act((k) => void (k.root(0).result = values[2] ?? 0)),
    }),
  ]);
  return { ...model, shape: { ...model.shape, open: { result: { lowest: -100, highest: 100, most: 2 } } } };
};

describe.each([
  ['packed', (model: Model) => new PackedMachine(model)],
  ['packed (no memo)', (model: Model) => new PackedMachine(model, { memoWords: 0 })],
  ['reference', (model: Model) => new ReferenceMachine(model)],
] as const)('fields of an open domain on the %s machine', (_, make) => {
  const run = (...values: number[]) => {
    const machine = make(writing(...values));
    machine.reset();
    return { machine, fired: values.map(() => fireAll(machine, 'user')[0]?.findings.map(({ kind }) => kind)) };
  };
  it('hold what is written, now and when it is restored', () => {
    const { machine, fired } = run(42, -42);
    expect(fired).toEqual([[], []]);
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ result: 42, queue: [-42] });
    const words = new Uint32Array(machine.width);
    machine.save(words, 0);
    machine.reset();
    machine.restore(words, 0);
    expect(machine.plain().pools['root']?.[0]).toMatchObject({ result: 42, queue: [-42] });
  });
  it('do not hold what is out of range', () => {
    expect(run(101).fired).toEqual([['range']]);
  });
  it('say so when there are more values than they can tell apart', () => {
    expect(() => run(1, 2, 3)).toThrow(LimitReached);
  });
});
