/**
 * Exhaustive search: every state that any interleaving can reach, breadth first, so that the first schedule found to a
 * place is a shortest one. It knows machines and states, and nothing of what is modelled.
 */
import type { Finding, Machine } from '../../model/core/index.ts';
import { type End, endOf } from './ends.ts';
import { Expansion, type Sink } from './expansion.ts';
import { hopOf, Paths, take, type Turn } from './paths.ts';
import { type Reduction, reductionOf, type Reductions, UNREDUCED } from './reduction.ts';
import { StateTable } from './state-table.ts';
import { Vector16, Vector32 } from './vectors.ts';

export { type End, endOf } from './ends.ts';

/** Called with the machine in the state spoken of; must leave it there. */
export interface Visitor {
  /** A state is reached for the first time. */
  state?(number: number): void;
  /** In a reduced search: a state that is not kept, `steps` steps after a turn from state `from`. It may be passed again. */
  passed?(from: number, turn: Turn, steps: number): void;
  terminal?(number: number, end: End): void;
  /**
   * A turn from state `from`, or the last of the `steps` that followed it, came upon something that did not halt the run; the
   * machine is where that led.
   */
  breach?(from: number, turn: Turn, finding: Finding, steps: number): void;
  /** Nothing counts of what was told: the search begins anew. */
  restart?(): void;
}

export interface Limits {
  readonly maxStates?: number | undefined;
  readonly maxSeconds?: number | undefined;
}

/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** A search in slices: it yields how far it is, and takes `stop` for an answer. */
export type Slices<T> = Generator<Progress, T, 'stop' | undefined>;

export type Clip = 'max-states' | 'max-seconds' | 'interrupted';

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Steps of the longest shortest schedule. */
  readonly depth: number;
  /** Why the search stopped early; null: every reachable state was seen. */
  readonly clipped: Clip | null;
  readonly ends: Readonly<Record<End, number>>;
  /** A schedule to a state, in an unreduced search a shortest one; and what follows a turn from there, where the search is reduced. */
  pathTo(state: number): Turn[];
  pathOn(from: number, turn: Turn, steps: number): Turn[];
  /** Of the search that counts. */
  readonly graph: Graph | null;
  readonly reduced: boolean;
}

/** The state graph: out-degrees by state, and the targets of all edges, state by state. */
export interface Graph {
  readonly degrees: Vector16;
  readonly targets: Vector32;
  readonly ends: ReadonlyMap<number, End>;
}

export interface Options extends Limits {
  /** Keep the edges, to count schedules and look for cycles. */
  readonly keepGraph?: boolean;
  /** What may be left out; undefined: nothing. */
  readonly reductions?: Reductions | undefined;
}

/** Expansions between two looks at the clock and at who asks to stop. */
const SLICE = 4096;

class Search implements Sink {
  clipped: Clip | null = null;
  private transitions = 0;
  private depth = 0;
  private at = 0;
  private levelEnd = 1;
  private readonly machine: Machine;
  private readonly visitor: Visitor;
  private readonly reduction: Reduction | null;
  private readonly expansion: Expansion;
  private readonly table: StateTable;
  private readonly words: Uint32Array;
  private readonly paths = new Paths();
  private readonly ends: Record<End, number> = { done: 0, stuck: 0, oops: 0 };
  private readonly graph: { degrees: Vector16; targets: Vector32; ends: Map<number, End> } | null;
  private readonly maxStates: number;
  private readonly deadline: number;
  private degree = 0;

  constructor(
    machine: Machine,
    visitor: Visitor,
    { maxStates, keepGraph }: Options,
    deadline: number,
    reduction: Reduction | null,
  ) {
    this.machine = machine;
    this.visitor = visitor;
    this.reduction = reduction;
    this.expansion = new Expansion(machine, this, reduction);
    this.table = new StateTable(machine.width);
    this.words = new Uint32Array(machine.width);
    this.graph = keepGraph ? { degrees: new Vector16(), targets: new Vector32(), ends: new Map() } : null;
    this.maxStates = maxStates ?? Number.POSITIVE_INFINITY;
    this.deadline = deadline;
    machine.reset();
    this.reach(0, 0, 0);
  }

  get progress(): Progress {
    return { states: this.table.size, transitions: this.transitions, depth: this.depth };
  }

