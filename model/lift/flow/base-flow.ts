/** The flow of a function of 2.6.20 with the steps of the model in it: where control comes to when it comes to a statement. */
import type { ModelledLines } from '../../source/source-file.ts';
import { END, type FlowGraph, type FlowNode, type FlowTarget, successorsOf } from './graph.ts';
import type { StatementSteps } from './statement-steps.ts';

const RETURN: ReadonlySet<string> = new Set(['return']);

/** Lines are those of 2.6.20, steps are labels of the proc that has steps in the function. */
export class BaseFlow {
  readonly modelled: ModelledLines;
  readonly graph: FlowGraph;
  readonly steps: StatementSteps;
  private readonly leavesTo: () => ReadonlySet<string>;
  private readonly reached = new Map<FlowTarget, ReadonlySet<string>>();

  /** `leavesTo`: where control goes at the end of the function; `return`, unless its steps are part of the proc of one that calls it. */
  constructor(steps: StatementSteps, graph: FlowGraph, leavesTo: () => ReadonlySet<string> = () => RETURN) {
    this.modelled = steps.modelled;
    this.graph = graph;
    this.steps = steps;
    this.leavesTo = leavesTo;
  }

  private nodeAt(target: FlowTarget): FlowNode {
    return this.graph.nodes[target] as FlowNode;
  }

  stepsAt(target: FlowTarget): readonly string[] {
    return this.steps.stepsOf(this.nodeAt(target).at.line);
  }

  /** Where a for has more than one step, the last one is its update. */
  firstStepAt(target: FlowTarget): string | null {
    const { does, at } = this.nodeAt(target);
    const first = this.steps.firstStep(at.line);
    return does === 'update' && first !== null ? (this.stepsAt(target).at(-1) ?? first) : first;
  }

  /** Nodes that control may come to from one, which is among them, unless it comes by `without`. */
  private reachable(from: FlowTarget, without: FlowTarget): Set<FlowTarget> {
    const found = new Set<FlowTarget>();
    const queue = [from];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at === END || at === without || found.has(at)) continue;
      found.add(at);
      queue.push(...successorsOf(this.nodeAt(at)));
    }
    return found;
  }

  /**
   * Where a node leads that no step stands for. Of a condition: behind a branch that is left out with it; or where one side alone has steps
   * of its own, there; or both ways.
   */
  passesTo(target: FlowTarget): readonly FlowTarget[] {
    const node = this.nodeAt(target);
    if (node.does !== 'condition' || this.stepsAt(target).length > 0) return successorsOf(node);
    const [yes, no] = [this.reachable(node.yes, target), this.reachable(node.no, target)];
    const hasOwn = (all: Set<FlowTarget>, other: Set<FlowTarget>) =>
      [...all].some((one) => !other.has(one) && this.stepsAt(one).length > 0);
    const [takesYes, takesNo] = [hasOwn(yes, no), hasOwn(no, yes)];
    const isOut = (next: FlowTarget) =>
      next !== END && this.steps.haveOneReason(node.at.line, this.nodeAt(next).at.line);
    if (!takesYes && isOut(node.yes) && !isOut(node.no)) return [node.no];
    if (!takesNo && isOut(node.no) && !isOut(node.yes)) return [node.yes];
    if (takesYes === takesNo) return successorsOf(node);
    return [takesYes ? node.yes : node.no];
  }

  /**
   * The steps that come next when control is at a node: its own, or, where it has none or one that began above it, those of what follows.
   * More than one where that is decided by what no step stands for; `return` for the end of the function.
   */
  entries(target: FlowTarget): ReadonlySet<string> {
    const known = this.reached.get(target);
    if (known !== undefined) return known;
    const found = new Set<string>();
    const passed = new Set<FlowTarget>();
    const queue = [target];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (passed.has(at)) continue;
      passed.add(at);
      const first = at === END ? null : this.firstStepAt(at);
      if (first !== null) found.add(first);
      else if (at !== END) queue.push(...this.passesTo(at));
      else for (const label of this.leavesTo()) found.add(label);
    }
    this.reached.set(target, found);
    return found;
  }

  /** The first node of the statement that a line is of. Null: it has none, as a brace or a declaration. */
  nodeOf(line: number): FlowTarget | null {
    const [from, to] = this.steps.statementAt(line);
    const found = this.graph.nodes.findIndex(({ at }) => from <= at.line && at.line <= to);
    return found < 0 ? null : found;
  }

  /**
   * The step in front of which comes what is put in front of a line: its own, or the next one behind it. `return`: nothing comes behind
   * it. Null where nothing can be put in: it is part of a step that begins above it, or what comes next is not certain, or it has no node.
   */
  entryOf(line: number): string | null {
    const node = this.nodeOf(line);
    if (node === null) return null;
    if (this.steps.stepsOf(line).length > 0) return this.steps.firstStep(line);
    const [entry, ...more] = this.entries(node);
    return entry === undefined || more.length > 0 ? null : entry;
  }

  /** Where control may go, by the C, from a step: to steps of the same group, or to what follows a statement that the step stands for. */
  successorsOfStep(label: string): ReadonlySet<string> {
    const all = new Set<string>();
    this.graph.nodes.forEach((node, target) => {
      if (!this.stepsAt(target).includes(label)) return;
      for (const other of this.steps.groupAt(node.at.line)?.steps ?? []) all.add(other);
      for (const next of successorsOf(node)) for (const entry of this.entries(next)) all.add(entry);
    });
    return all;
  }
}
