/**
 * Laws of arbitraries, whatever they make: what a seed makes can be made again, what is made is valid, and shrinking ends.
 * After the assertions that fast-check holds its own arbitraries to (its ArbitraryAssertions.ts).
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seed } from '../drawn.ts';
import { assertLaw } from '../law.ts';

const RUNS = 150;

/** As much of one level of a shrink tree as is looked at; a level can be long. */
const LEVEL = 100;

export interface Lawful<T> {
  readonly arbitrary: fc.Arbitrary<T>;
  isValid(value: T): boolean;
  /** Well-founded: no value has an endless chain of smaller ones below it. */
  isSmaller(value: T, than: T): boolean;
  /** Different for different values. JSON unless told. */
  show?(value: T): string;
  /** How many times less often each law is tried, where a value takes long. */
  readonly slower?: number;
  /** What is none of its values, beside what never is one. */
  readonly foreign?: readonly unknown[];
}

const neverValues: readonly unknown[] = [undefined, null, Number.NaN, Symbol('foreign'), () => 'foreign', new Map()];

/** Registers the laws as tests. */
export function arbitraryLaws<T>(name: string, lawful: Lawful<T>): void {
  const { arbitrary, slower = 1, foreign = [] } = lawful;
  const show = (value: T): string => lawful.show?.(value) ?? JSON.stringify(value);
  /** The values with what they carry for shrinking, which tests of fast-check's users do not see. */
  const root = new Kept(arbitrary);
  const level = (of: fc.Value<T>): fc.Value<T>[] => [...arbitrary.shrink(of.value_, of.context).take(LEVEL)];
  const contextless = (value: T): fc.Value<T> => new fc.Value(value, undefined);
  const always = <A extends [unknown, ...unknown[]]>(law: fc.IProperty<A>) => assertLaw(law, RUNS / slower);

  /** Goes down the tree, at each level to the child of that number or the last, until there are none. */
  function* descend(from: fc.Value<T>, turns: fc.Stream<number>): Generator<{ parent: T; child: T }, void> {
    let parent = from;
    for (;;) {
      const child = arbitrary.shrink(parent.value_, parent.context).getNthOrLast(turns.next().value ?? 0);
      if (child === null) return;
      yield { parent: parent.value, child: child.value };
      parent = child;
    }
  }

  function expectValid(value: T, told: string): void {
    if (!lawful.isValid(value)) throw new Error(`${told} is not valid`);
  }

  function expectSound(parent: T, child: T): void {
    const told = `${show(child)}, a shrink of ${show(parent)},`;
    expectValid(child, told);
    if (!lawful.isSmaller(child, parent)) throw new Error(`${told} is not smaller`);
  }

  describe(name, () => {
    it('makes the same value from the same seed', () => {
      always(
        fc.property(anySeed, (s) => {
          expect(show(first(arbitrary, s))).toBe(show(first(arbitrary, s)));
        }),
      );
    });

    it('makes different values from different seeds', () => {
      const values = fc.sample(arbitrary, { seed, numRuns: 60 });
      expect(new Set(values.map(show)).size).toBeGreaterThan(1);
    });

    it('makes valid values', () => {
      always(
        fc.property(anySeed, (s) => {
          const value = first(arbitrary, s);
          expectValid(value, show(value));
        }),
      );
    });

    it('shrinks a value from the same seed in the same way', () => {
      always(
        fc.property(anySeed, (s) => {
          const tree = (): string[] => {
            const children = level(first(root, s));
            const some = [...children.slice(0, 1), ...children.slice(-1)];
            return [children, ...some.map(level)].flat().map(({ value }) => show(value));
          };
          expect(tree()).toEqual(tree());
        }),
      );
    });

    it('shrinks to valid and smaller values, until there are none', () => {
      always(
        fc.property(anySeed, path, (s, turns) => {
          for (const { parent, child } of descend(first(root, s), turns)) expectSound(parent, child);
        }),
      );
    });

    it('repeats no value on a level, and not the value itself', () => {
      always(
        fc.property(anySeed, (s) => {
          const parent = first(root, s);
          const shown = [parent, ...level(parent)].map(({ value }) => show(value));
          expect(shown.filter((text, i) => shown.indexOf(text) !== i)).toEqual([]);
        }),
      );
    });

    it('leaves a value as it is when it shrinks it', () => {
      always(
        fc.property(anySeed, (s) => {
          const parent = first(root, s);
          const before = show(parent.value);
          const children = level(parent);
          const shown = children.map(({ value }) => show(value));
          for (const child of children.slice(0, 5)) level(child);
          expect(show(parent.value)).toBe(before);
          expect(children.map(({ value }) => show(value))).toEqual(shown);
        }),
      );
    });

    it('shrinks without context what it says it can', () => {
      always(
        fc.property(anySeed, path, (s, turns) => {
          const value = first(arbitrary, s);
          if (!arbitrary.canShrinkWithoutContext(value)) return;
          for (const { parent, child } of descend(contextless(value), turns)) expectSound(parent, child);
        }),
      );
    });

    it.each([...neverValues, ...foreign].map((value) => ({ value, text: fc.stringify(value) })))(
      'does not take $text for its own',
      ({ value }) => {
        expect(arbitrary.canShrinkWithoutContext(value)).toBe(false);
      },
    );

    it('comes to the same counterexample again by seed and path', () => {
      // Half of the values fail, or thereabouts, the same ones each time.
      const fails = fc.property(arbitrary, (value) => hash(show(value)) % 2 === 0);
      const found = fc.check(fails, { seed, numRuns: 60 });
      expect(found.failed).toBe(true);
      const again = fc.check(fails, { seed, path: found.counterexamplePath ?? '', endOnFailure: true });
      expect(again.counterexample?.map(show)).toEqual(found.counterexample?.map(show));
    });
  });
}

const anySeed = fc.noShrink(fc.integer());

/** Which child to go to: mostly one of the first few. */
const path = fc.infiniteStream(
  fc.oneof({ weight: 4, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(LEVEL) }, fc.constant(0)),
);

const first = <T>(arbitrary: fc.Arbitrary<T>, from: number): T =>
  fc.sample(arbitrary, { seed: from, numRuns: 1 })[0] as T;

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return h >>> 8;
}

/** Makes the values of another arbitrary together with their contexts. */
class Kept<T> extends fc.Arbitrary<fc.Value<T>> {
  readonly #inner: fc.Arbitrary<T>;

  constructor(inner: fc.Arbitrary<T>) {
    super();
    this.#inner = inner;
  }

  override generate(mrng: fc.Random, biasFactor: number | undefined): fc.Value<fc.Value<T>> {
    return new fc.Value(this.#inner.generate(mrng, biasFactor), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is fc.Value<T> {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<fc.Value<T>>> {
    return fc.Stream.nil();
  }
}
