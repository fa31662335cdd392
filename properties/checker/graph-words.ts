/** What is said of the states and the turns of a graph. */
import type { Choice } from '../../model/core/index.ts';
import type { End } from '../search/ends.ts';

/** What is told of a state. */
export interface StateClass {
  /** How schedules end in it; null: they do not. */
  readonly end: End | null;
  /** What halted it (`use_after_free:kiocb`), where that is an oops; else null. */
  readonly oops: string | null;
  /** The properties that are violated in it, by name, in their order. */
  readonly violated: readonly string[];
}

/** What a turn is called. */
export interface TurnLabel {
  readonly context: string;
  /** `proc.label`. */
  readonly step: string;
  readonly choices: readonly Choice[];
  /** The properties that are violated by what the turn comes upon (a breach, a halt), whatever state it leads to. */
  readonly violated: readonly string[];
}

/** Numbers things by their keys, as they come. */
export class KeyedNumbers<T> {
  readonly all: T[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(key: string, make: () => T): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.all.length);
    return this.all.push(make()) - 1;
  }
}
