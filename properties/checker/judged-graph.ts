/**
 * The whole unreduced graph of a machine's states, with what each violates and what each turn is called. Bounded as any search is:
 * where it is not whole, there is none.
 */
import { type Coroutine, type Fired, LimitReached, type Machine, YieldCounter } from '../../model/core/index.ts';
import { Edges } from '../search/edges.ts';
import { type End, endOf, isHalt } from '../search/ends.ts';
import { Expansion, type SuccessorVisitor } from '../search/expansion.ts';
import type { Clip, Limits, Progress, SearchRun } from '../search/explore.ts';
import type { LabelledGraph } from '../search/labelled-graph.ts';
import { findingWhatEnds } from '../search/livelock.ts';
import { MemoryBudget, OutOfMemory } from '../search/memory.ts';
import { interruptible, STOPPED } from '../search/search-run.ts';
import { StateTable } from '../search/state-table.ts';
import type { Turn } from '../search/turn.ts';
import { Vector32 } from '../search/vectors.ts';
import { KeyedNumbers, type StateClass, type TurnLabel } from './graph-words.ts';
import type { Property } from './property.ts';
import { NONE_VIOLATED, type PropertyNumbers, ViolatedHere } from './violated-here.ts';

/** Expansions in one piece. */
const PIECE = 512;
/** Ways to call a turn that a graph can tell apart. */
const MOST_LABELS = 2 ** 20;

/** A graph, and what its numbers stand for. */
export interface JudgedGraph {
  readonly graph: LabelledGraph;
  /** By number of a class, and of a label. */
  readonly classes: readonly StateClass[];
  readonly labels: readonly TurnLabel[];
}

export interface JudgedStates {
  /** Null: it was clipped. */
  readonly judged: JudgedGraph | null;
  readonly clipped: Clip | null;
  /** Of what there was more than can be told apart. */
  readonly limit: string | null;
  readonly progress: Progress;
}

/** All states and turns, judged by the properties; or as far as it was, where a limit was met or somebody asked to stop. */
export function* judgingStates<K>(
  machine: Machine,
  properties: readonly Property<K>[],
  limits: Limits,
): SearchRun<JudgedStates> {
  const building = new Building(machine, properties, limits);
  const whole = (work: Coroutine<void>) =>
    interruptible(
      work,
      () => building.progress,
      (asked) => building.heeds(asked),
    );
  try {
    if ((yield* whole(building.expanding())) === STOPPED) return building.result(building.clipped);
    if (building.hasMore) return building.result('max-states');
    if ((yield* whole(building.markingLivelocks())) === STOPPED) return building.result(building.clipped);
    return building.result(null);
  } catch (problem) {
    if (problem instanceof OutOfMemory) return building.result('max-memory');
    if (problem instanceof LimitReached) return building.result('limit', problem.message);
    throw problem;
  }
}

class Building<K> implements SuccessorVisitor {
  clipped: Clip | null = null;
  private readonly machine: Machine;
  private readonly properties: readonly Property<K>[];
  private readonly limits: Limits;
  private readonly memory = new MemoryBudget();
  private readonly table: StateTable;
  private readonly edges: Edges;
  private readonly labelOf: Vector32;
  private readonly classOf: Vector32;
  private readonly classes = new KeyedNumbers<StateClass & { readonly numbers: PropertyNumbers }>();
  private readonly labels = new KeyedNumbers<TurnLabel>();
  private readonly here: ViolatedHere<K>;
  private readonly expansion: Expansion;
  private readonly words: Uint32Array;
  private readonly begun = performance.now();
  private next = 0;
  private degree = 0;
  private depth = 0;
  /** The states of the next depth begin here. */
  private levelEnd = 1;
  /** What the turn that is taken violates by what it came upon. */
  private onTurn: PropertyNumbers = NONE_VIOLATED;

  constructor(machine: Machine, properties: readonly Property<K>[], limits: Limits) {
    const { memory } = this;
    this.machine = machine;
    this.properties = properties;
    this.limits = limits;
    this.table = new StateTable(machine.width, memory);
    this.edges = new Edges(memory);
    this.labelOf = new Vector32(memory);
    this.classOf = new Vector32(memory);
    this.here = new ViolatedHere(machine, properties);
    this.expansion = new Expansion(machine, this, null);
    this.words = new Uint32Array(machine.width);
    machine.reset();
    machine.drawWith(null);
    machine.save(this.words, 0);
    this.table.add(this.words);
    this.classOf.push(this.classNumber(null, this.here.always(NONE_VIOLATED, -1)));
    memory.limit = limits.maxMemory ?? Number.POSITIVE_INFINITY;
  }

  get hasMore(): boolean {
    return this.next < this.table.size;
  }
  get progress(): Progress {
    return {
      states: this.table.size,
      transitions: this.labelOf.length,
      depth: this.depth,
      queue: this.table.size - this.next,
      bytes: this.memory.used,
      seconds: this.seconds,
      reduced: false,
      rounds: 0,
    };
  }
  private get seconds(): number {
    return (performance.now() - this.begun) / 1000;
  }

