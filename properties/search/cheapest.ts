/**
 * Every place that some schedule leads to, in the order of the cheapest schedule there: Dijkstra's algorithm over pairs
 * of a state and the context that went last, because whether the next step is a switch depends on that. The first place
 * that is wrong ends a minimal schedule, and to have gone through all that are cheaper is the proof of it.
 */
import type { Finding, Machine } from '../../model/core/index.ts';
import { CostQueue, stepCost } from './cost-queue.ts';
import { Expansion, type SuccessorVisitor } from './expansion.ts';
import { edgeLabel, fireEdge, turnsTo } from './paths.ts';
import type { Turn } from './turn.ts';
import { StateTable } from './state-table.ts';

/** A place. When it is given out, the machine stands there; `state` is its words, for coming back. */
export interface ReachedState {
  readonly cost: number;
  readonly state: Uint32Array;
  /** What the last step came upon, where that makes the place another one than its state alone. */
  readonly findings: readonly Finding[];
  /** The schedule there. Moves the machine. */
  turns(): Turn[];
}

/** Steps that came upon something: the edge out of a node, which is not the way into any node. */
interface Incident {
  readonly node: number;
  readonly edge: number;
  readonly findings: readonly Finding[];
}

const NOTHING: readonly Finding[] = [];

class CheapestFirstSearch implements SuccessorVisitor {
  private readonly machine: Machine;
  private readonly table: StateTable;
  private readonly words: Uint32Array;
  private readonly costs: number[] = [];
  private readonly queue = new CostQueue<number | Incident>();
  private readonly expansion: Expansion;
  /** The node that is expanded, its cost, and the context that went last on the way to it. */
  private node = 0;
  private cost = 0;
  private last = 0;
  /** What the turn just taken came upon. */
  private findings = NOTHING;

  constructor(machine: Machine) {
    this.machine = machine;
    this.table = new StateTable(machine.width + 1);
    this.words = new Uint32Array(machine.width + 1);
    this.expansion = new Expansion(machine, this, null);
    machine.reset();
    machine.drawWith(null);
    this.reach(0, 0, 0, machine.contexts.length);
  }

  *places(): Generator<ReachedState, void> {
    const { queue, costs, machine } = this;
    while (queue.least < Number.POSITIVE_INFINITY) {
      const cost = queue.least;
      const item = queue.pop();
      if (typeof item !== 'number') {
        this.goTo(item.node);
        fireEdge(machine, item.edge);
        yield this.placeAt(cost, item.findings, item.node, item.edge);
      } else if (cost === costs[item]) {
        this.goTo(item);
        yield this.placeAt(cost, NOTHING, item);
        this.goTo(item);
        this.expand(item, cost);
      }
    }
  }

  private placeAt(cost: number, findings: readonly Finding[], node: number, edge?: number): ReachedState {
    const { machine, table } = this;
    const state = new Uint32Array(machine.width);
    machine.save(state, 0);
    return { cost, state, findings, turns: () => turnsTo(table, machine, node, { last: edge }) };
  }

  private goTo(node: number): void {
    const { machine, table } = this;
    table.fit();
    const words = table.goTo(node);
    this.last = words[machine.width] as number;
    machine.restore(words, 0);
  }

  private expand(node: number, cost: number): void {
    this.node = node;
    this.cost = cost;
    this.expansion.expand();
  }

  onFinding(_turn: Turn, _steps: number, findings: readonly Finding[]): void {
    this.findings = findings;
  }

  onIntermediate(): void {
    throw new Error('nothing is left out here');
  }

  onSuccessor(context: number, ordinal: number): void {
    const { node, findings } = this;
    const edge = edgeLabel(context, ordinal);
    const then = this.cost + stepCost(this.machine.script, this.last !== context && node !== 0);
    if (findings.length > 0) {
      this.queue.push(then, { node, edge, findings });
      this.findings = NOTHING;
    }
    this.reach(then, node, edge, context);
  }

  private reach(cost: number, from: number, edge: number, last: number): void {
    const { machine, words, table, costs } = this;
    machine.save(words, 0);
    words[machine.width] = last;
    const before = table.size;
    const node = table.add(words);
    if (node === before) {
      costs.push(cost);
      table.setPredecessor(node, from, edge);
    } else if (cost < (costs[node] as number)) {
      costs[node] = cost;
      table.setPredecessor(node, from, edge);
    } else return;
    this.queue.push(cost, node);
  }
}

export const cheapest = (machine: Machine): Generator<ReachedState, void> => new CheapestFirstSearch(machine).places();