  /** Expands up to `SLICE` states; false when there is nothing left to expand, or no leave to. */
  slice(): boolean {
    const { table, machine } = this;
    if (performance.now() > this.deadline) this.clipped = 'max-seconds';
    for (let end = this.at + SLICE; this.clipped === null && this.at < end; this.at++) {
      if (this.at === table.size) return false;
      if (table.size > this.maxStates) {
        this.clipped = 'max-states';
        return false;
      }
      if (this.at === this.levelEnd) {
        this.depth++;
        this.levelEnd = table.size;
      }
      machine.restore(table.rows.chunkOf(this.at), table.rows.offsetOf(this.at));
      this.expand();
    }
    return this.clipped === null && this.at < table.size;
  }

  private expand(): void {
    const { machine, at } = this;
    this.degree = 0;
    this.transitions += this.expansion.expand();
    this.graph?.degrees.push(this.degree);
    if (this.degree > 0) return;
    const end = endOf(machine);
    this.ends[end]++;
    this.graph?.ends.set(at, end);
    this.visitor.terminal?.(at, end);
  }

  arrive(context: number, ordinal: number): void {
    this.degree++;
    const target = this.reach(this.at, context, ordinal);
    this.graph?.targets.push(target);
  }

  pass(turn: Turn, steps: number): void {
    this.visitor.passed?.(this.at, turn, steps);
  }

  find(turn: Turn, steps: number, findings: readonly Finding[]): void {
    for (const finding of findings) if (finding.is === 'breach') this.visitor.breach?.(this.at, turn, finding, steps);
  }

  private reach(from: number, context: number, ordinal: number): number {
    this.machine.save(this.words, 0);
    const before = this.table.size;
    const number = this.table.add(this.words);
    if (number === before) {
      this.paths.push(from, hopOf(context, ordinal));
      this.visitor.state?.(number);
    }
    return number;
  }

  result(): Exploration {
    const { machine, paths, clipped, ends, reduction } = this;
    const reduced = reduction !== null;
    const pathTo = (state: number) =>
      paths.turnsTo(machine, state, reduction === null ? {} : { followed: () => reduction.followed() });
    const pathOn = (from: number, turn: Turn, steps: number) => {
      const turns = pathTo(from);
      take(machine, turn);
      return [...turns, turn, ...(reduction?.followed(steps) ?? [])];
    };
    const graph = clipped === null ? this.graph : null;
    return { ...this.progress, clipped, ends, pathTo, pathOn, graph, reduced };
  }
}

/** Runs a search until it is done, or `isEnough`; false: it was enough. */
function* running(search: Search, isEnough: () => boolean): Slices<boolean> {
  do {
    // Asked before the first slice too: of many searches, those that are not begun when somebody stops them never are.
    if ((yield search.progress) === 'stop') search.clipped = 'interrupted';
    if (search.clipped === null && isEnough()) return false;
  } while (search.slice());
  return true;
}

/**
 * Searches unreduced at first. Where that takes long, and something may be left out, it begins anew with that; and again, as
 * long as a reduced search meets what it did not expect.
 */
export function* exploring(machine: Machine, visitor: Visitor, options: Options = {}): Slices<Exploration> {
  const deadline = performance.now() + (options.maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const { reductions } = options;
  const from = reductions === undefined ? Number.POSITIVE_INFINITY : (reductions.from ?? UNREDUCED);
  const unreduced = new Search(machine, visitor, options, deadline, null);
  if (yield* running(unreduced, () => unreduced.progress.states >= from)) return unreduced.result();
  const reduction = reductions === undefined ? null : reductionOf(machine, reductions);
  if (reduction === null) {
    yield* running(unreduced, () => false);
    return unreduced.result();
  }
  for (;;) {
    visitor.restart?.();
    const search = new Search(machine, visitor, options, deadline, reduction);
    const isDone = yield* running(search, () => reduction.isOver(search.progress.states));
    if (search.clipped !== null || (reduction.isFinal() && isDone)) return search.result();
  }
}

/** Runs a search to its end in one go. */
export function toTheEnd<T>(slices: Slices<T>): T {
  for (;;) {
    const next = slices.next();
    if (next.done) return next.value;
  }
}

export const explore = (machine: Machine, visitor: Visitor, options: Options = {}): Exploration =>
  toTheEnd(exploring(machine, visitor, options));
