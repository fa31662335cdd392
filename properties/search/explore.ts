/**
 * Exhaustive search: every state that any interleaving can reach, breadth first, so that the first schedule found to a
 * place is a shortest one. It knows machines and states, and nothing of what is modelled.
 */
import type { Finding, Machine } from '../../model/core/index.ts';
import { hopOf, Paths, type Turn } from './paths.ts';
import { StateTable } from './state-table.ts';
import { Vector16, Vector32 } from './vectors.ts';

/** How a schedule ends: every begun context has finished, one has not and none can move, or it was halted. */
export type End = 'done' | 'stuck' | 'oops';

/** Called with the machine in the state spoken of; must leave it there. */
export interface Visitor {
  /** A state is reached for the first time. */
  state?(number: number): void;
  terminal?(number: number, end: End): void;
  /** A turn from state `from` came upon something that did not halt the run; the machine is where the turn led. */
  breach?(from: number, turn: Turn, finding: Finding): void;
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
  /** A shortest schedule to a state. */
  pathTo(state: number): Turn[];
  readonly graph: Graph | null;
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
}

/** Expansions between two looks at the clock and at who asks to stop. */
const SLICE = 4096;

class Search {
  clipped: Clip | null = null;
  private transitions = 0;
  private depth = 0;
  private at = 0;
  private levelEnd = 1;
  private readonly machine: Machine;
  private readonly visitor: Visitor;
  private readonly table: StateTable;
  private readonly words: Uint32Array;
  private readonly paths = new Paths();
  private readonly ends: Record<End, number> = { done: 0, stuck: 0, oops: 0 };
  private readonly graph: { degrees: Vector16; targets: Vector32; ends: Map<number, End> } | null;
  private readonly maxStates: number;
  private readonly deadline: number;

  constructor(machine: Machine, visitor: Visitor, { maxStates, maxSeconds, keepGraph }: Options) {
    this.machine = machine;
    this.visitor = visitor;
    this.table = new StateTable(machine.width);
    this.words = new Uint32Array(machine.width);
    this.graph = keepGraph ? { degrees: new Vector16(), targets: new Vector32(), ends: new Map() } : null;
    this.maxStates = maxStates ?? Number.POSITIVE_INFINITY;
    this.deadline = performance.now() + (maxSeconds ?? Number.POSITIVE_INFINITY) * 1000;
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
    let degree = 0;
    for (let context = 0; context < machine.contexts.length; context++) {
      if (!machine.enabled(context)) continue;
      if (machine.script.length > 0) machine.script.length = 0;
      let ordinal = 0;
      do {
        const { findings } = machine.fire(context);
        degree++;
        const target = this.reach(at, context, ordinal++);
        this.graph?.targets.push(target);
        if (findings.length > 0) this.tell(context, findings);
        machine.rewind();
      } while (machine.nextScript());
    }
    this.transitions += degree;
    this.graph?.degrees.push(degree);
    if (degree > 0) return;
    const end = endOf(machine);
    this.ends[end]++;
    this.graph?.ends.set(at, end);
    this.visitor.terminal?.(at, end);
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

  private tell(context: number, findings: readonly Finding[]): void {
    const turn = { context, script: [...this.machine.script] };
    for (const finding of findings) if (finding.is === 'breach') this.visitor.breach?.(this.at, turn, finding);
  }

  result(): Exploration {
    const { machine, paths, clipped, ends } = this;
    const pathTo = (state: number) => paths.turnsTo(machine, state);
    return { ...this.progress, clipped, ends, pathTo, graph: clipped === null ? this.graph : null };
  }
}

export function* exploring(machine: Machine, visitor: Visitor, options: Options = {}): Slices<Exploration> {
  const search = new Search(machine, visitor, options);
  // Asked before the first slice too: of many searches, those that are not begun when somebody stops them never are.
  do if ((yield search.progress) === 'stop') search.clipped = 'interrupted';
  while (search.slice());
  return search.result();
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

/** How the machine's current state, in which nothing is enabled, ends the schedule. */
export function endOf(machine: Machine): End {
  if (machine.halted() !== null) return 'oops';
  return machine.contexts.every((_, context) => machine.isAtRest(context)) ? 'done' : 'stuck';
}
