/** What a property is. Knows nothing of what is modelled. */
import type { Breach, Fault, Gap, Oops, Situation } from '../../model/core/index.ts';
import type { End } from '../search/ends.ts';

/** How a schedule ends that nothing halts. */
export type JudgedEnd = Exclude<End, 'oops' | 'trap'>;

/** Asked once for each object of a pool, by number; the pool `context` is that of the contexts. */
export interface Each<Question> {
  readonly each: string;
  readonly ask: Question;
}

/** Binds a question to the objects of a pool: `each('request', (k, situation, iocb) => …)`. */
export const each = <Question>(pool: string, ask: Question): Each<Question> => ({ each: pool, ask });

type OneOrMore<T> = T | readonly T[];
type Asks<K, A> = ((k: K, situation: Situation) => A) | Each<(k: K, situation: Situation, id: number) => A>;
type AsksAtEnd<K, A> =
  | ((k: K, situation: Situation, end: JudgedEnd) => A)
  | Each<(k: K, situation: Situation, id: number, end: JudgedEnd) => A>;

/**
 * `K` is the memory, read-only: a name that is not there is a mistake, and a field of an object that is not alive, or that was
 * never written, is undefined. What a question looks at is taken down when it is asked, so nothing has to be declared. A question
 * about objects that are alike is best asked of `each`: then a search can tell apart what one of them is asked about alone.
 */
export interface Property<K> {
  readonly name: string;
  /** What it says, in a sentence. */
  readonly meaning: string;
  /** Why the kernel needs it. */
  readonly reason: string;
  /** Without this nothing is claimed: a scenario that never gets there proves nothing. */
  readonly antecedent: { readonly text: string; readonly reached: Asks<K, boolean> };
  /** Judges any state that is not halted; a sentence about what is wrong, or null. */
  readonly always?: OneOrMore<Asks<K, string | null>>;
  /** Judges a state in which nothing can move any more, and which is not halted. */
  readonly atEnd?: OneOrMore<AsksAtEnd<K, string | null>>;
  /** Whether a breach of a field's class, of a lock or of a protocol violates it. */
  readonly onBreach?: (breach: Breach) => boolean;
  /** Whether what halted the run, an oops or a fault, violates it. */
  readonly onHalt?: (halt: Oops | Fault) => boolean;
  /** Whether it cannot be judged wholly behind a gap: then, where nothing violates it, nothing is claimed. */
  readonly onGap?: (gap: Gap) => boolean;
  /** A state from which no end can be reached violates it. */
  readonly livelock?: true;
}
