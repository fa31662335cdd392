/** The visited set against a Map, and the growing arrays under it against plain ones. */
import assert from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runToEnd, type Snapshots } from '../../../model/core/index.ts';
import { MemoryBudget, OutOfMemory } from '../../../properties/search/memory.ts';
import { StateTable } from '../../../properties/search/state-table.ts';
import { Vector16, Vector32 } from '../../../properties/search/vectors.ts';

const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0x80000000, 0xffffffff), fc.nat(0xffffffff));

/** Adds states to a table and to a Map, and compares what both say. */
function assertActsAsMap(width: number, states: Iterable<readonly number[]>, many?: number): void {
  const table = new StateTable(width, new MemoryBudget(), many);
  const known = new Map<string, number>();
  for (const state of states) {
    const key = state.join(' ');
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    const found = table.find(Uint32Array.from(state));
    assert(found === (number === table.size ? -1 : number), `state ${key} was found as ${found}, and is ${number}`);
    const added = table.add(Uint32Array.from(state));
    assert(added === number && table.size === known.size, `state ${key} got ${added}, and is ${number}`);
    table.fit();
    table.goTo(added);
  }
  const rows = [...known.values()].map((number) => table.goTo(number).join(' '));
  expect(rows.every((row, number) => known.get(row) === number)).toBe(true);
  expect(rows).toHaveLength(table.size);
}

describe('a state table', () => {
  it('numbers states in the order in which they come, and knows each again', () => {
    const histories = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        states: fc.array(fc.array(word, { minLength: width, maxLength: width }), { maxLength: 300 }),
      }),
    );
    fc.assert(fc.property(histories, ({ width, states }) => assertActsAsMap(width, [...states, ...states])));
  });

  it('does so too when it compresses them, whatever their words, early or late, and as often as they outgrow it', () => {
    const histories = fc.integer({ min: 1, max: 40 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        many: fc.integer({ min: 1, max: 200 }),
        few: fc.array(fc.array(fc.nat(2), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 100 }),
        states: fc.array(fc.array(word, { minLength: width, maxLength: width }), { maxLength: 300 }),
      }),
    );
    fc.assert(
      fc.property(histories, ({ width, many, few, states }) =>
        assertActsAsMap(width, [...few, ...states, ...few, ...states], many),
      ),
    );
  });

  it.each([4, 12, 40])(
    'compresses 120,000 states of %i words, and again those that are not like the first',
    (width) => {
      const spread = function* (first: number) {
        for (let i = 0; i < 60_000; i++)
          yield Array.from({ length: width }, (_, at) =>
            at < 2 ? (i >> (at * 8)) & 0xff : at < first ? 0 : (i * at) >>> 0,
          );
      };
      assertActsAsMap(
        width,
        (function* () {
          yield* spread(width);
          yield* spread(2);
          yield* spread(width);
        })(),
        50_000,
      );
    },
  );

  it('takes a neighbour of the state that it went to by the words that differ, and looks it up with others', () => {
    const width = 9;
    const table = new StateTable(width, new MemoryBudget(), 20);
    const twin = new StateTable(width, new MemoryBudget(), Number.POSITIVE_INFINITY);
    const first = new Uint32Array(width);
    expect([table.add(first), twin.add(first)]).toEqual([0, 0]);
    const found: number[] = [];
    const hears = { onLookedUp: (number: number) => void found.push(number) };
    const expected: number[] = [];
    for (let i = 0; i < 3000; i++) {
      if (i % 40 === 0) table.lookUp(hears);
      const due = table.due(hears);
      if (due !== null) runToEnd(due);
      const next = Uint32Array.from(table.goTo((i * 7) % table.size));
      const changes = [...new Set([i % width, (i * 3 + 1) % width])];
      changes.forEach((at, nth) => (next[at] = (i * (nth + 3)) % 6));
      const neighbour: Pick<Snapshots, 'save' | 'saveChanges'> = {
        save: (into, at) => into.set(next, at),
        saveChanges(into, changed) {
          for (const at of changes) into[at] = next[at] as number;
          changed.set(changes);
          return changes.length;
        },
      };
      table.handIn(neighbour, 0, 0, 0, 0);
      expected.push(twin.add(next));
    }
    table.lookUp(hears);
    expect(found).toEqual(expected);
    expect(table.size).toBeGreaterThan(200);
  });

  it.each([1, 2, 3])(
    'keeps 150,000 states of %i words that differ in few bits apart while it grows, and knows each again',
    (width) => {
      const spread = function* () {
        for (let i = 0; i < 150_000; i++)
          yield Array.from(
            { length: width },
            (_, at) => (at === i % width ? Math.floor(i / width) << (at * 7) : 0) >>> 0,
          );
      };
      const twice = function* () {
        yield* spread();
        yield* spread();
      };
      assertActsAsMap(width, twice());
    },
  );

  it('looks at its own width alone of the words it is given', () => {
    const table = new StateTable(2);
    expect([table.add(Uint32Array.of(1, 2, 3)), table.add(Uint32Array.of(1, 2, 4))]).toEqual([0, 0]);
  });

  it('copies what it is given', () => {
    const table = new StateTable(1);
    const words = Uint32Array.of(1);
    table.add(words);
    words[0] = 2;
    expect([table.add(words), table.add(Uint32Array.of(1))]).toEqual([1, 0]);
  });
});

describe.each([
  ['16', () => new Vector16(), 0xffff],
  ['32', () => new Vector32(), 0xffffffff],
] as const)('a vector of %s bits', (_, make, most) => {
  it('gives back what was pushed and set, across the chunks it grows by', () => {
    const vector = make();
    const length = 3 * 2 ** 16 + 1;
    for (let i = 0; i < length; i++) vector.push(i % 2 === 0 ? i % 1000 : most);
    for (let i = 0; i < length; i += 1000) vector.set(i, 7);
    expect(vector.length).toBe(length);
    const wrong: number[] = [];
    for (let i = 0; i < length; i++) {
      const pushed = i % 2 === 0 ? i % 1000 : most;
      if (vector.get(i) !== (i % 1000 === 0 ? 7 : pushed)) wrong.push(i);
    }
    expect(wrong).toEqual([]);
  });
});

describe('the memory of the tables', () => {
  it('is counted, given back, and has an end', () => {
    const memory = new MemoryBudget(1000);
    memory.integers(200);
    expect(memory.used).toBe(800);
    expect(() => memory.integers(51)).toThrow(OutOfMemory);
    memory.giveBack(400);
    memory.integers(51);
    expect(memory.used).toBe(604);
  });
  it('says the same of what the system does not give', () => {
    const memory = new MemoryBudget();
    const refused = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    expect(() => memory.taken(8, refused)).toThrow(OutOfMemory);
    expect(memory.used).toBe(0);
  });
});
