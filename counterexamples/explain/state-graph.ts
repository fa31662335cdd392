/**
 * The whole unreduced graph of a model's states, with what each turn is called and where something is wrong. A schedule passes if it goes
 * to an end that is no oops, and nothing that is asked for is violated on the way.
 */
import {
  type HearsLocals,
  PackedMachine,
  YieldCounter,
  type Coroutine,
  type Fired,
  type Model,
} from '../../model/core/index.ts';
import type { Property } from '../../properties/checker/property.ts';
import { Edges, type Graph } from '../../properties/search/edges.ts';
import { type End, endOf, isHalt } from '../../properties/search/ends.ts';
import { Expansion, type SuccessorVisitor } from '../../properties/search/expansion.ts';
import { MemoryBudget } from '../../properties/search/memory.ts';
import { StateTable } from '../../properties/search/state-table.ts';
import { fireTurn, type Turn } from '../../properties/search/turn.ts';
import { Vector16 } from '../../properties/search/vectors.ts';
import { Disagreement } from '../recorded-run.ts';
import { StateJudge } from './state-judge.ts';
import { TurnKinds } from './turn-kinds.ts';

/** Expansions in one piece. */
const PIECE = 512;

const GOOD = 0;
const WRONG = 1;
/** No schedule without a violation has come to it yet. */
const UNJUDGED = 2;

/** A turn that was, in some way, the first of its kind: the state that it was taken in, and the turn. */
export interface Sample {
  readonly state: number;
  readonly turn: Turn;
}

export class StateGraph implements SuccessorVisitor {
  readonly kinds = new TurnKinds();
  readonly machine: PackedMachine;
  /** Turns that show, together, all that steps can do. */
  readonly samples: Sample[] = [];
  private readonly kindOf = new Vector16();
  private readonly wrongTurns = new Set<number>();
  private readonly states = new Vector16();
  private readonly table: StateTable;
  private readonly edges = new Edges(new MemoryBudget());
  private readonly words: Uint32Array;
  private readonly judge: StateJudge<never>;
  /** States to which a schedule without a violation came only when they had been expanded, by a longer way than others. */
  private readonly late: number[] = [];
  private at = 0;
  private degree = 0;
  private isWrong = false;
  private learnt = 0;

  /** Of a model without ends, by state: 1 where a schedule that violates nothing can go on for ever. */
  endless: Uint8Array | null = null;
  /** Is told of the locals that steps read and write. */
  hears: HearsLocals | null = null;

  private constructor(model: Model, asked: readonly Property<never>[]) {
    this.machine = new PackedMachine(model, { hears: (...local) => this.hears?.(...local) });
    this.judge = new StateJudge(this.machine, asked);
    this.table = new StateTable(this.machine.width);
    this.words = new Uint32Array(this.machine.width);
  }

  /** `asked`: the properties that are asked for. Null where there are more states than that. */
  static *of<K>(model: Model, asked: readonly Property<K>[], maxStates: number): Coroutine<StateGraph | null> {
    const graph = new StateGraph(model, asked);
    const pace = new YieldCounter(PIECE);
    const { machine, table } = graph;
    machine.reset();
    machine.save(graph.words, 0);
    table.add(graph.words);
    graph.states.push(graph.judge.isWrongState(-1) ? WRONG : GOOD);
    const expansion = new Expansion(machine, graph, null);
    for (let state = 0; state < table.size; state++) {
      if (table.size > maxStates) return null;
      if (pace.isOver()) yield;
      if (table.isFitDue) yield* table.fitting();
      graph.expand(state, expansion);
    }
    yield* graph.judgeLate(pace);
    return graph;
  }

  /** All of it, good or not. */
  get graph(): Graph {
    return this.edges;
  }
  get size(): number {
    return this.edges.states;
  }

  endOf(state: number): End | undefined {
    return this.edges.ends.get(state);
  }
  /** Nothing that is asked for is violated in it. */
  isGood(state: number): boolean {
    return this.states.get(state) === GOOD;
  }
  /** Something that is asked for is violated in it. */
  isWrongState(state: number): boolean {
    return this.states.get(state) === WRONG;
  }
  /** What the turn comes upon violates something that is asked for. */
  isWrongTurn(edge: number): boolean {
    return this.wrongTurns.has(edge);
  }
  /** Some schedule ends, and not by an oops. */
  get hasEnds(): boolean {
    return [...this.edges.ends.values()].some((end) => !isHalt(end));
  }
  /** An end that is no oops, in which nothing is violated; where there are none, a state from which it goes on for ever so. */
  isPassingEnd(state: number): boolean {
    if (this.endless !== null) return this.endless[state] === 1;
    const end = this.endOf(state);
    return this.isGood(state) && end !== undefined && !isHalt(end);
  }
  kindOfEdge(edge: number): number {
    return this.kindOf.get(edge);
  }
  contextOfEdge(edge: number): number {
    return this.kinds.of(this.kindOfEdge(edge)).context;
  }
  targetOf(edge: number): number {
    return this.edges.targets.get(edge);
  }
  firstEdge(state: number): number {
    return this.edges.firstOf(state);
  }
  /** The one behind the last. */
  endEdge(state: number): number {
    return this.edges.firstOf(state) + this.edges.degreeOf(state);
  }
  /** A turn on which nothing is violated, from a state to a state in which nothing is. */
  isGoodEdge(edge: number): boolean {
    return this.isGood(this.targetOf(edge)) && !this.wrongTurns.has(edge);
  }
  /** A good one, to a state from which a schedule that passes can still go on, as `passes` tells. No generator of these: it takes a third longer. */
  leadsOn(edge: number, passes: Uint8Array): boolean {
    return passes[this.targetOf(edge)] === 1 && this.isGoodEdge(edge);
  }

