/**
 * One thread's part in a search: expands states, adds what that leads to, and tells a visitor. Where turns led is found in the
 * table some dozens at a time: the table is far larger than any cache, and memory answers many questions at once as fast as
 * one. States are numbered, and told to the visitor, in the order in which the turns were taken all the same; findings are
 * told when the turn is taken.
 */
import type { Canonical, Finding, Machine, Coroutine } from '../../model/core/index.ts';
import type { Edges } from './edges.ts';
import { type End, endOf } from './ends.ts';
import { Expansion, type SuccessorVisitor } from './expansion.ts';
import { Overflow } from './grouped-states.ts';
import { edgeLabel } from './paths.ts';
import type { Turn } from './turn.ts';
import type { Reduction } from './reduction.ts';
import { hashOf } from './sequence-table.ts';
import type { StateTable } from './state-table.ts';
import { withTwiceTheRoom } from './vectors.ts';

/** Called with the machine in the state spoken of; must leave it there. `steps` are those of the schedule there, in a reduced search as they were merged. */
export interface Visitor {
  /** The marks of what `state` wants to be called for (`Machine.stale`); undefined: for every state. */
  readonly needs?: number;
  /** A state is reached for the first time; in a search with symmetry, the canonical one of its orbit. `stale`: what may differ from the state before. */
  state?(number: number, steps: number, stale: number): void;
  /** In a reduced search: a state that is not kept, `followed` steps after a turn from state `from`. It may be passed again. */
  passed?(from: number, turn: Turn, followed: number, steps: number): void;
  terminal?(number: number, end: End, steps: number): void;
  /** A turn from state `from`, or the last of the steps that followed it, came upon something; the machine is where that led. */
  found?(from: number, turn: Turn, followed: number, steps: number, finding: Finding): void;
}

/** When so many turns wait, they are found in the table; one state can have more. */
const BATCH = 32;
/** A state is compared with so many of its renamings while a step is taken. */
const RENAMED_PER_STEP = 16;

export class BfsWorker implements SuccessorVisitor {
  transitions = 0;
  /** Turns that led to a state that is kept; in a reduced search the other steps are merged into them. */
  turns = 0;
  /** Turns whose targets are not known yet. */
  waiting = 0;
  readonly ends: Record<End, number> = { done: 0, stuck: 0, oops: 0 };
  readonly graph: Edges | null;
  private readonly machine: Machine;
  private readonly visitor: Visitor;
  private readonly table: StateTable;
  private readonly expansion: Expansion;
  private readonly canonical: Canonical | null;
  /** How many steps it takes as long as to make a state canonical. */
  private readonly renaming: number;
  /** The state that is expanded. */
  private at = 0;
  /** Of every turn that waits: its target, compressed, and the hash of that, where it began, and its edge. */
  private keys: Int32Array<ArrayBuffer>;
  private hashes = new Int32Array(2 * BATCH);
  private froms = new Int32Array(2 * BATCH);
  private edges = new Int32Array(2 * BATCH);
  private stales = new Int32Array(2 * BATCH);
  private degree = 0;
  /** The state whose expansion was left, if there is one: it is to be expanded again. */
  private left = -1;
  /** The table has no room for what it leads to. */
  private isTight = false;
  /** Findings of the state that is expanded: how many it came upon this time, and how many were told. */
  private finding = 0;
  private told = 0;
  /** Steps to the state that is expanded, and to those that wait. */
  depth = 0;

  constructor(machine: Machine, visitor: Visitor, table: StateTable, graph: Edges | null, reduction: Reduction | null) {
    this.machine = machine;
    this.visitor = visitor;
    this.table = table;
    this.graph = graph;
    this.expansion = new Expansion(machine, this, reduction);
    this.canonical = reduction?.canonical ?? null;
    this.renaming = (this.canonical?.permutations.length ?? 0) / RENAMED_PER_STEP;
    this.keys = new Int32Array(2 * BATCH * machine.width);
  }

  /** What was done by now, in steps or what takes as long. */
  get work(): number {
    return this.transitions + this.turns * this.renaming;
  }

  /** Reaches the initial state. */
  begin(): void {
    const { machine, table } = this;
    const words = new Uint32Array(machine.width);
    machine.reset();
    this.canonical?.canonicalise();
    machine.save(words, 0);
    table.add(words);
    this.visitor.state?.(0, 0, -1);
  }

