/**
 * The state space as far as a search has built it: expands states, puts what that leads to into the visited set and the
 * frontier, and tells a visitor. States are told when they are looked up in the set, findings when the turn is taken.
 */
import { type Canonical, type Coroutine, type Finding, InternalError, type Machine } from '../../model/core/index.ts';
import type { Edges } from './edges.ts';
import { countEnd, type End, endOf, noEnds } from './ends.ts';
import { Expansion, type SuccessorVisitor } from './expansion.ts';
import type { Frontier } from './frontier.ts';
import { edgeLabel } from './paths.ts';
import type { SuccessorFilter } from './successor-filter.ts';
import type { Turn } from './turn.ts';
import type { LookedUp, VisitedSet } from './visited-set.ts';

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

/** When so many turns wait, they are looked up; one state can have more. */
const BATCH = 32;
/** A state is compared with so many of its renamings while a step is taken. */
const RENAMED_PER_STEP = 16;

/** Where the state space is kept, and what of it is left out. */
export interface Building {
  readonly visited: VisitedSet;
  readonly frontier: Frontier;
  readonly graph: Edges | null;
  readonly filter: SuccessorFilter | null;
  readonly canonical: Canonical | null;
}

export class StateSpace implements SuccessorVisitor, LookedUp {
  transitions = 0;
  /** Turns that led to a state that is kept; in a reduced search the other steps are merged into them. */
  turns = 0;
  readonly ends = noEnds();
  readonly graph: Edges | null;
  private readonly machine: Machine;
  private readonly visitor: Visitor;
  private readonly visited: VisitedSet;
  private readonly frontier: Frontier;
  private readonly expansion: Expansion;
  private readonly canonical: Canonical | null;
  /** How many steps it takes as long as to make a state canonical. */
  private readonly renaming: number;
  /** The state that is expanded, the steps to it, and how many turns from it were taken. */
  private at = 0;
  private steps = 0;
  private degree = 0;

  constructor(machine: Machine, visitor: Visitor, { visited, frontier, graph, filter, canonical }: Building) {
    this.machine = machine;
    this.visitor = visitor;
    this.visited = visited;
    this.frontier = frontier;
    this.graph = graph;
    this.expansion = new Expansion(machine, this, filter);
    this.canonical = canonical;
    this.renaming = (this.canonical?.permutations.length ?? 0) / RENAMED_PER_STEP;
  }

  /** What was done by now, in steps or what takes as long. */
  get work(): number {
    return this.transitions + this.turns * this.renaming;
  }

  /** Reaches the initial state. */
  begin(): void {
    const { machine, visited, frontier } = this;
    const words = new Uint32Array(machine.width);
    machine.reset();
    this.canonical?.canonicalise();
    machine.save(words, 0);
    const first = visited.add(words);
    this.visitor.state?.(first, 0, -1);
    frontier.push(first, 0);
  }

  /** What has to be done before another state is expanded; null: nothing. */
  due(): Coroutine<void> | null {
    return this.visited.due(this);
  }

  /** Looks up where all turns led that wait, and tells the visitor. Moves the machine. */
  lookUp(): void {
    if (this.visited.waiting > 0) this.visited.lookUp(this);
  }

  /** Takes all turns from a state that the search takes, and where there are none, tells the end. */
  expand(state: number, steps: number): void {
    const { machine, graph, visited } = this;
    if (visited.waiting >= BATCH) this.lookUp();
    this.at = state;
    this.steps = steps;
    this.degree = 0;
    machine.restore(visited.goTo(state), 0);
    this.transitions += this.expansion.expand();
    this.turns += this.degree;
    graph?.expanded(state, this.degree);
    if (this.degree > 0) return;
    this.lookUp();
    machine.restore(visited.goTo(state), 0);
    if (machine.enabledContexts().length > 0)
      throw new InternalError('the filter lets nobody go in a state in which somebody could');
    const end = endOf(machine);
    countEnd(this.ends, end);
    graph?.ends.set(state, end);
    this.visitor.terminal?.(state, end, steps);
  }

  onIntermediate(turn: Turn, followed: number): void {
    this.visitor.passed?.(this.at, turn, followed, this.steps + 1 + followed);
  }

  onFinding(turn: Turn, followed: number, findings: readonly Finding[]): void {
    for (const finding of findings) this.visitor.found?.(this.at, turn, followed, this.steps + 1 + followed, finding);
  }

  onSuccessor(context: number, ordinal: number): void {
    const { machine, visited, canonical } = this;
    this.degree++;
    if (canonical !== null) canonical.canonicalise();
    visited.handIn(machine, this.at, edgeLabel(context, ordinal), this.steps + 1, machine.stale());
  }

  onLookedUp(number: number, isNew: boolean, steps: number, stale: number): void {
    const { visitor, graph } = this;
    if (graph !== null) graph.targets.push(number);
    if (!isNew) return;
    this.frontier.push(number, steps);
    if (visitor.state === undefined || (visitor.needs !== undefined && (stale & visitor.needs) === 0)) return;
    this.machine.restore(this.visited.goTo(number), 0);
    visitor.state(number, steps, stale);
  }
}