  /** Brings the machine to a state. */
  goTo(state: number): void {
    this.machine.restore(this.table.goTo(state), 0);
  }

  /** The edges of a schedule from a state: the initial one, where none is given. */
  edgesOf(turns: readonly Turn[], from = 0): number[] {
    const { machine, words } = this;
    let state = from;
    return turns.map((turn) => {
      this.goTo(state);
      const kind = this.kinds.numberOf(turn.context, fireTurn(machine, turn));
      machine.save(words, 0);
      const target = this.table.find(words);
      for (let edge = this.firstEdge(state); edge < this.endEdge(state); edge++) {
        if (this.kindOfEdge(edge) !== kind || this.targetOf(edge) !== target) continue;
        state = target;
        return edge;
      }
      throw new Disagreement('a turn of the schedule is not in the graph');
    });
  }

  /** The turns of a path from a state: the initial one, where none is given. */
  turnsOf(edges: readonly number[], from = 0): Turn[] {
    const { machine, words, table } = this;
    let state = from;
    return edges.map((edge) => {
      const context = this.contextOfEdge(edge);
      this.goTo(state);
      machine.script.length = 0;
      for (let more = true; more; more = machine.nextScript()) {
        machine.rewind();
        const kind = this.kinds.numberOf(context, machine.fire(context));
        machine.save(words, 0);
        if (kind !== this.kindOfEdge(edge) || table.find(words) !== this.targetOf(edge)) continue;
        state = this.targetOf(edge);
        return { context, script: [...machine.script] };
      }
      throw new Disagreement('a turn of the graph cannot be taken again');
    });
  }

  private expand(state: number, expansion: Expansion): void {
    const { edges } = this;
    this.goTo(state);
    this.at = state;
    this.degree = 0;
    expansion.expand();
    edges.expanded(state, this.degree);
    if (this.degree > 0) return;
    const end = endOf(this.machine);
    edges.ends.set(state, end);
    if (!isHalt(end) && this.isGood(state) && this.judge.isWrongEnd(end)) this.states.set(state, WRONG);
  }

  /** What follows on late states was met when it was not known that anything good leads there. */
  private *judgeLate(pace: YieldCounter): Coroutine<void> {
    const { machine, states, edges, late } = this;
    for (const state of late) {
      if (pace.isOver()) yield;
      const end = this.endOf(state);
      if (end !== undefined) {
        this.goTo(state);
        if (!isHalt(end) && this.judge.isWrongEnd(end)) states.set(state, WRONG);
      }
      for (let edge = this.firstEdge(state); edge < this.endEdge(state); edge++) {
        const target = edges.targets.get(edge);
        if (states.get(target) !== UNJUDGED || this.wrongTurns.has(edge)) continue;
        this.goTo(target);
        if (machine.halted() !== null) continue;
        states.set(target, this.judge.isWrongState(-1) ? WRONG : GOOD);
        if (this.isGood(target)) late.push(target);
      }
    }
  }

  onFinding(_turn: Turn, _steps: number, findings: Fired['findings']): void {
    this.isWrong = this.judge.isWrongFinding(findings);
  }

  onIntermediate(): void {
    throw new Error('nothing is left out here');
  }

  onSuccessor(context: number, _ordinal: number, fired: Fired): void {
    const { machine, words, table, edges, states } = this;
    if (this.isWrong) this.wrongTurns.add(this.kindOf.length);
    const isGoodWay = !this.isWrong && this.isGood(this.at);
    this.isWrong = false;
    this.degree++;
    this.kindOf.push(this.kinds.numberOf(context, fired));
    this.takeSample(context);
    machine.save(words, 0);
    const before = table.size;
    const state = table.add(words);
    edges.targets.push(state);
    if (state === before) states.push(UNJUDGED);
    if (!isGoodWay || states.get(state) !== UNJUDGED || machine.halted() !== null) return;
    states.set(state, this.judge.isWrongState(machine.stale()) ? WRONG : GOOD);
    if (state < this.at && this.isGood(state)) this.late.push(state);
  }

  /** Whatever the machine has not done before, it has to learn. */
  private takeSample(context: number): void {
    const { words, isFull } = this.machine.memoSize();
    if (words === this.learnt && !isFull) return;
    this.learnt = words;
    this.samples.push({ state: this.at, turn: { context, script: [...this.machine.script] } });
  }
}