  /** Whether it is to end early: somebody asked to, or its time is over. */
  heeds(asked: 'stop' | undefined): boolean {
    if (asked === 'stop') this.clipped = 'interrupted';
    else if (this.seconds > (this.limits.maxSeconds ?? Number.POSITIVE_INFINITY)) this.clipped = 'max-seconds';
    return this.clipped !== null;
  }

  /** Expands all states, unless there are more than that. */
  *expanding(): Coroutine<void> {
    const { table } = this;
    const { maxStates = Number.POSITIVE_INFINITY } = this.limits;
    const pace = new YieldCounter(PIECE);
    // Before the first one too: of many searches, those that are not begun when somebody stops them never are.
    yield;
    while (this.hasMore && table.size <= maxStates) {
      if (pace.isOver()) yield;
      if (table.isFitDue) yield* table.fitting();
      this.expandNext();
    }
  }

  private expandNext(): void {
    const { machine, table, edges } = this;
    const state = this.next++;
    if (state === this.levelEnd) {
      this.depth++;
      this.levelEnd = table.size;
    }
    machine.restore(table.goTo(state), 0);
    this.degree = 0;
    this.expansion.expand();
    edges.expanded(state, this.degree);
    if (this.degree > 0) return;
    const end = endOf(machine);
    edges.ends.set(state, end);
    const before = this.violatedIn(state);
    this.classOf.set(state, this.classNumber(end, isHalt(end) ? before : this.here.atEnd(before, end)));
  }

  onFinding(_turn: Turn, _steps: number, findings: Fired['findings']): void {
    this.onTurn = this.here.byFindings(findings);
  }

  onIntermediate(): void {
    throw new Error('nothing is left out here');
  }

  onSuccessor(context: number, _ordinal: number, { step, choices }: Fired): void {
    const { machine, table, words } = this;
    const violated = this.onTurn;
    this.onTurn = NONE_VIOLATED;
    this.degree++;
    const key = `${context} ${step} ${violated.join()}${choices.length === 0 ? '' : ` ${JSON.stringify(choices)}`}`;
    this.labelOf.push(
      this.labels.numberOf(key, () => ({
        context: machine.contexts[context] as string,
        step,
        choices,
        violated: this.namesOf(violated),
      })),
    );
    if (this.labels.all.length > MOST_LABELS) throw new LimitReached(`more than ${MOST_LABELS} ways to call a turn`);
    machine.save(words, 0);
    const before = table.size;
    const state = table.add(words);
    this.edges.targets.push(state);
    if (state !== before) return;
    const now =
      machine.halted() === null ? this.here.always(this.violatedIn(this.next - 1), machine.stale()) : NONE_VIOLATED;
    this.classOf.push(this.classNumber(null, now));
  }

  /** States from which no end can be reached violate what says so. */
  *markingLivelocks(): Coroutine<void> {
    const livelocks = this.properties.flatMap(({ livelock }, property) => (livelock ? [property] : []));
    if (livelocks.length === 0) return;
    const ends = yield* findingWhatEnds(this.edges);
    for (let state = ends.indexOf(0); state >= 0; state = ends.indexOf(0, state + 1)) {
      const all = new Set([...this.violatedIn(state), ...livelocks]);
      this.classOf.set(
        state,
        this.classNumber(
          null,
          [...all].toSorted((a, b) => a - b),
        ),
      );
    }
  }

  result(clipped: Clip | null, limit: string | null = null): JudgedStates {
    const { progress, classes, labels } = this;
    const judged = clipped === null ? { graph: this.graph(), classes: classes.all, labels: labels.all } : null;
    return { judged, clipped, limit, progress };
  }

  private graph(): LabelledGraph {
    const { edges, labelOf, classOf } = this;
    return {
      states: edges.states,
      edges: labelOf.length,
      firstOf: (state) => edges.firstOf(state),
      degreeOf: (state) => edges.degreeOf(state),
      targetOf: (edge) => edges.targets.get(edge),
      labelOf: (edge) => labelOf.get(edge),
      classOf: (state) => classOf.get(state),
    };
  }

  private violatedIn(state: number): PropertyNumbers {
    return (this.classes.all[this.classOf.get(state)] as { readonly numbers: PropertyNumbers }).numbers;
  }

  private classNumber(end: End | null, numbers: PropertyNumbers): number {
    const oops = end !== null && isHalt(end) ? (this.machine.halted() ?? '') : null;
    const key = `${end} ${numbers.join()} ${oops}`;
    return this.classes.numberOf(key, () => ({ end, oops, violated: this.namesOf(numbers), numbers }));
  }

  private namesOf(numbers: PropertyNumbers): string[] {
    return numbers.map((property) => (this.properties[property] as Property<K>).name);
  }
}
