/** Which structs are refused, and that all others are accepted. */
import { describe, expect, it } from 'vitest';
import {
  bool,
  defineModel,
  heapStruct,
  int,
  listOf,
  notationFor,
  oneOf,
  layOut,
  PackedMachine,
  ref,
  type Shape,
  spinlock,
  struct,
  value,
} from '../../../model/core/index.ts';

describe('a layout', () => {
  const lock = spinlock();
  const root = struct('root', { lock });
  const shape: Omit<Shape, 'structs' | 'sizes'> = { domains: { result: [-5, 0] }, contexts: ['f'] };
  const oneOfEach = (structs: Shape['structs']): Shape['sizes'] =>
    Object.fromEntries(Object.keys(structs).map((name) => [name, 1]));
  const expectRefusal = (structs: Shape['structs'], message: string) =>
    expect(() => layOut({ ...shape, structs, sizes: oneOfEach(structs) })).toThrow(message);
  it('refuses a field that says not who may touch it', () => {
    expectRefusal({ bad: struct('bad', { n: int(0, 1) }) }, 'bad.n says not who may touch it');
  });
  it('refuses a reference to a pool that is not there', () => {
    expectRefusal({ bad: struct('bad', { p: ref('nobody').racy() }) }, 'no pool is called nobody');
  });
  it('refuses a pool without a size', () => {
    expect(() => layOut({ ...shape, structs: { root }, sizes: {} })).toThrow(
      'no pool is called root, or it was given no size',
    );
  });
  it('refuses a value of a domain that is not there', () => {
    expectRefusal({ bad: struct('bad', { v: value('nothing').racy() }) }, 'no value domain is called nothing');
  });
  it('refuses a list of values of a domain that is not there', () => {
    const queue = listOf(value('nothing'), 2).racy();
    expectRefusal({ bad: struct('bad', { queue }) }, 'no value domain is called nothing');
  });
  it('refuses a guard that is not in the struct', () => {
    const n = int(0, 1).guarded_by('lock');
    expectRefusal({ bad: struct('bad', { n }) }, 'bad.n is guarded by bad.lock, which is no lock');
  });
  it('refuses a guard that is no lock', () => {
    const fields = { lock: bool().racy(), n: int(0, 1).guarded_by('lock') };
    expectRefusal({ bad: struct('bad', fields) }, 'bad.n is guarded by bad.lock, which is no lock');
  });
  it('refuses a guard behind a field that is no reference, or is not there', () => {
    const through = (home: ReturnType<typeof int>) => ({
      root,
      bad: struct('bad', { home, n: int(0, 1).guarded_by('home.nothing') }),
    });
    expectRefusal(through(int(0, 1).racy()), 'bad.n is guarded by home.nothing, which is no lock');
    const missing = { root, bad: struct('bad', { n: int(0, 1).guarded_by('home.lock') }) };
    expectRefusal(missing, 'bad.n is guarded by home.lock, which is no lock');
  });
  it('refuses a guard that the object referred to does not have', () => {
    const fields = { home: ref('root').racy(), n: int(0, 1).guarded_by('home.key') };
    expectRefusal({ root, bad: struct('bad', fields) }, 'bad.n is guarded by home.key, which is no lock');
  });
  it('refuses a start above the range', () => {
    expectRefusal({ bad: struct('bad', { n: int(0, 1).racy().starts(2) }) }, 'bad.n cannot start as 2');
  });
  it.each([
    ['a start below the range', int(0, 1).racy().starts(-1), 'cannot start as -1'],
    ['a start that the domain does not have', value('result').racy().starts(4), 'cannot start as 4'],
    [
      'a start that the enumeration does not have',
      oneOf('x', 'y')
        .racy()
        .starts('z' as 'x'),
      'cannot start as "z"',
    ],
  ])('refuses %s, rather than take it for unwritten', (_, field, message) => {
    expectRefusal({ bad: struct('bad', { field }) }, message);
  });
  it('refuses a list of anything but references and values', () => {
    expect(() => listOf(int(0, 1))).toThrow('a list holds references or values, not int');
  });
  const ordered = (lockOrder: readonly string[], sizes: Shape['sizes'] = {}) => {
    const locked = struct('locked', { lock, inner_lock: spinlock(), n: int(0, 1).racy() });
    const structs = { root, locked };
    return layOut({ ...shape, structs, sizes: { ...oneOfEach(structs), ...sizes }, lockOrder });
  };
  it.each([
    ['a lock of a struct that is not there', 'nobody.lock'],
    ['a lock that its struct does not have', 'root.inner_lock'],
    ['a field that is no lock', 'locked.n'],
    ['a struct', 'locked'],
    ['a lock without its struct', 'inner_lock'],
  ])('refuses an order of locks that names %s', (_, name) => {
    expect(() => ordered(['root.lock', name])).toThrow(new Error(`the order of locks names ${name}, which is no lock`));
  });
  it('accepts an order of locks of which some are in no object of this world', () => {
    expect(() => ordered(['locked.inner_lock', 'root.lock'], { locked: 0 })).not.toThrow();
  });
  it('accepts every kind of field in every class', () => {
    const everything = heapStruct('everything', {
      lock,
      i: int(-3, 3).guarded_by('lock').starts(-3),
      b: bool().constant().starts(true),
      e: oneOf('x', 'y').racy().starts('y'),
      r: ref('everything').ledger(),
      v: value('result').racy().starts(-5),
      l: listOf(ref('everything')).guarded_by('r.lock'),
    });
    const structs = { everything };
    const nothing = { line: 1, c: ';', run: () => undefined };
    const model = defineModel({
      structs,
      domains: { result: [-5, 0] },
      contexts: { f: notationFor(structs).proc('f', 'f.c:1', {}, { nothing }) },
      init(k) {
        k.alloc('everything', 0);
        k.publish('everything', 0);
      },
    });
    const machine = new PackedMachine(model);
    expect(machine.plain().pools['everything']).toEqual([
      { life: 'live', lock: null, i: -3, b: true, e: 'y', r: '?', v: -5, l: [] },
    ]);
  });
});
