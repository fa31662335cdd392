/** The visited set against a Map, and the growing arrays under it against plain ones. */
import assert from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateTable } from '../../../properties/search/state-table.ts';
import { Vector16, Vector32 } from '../../../properties/search/vectors.ts';

const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0x80000000, 0xffffffff), fc.nat(0xffffffff));

/** Adds states to a table and to a Map, and compares what both say. */
function assertActsAsMap(width: number, states: Iterable<readonly number[]>): void {
  const table = new StateTable(width);
  const known = new Map<string, number>();
  for (const state of states) {
    const key = state.join(' ');
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    const added = table.add(Uint32Array.from(state));
    assert(added === number && table.size === known.size, `state ${key} got ${added}, and is ${number}`);
  }
  const rows = [...known.values()].map((number) => {
    const at = table.rows.offsetOf(number);
    return table.rows
      .chunkOf(number)
      .slice(at, at + width)
      .join(' ');
  });
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
