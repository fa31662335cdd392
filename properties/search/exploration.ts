/** What an exhaustive search is asked, and what it comes to. */
import type { Machine, Permutation } from '../../model/core/index.ts';
import type { Graph } from './edges.ts';
import type { EndCounts } from './ends.ts';
import type { Frontier } from './frontier.ts';
import type { Reductions } from './learning.ts';
import type { MemoryBudget } from './memory.ts';
import type { Progress } from './search-run.ts';
import type { SuccessorFilter } from './successor-filter.ts';
import type { Turn } from './turn.ts';
import type { VisitedSet } from './visited-set.ts';

export interface Limits {
  readonly maxStates?: number | undefined;
  readonly maxSeconds?: number | undefined;
  /** Bytes that the search's own tables may take: the states and, where it is kept, the graph. What else runs is not counted. */
  readonly maxMemory?: number | undefined;
}

/** `limit`: the model has more of something than can be told apart. */
export type Clip = 'max-states' | 'max-seconds' | 'max-memory' | 'interrupted' | 'limit';

/** `depth` is the edges of the longest schedule by which a state was met, which in an unreduced search are steps. */
export interface Exploration extends Progress {
  /** Why the search stopped early; null: every reachable state was seen, or, in a reduced search, all that it takes to judge. */
  readonly clipped: Clip | null;
  /** Of what there was more than can be told apart, in words, where that clipped it. */
  readonly limit: string | null;
  /** The schedules by which states were met are shortest ones. */
  readonly isShortest: boolean;
  /** Of all states that so many steps lead to at least, and their ends, nothing is missing; below zero: nothing is known of any. */
  readonly judgedDepth: number;
  readonly ends: Readonly<EndCounts>;
  /** The schedule by which a state was met; and what follows a turn from there, where the search is reduced. */
  pathTo(state: number): Turn[];
  pathOn(from: number, turn: Turn, steps: number): Turn[];
  readonly graph: Graph | null;
  /** Turns from a state that is kept to one that is. Steps beyond that were merged into them. */
  readonly turns: number;
  /** How far the search came unreduced, if then it began anew with reductions. */
  readonly before: Progress | null;
  /** Renamings, with the identity, of which each takes states to others that were taken for them. None: no state was taken for another. */
  readonly renamings: readonly Permutation[];
}

/** What of an exploration is plain data, which a thread can send. */
export type Searched = Omit<Exploration, 'pathTo' | 'pathOn' | 'graph'>;

export interface Options extends Limits {
  /** Keep the edges, to count schedules and look for cycles. */
  readonly keepGraph?: boolean;
  /** What may be left out; undefined: nothing. */
  readonly reductions?: Reductions | undefined;
  /** The order in which states are expanded; undefined: breadth first. Made anew where a search begins anew. */
  readonly frontier?: ((machine: Machine, visited: VisitedSet) => Frontier) | undefined;
  /** A reduction of one's own, which nobody checks: which contexts go in each state. Not beside `reductions`; undefined: all that can. */
  readonly filter?: ((machine: Machine) => SuccessorFilter) | undefined;
  /** Where states are kept, each so many words; undefined: in full, in a `StateTable`. */
  readonly visited?: ((width: number, memory: MemoryBudget) => VisitedSet) | undefined;
}