  /** What has to be done to the table before a state is expanded; null: nothing. */
  due(): Coroutine<void> | null {
    const { table } = this;
    if (this.isTight) {
      this.isTight = false;
      return table.widening();
    }
    if (!table.isFitDue) return null;
    // Those that wait are compressed as the table is now.
    this.flushBatch();
    return table.fitting();
  }

  /** False: for what it leads to there is no room. When that is made, as `due` says, the state is to be expanded once more. */
  expand(state: number): boolean {
    const { machine, graph, table } = this;
    if (this.waiting >= BATCH) this.flushBatch();
    this.at = state;
    if (state !== this.left) this.told = 0;
    this.left = -1;
    machine.restore(table.current.goTo(state), 0);
    const steps = this.fireAll();
    if (steps === null) return false;
    this.transitions += steps;
    this.turns += this.degree;
    graph?.degrees.push(this.degree);
    if (this.degree > 0) return true;
    this.flushBatch();
    machine.restore(table.current.goTo(state), 0);
    const end = endOf(machine);
    this.ends[end]++;
    graph?.ends.set(state, end);
    this.visitor.terminal?.(state, end, this.depth);
    return true;
  }

  /** How many steps that took; null: a group overflowed on the way. */
  private fireAll(): number | null {
    const before = this.waiting;
    this.degree = 0;
    this.finding = 0;
    try {
      return this.expansion.expand();
    } catch (problem) {
      if (!(problem instanceof Overflow)) throw problem;
      this.waiting = before;
      this.flushBatch();
      this.left = this.at;
      this.isTight = true;
      return null;
    }
  }

  onIntermediate(turn: Turn, followed: number): void {
    this.visitor.passed?.(this.at, turn, followed, this.depth + 1 + followed);
  }

  onFinding(turn: Turn, followed: number, findings: readonly Finding[]): void {
    for (const finding of findings) {
      // When the state is expanded once more, what it told before is not told again.
      if (this.finding++ < this.told) continue;
      this.told++;
      this.visitor.found?.(this.at, turn, followed, this.depth + 1 + followed, finding);
    }
  }

  onSuccessor(context: number, ordinal: number): void {
    const { machine, table, canonical } = this;
    this.degree++;
    if (canonical !== null) canonical.canonicalise();
    if (this.waiting === this.hashes.length) this.makeRoom();
    const { current } = table;
    const { compressed } = current;
    const { length } = compressed;
    const stale = machine.stale();
    current.compress(machine.saveChanges(current.words, current.changed));
    const nth = this.waiting++;
    const at = nth * length;
    for (let i = 0; i < length; i++) this.keys[at + i] = compressed[i] as number;
    this.hashes[nth] = hashOf(compressed, 0, length);
    this.froms[nth] = this.at;
    this.edges[nth] = edgeLabel(context, ordinal);
    this.stales[nth] = stale;
  }

  private makeRoom(): void {
    this.hashes = withTwiceTheRoom(this.hashes);
    this.keys = withTwiceTheRoom(this.keys);
    this.froms = withTwiceTheRoom(this.froms);
    this.edges = withTwiceTheRoom(this.edges);
    this.stales = withTwiceTheRoom(this.stales);
  }

  /** Finds where all turns led that wait, and tells the visitor. Moves the machine. */
  flushBatch(): void {
    const { waiting, hashes, graph, visitor } = this;
    if (waiting === 0) return;
    const { current } = this.table;
    const { states } = current;
    this.waiting = 0;
    for (let i = 0; i < waiting; i++) states.touchSlots(hashes[i] as number);
    for (let i = 0; i < waiting; i++) states.touchRow(hashes[i] as number);
    for (let i = 0; i < waiting; i++) {
      const before = states.size;
      const number = states.add(hashes[i] as number, this.keys, i * states.length);
      if (states.size !== before) {
        current.setPredecessor(number, this.froms[i] as number, this.edges[i] as number);
        const stale = this.stales[i] as number;
        if (visitor.state !== undefined && (visitor.needs === undefined || (stale & visitor.needs) !== 0)) {
          this.machine.restore(current.goTo(number), 0);
          visitor.state(number, this.depth + 1, stale);
        }
      }
      if (graph !== null) graph.targets.push(number);
    }
  }
}
