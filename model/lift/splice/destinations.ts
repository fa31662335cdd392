/** Where control comes to in a patched function: a step that stays, or new code. */
import type { AnyStep } from '../../core/index.ts';
import {
  type BaseFlow,
  END,
  exitsOf,
  type FlowNode,
  type FlowTarget,
  keyOfNode,
  type PatchedFlow,
  successorsOf,
} from '../flow/index.ts';
import { reachedNodes, type SpliceGroup } from './statement-groups.ts';
import { writesLocal } from './unset-locals.ts';

export type Destination =
  | { readonly is: 'step'; readonly label: string }
  /** A node of the patched graph for which steps are made. */
  | { readonly is: 'new'; readonly node: FlowTarget }
  /** A line of 2.6.20 that the model knows nothing of. */
  | { readonly is: 'left-out'; readonly line: number; readonly why: string };

export const sameDestination = (one: Destination, other: Destination): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const ASKED =
  'the model takes one way there always, and the patch has another value tested; a diff that shows it (diff -U99) is lifted with it';

const RETURN: Destination = { is: 'step', label: 'return' };

/** Ways that the C has both in 2.6.20 and behind the patch: where each label that it led to is now. */
export type LedWays = ReadonlyMap<string, Destination>;

/**
 * The flow of a function before and behind a patch, next to each other. Groups of statements stay as they are, or are made anew; which do not
 * stay is found on the way.
 */
export class PatchedPaths {
  readonly flow: BaseFlow;
  readonly patched: PatchedFlow;
  readonly groups: readonly SpliceGroup[];
  /** Groups that do not stay, though something of them is left. */
  readonly broken = new Set<SpliceGroup>();
  private readonly groupOfNode = new Map<FlowTarget, SpliceGroup>();
  /** From nodes of the base to those of the patched graph, and back. */
  private readonly nodeNow = new Map<FlowTarget, FlowTarget>();
  private readonly nodeBefore = new Map<FlowTarget, FlowTarget>();
  private readonly reached: ReadonlySet<FlowTarget>;
  private readonly asked: ReadonlySet<number>;

  /** `asked`: lines of 2.6.20 of conditions that no step stands for, and that the patch has decided otherwise. */
  constructor(
    flow: BaseFlow,
    patched: PatchedFlow,
    groups: readonly SpliceGroup[],
    asked: ReadonlySet<number> = new Set(),
  ) {
    this.asked = asked;
    this.flow = flow;
    this.patched = patched;
    this.groups = groups;
    for (const group of groups) for (const node of group.nodes) this.groupOfNode.set(node, group);
    const byKey = new Map(flow.graph.nodes.map((node, at) => [keyOfNode(node, node.at.line), at]));
    patched.graph.nodes.forEach((node, now) => {
      const origin = patched.originOf(now);
      const before = origin.is === 'base' ? byKey.get(keyOfNode(node, origin.line)) : undefined;
      if (before === undefined) return;
      this.nodeBefore.set(now, before);
      this.nodeNow.set(before, now);
    });
    this.reached = reachedNodes(flow, groups);
  }

  /** The node of the patched graph is one of 2.6.20, as it was. */
  isOfBase(now: FlowTarget): boolean {
    return this.nodeBefore.has(now);
  }

  /** Of a node of the patched graph that is of 2.6.20, as it was; null: it is new. */
  lineOfBase(now: FlowTarget): number | null {
    const before = this.nodeBefore.get(now);
    return before === undefined ? null : this.nodeAt(before).at.line;
  }

  /** Where control goes in the model from a node of the patched graph, past what it leaves out. */
  waysNow(now: FlowTarget): readonly FlowTarget[] {
    const node = this.patched.graph.nodes[now];
    const before = this.nodeBefore.get(now);
    if (node === undefined) return [];
    return before === undefined ? successorsOf(node) : this.passesNow(before, node);
  }

  /** A step that stands for a node of 2.6.20 puts something into the local. */
  stepsWrite(now: FlowTarget, local: string): boolean {
    const before = this.nodeBefore.get(now);
    const labels = before === undefined ? [] : this.flow.stepsAt(before);
    return labels.some((label) => writesLocal(this.flow.steps.proc.steps.get(label) as AnyStep, local));
  }

  private isAsked(before: FlowTarget): boolean {
    return before !== END && !this.groupOfNode.has(before) && this.asked.has(this.nodeAt(before).at.line);
  }

  /** The group of a node of the patched graph that is of the base; undefined: no step stands for it, or it is new. */
  groupAt(now: FlowTarget): SpliceGroup | undefined {
    const before = this.nodeBefore.get(now);
    return before === undefined ? undefined : this.groupOfNode.get(before);
  }

  isLeft(group: SpliceGroup): boolean {
    return group.nodes.some((node) => this.nodeNow.has(node));
  }

  stays(group: SpliceGroup): boolean {
    return !this.broken.has(group) && group.nodes.every((node) => this.nodeNow.has(node));
  }

  /** Breaks what cannot stay, until nothing more does. */
  settle(): void {
    for (const group of this.groups) if (this.isLeft(group) && !this.stays(group)) this.broken.add(group);
    for (let count = -1; count !== this.broken.size;) {
      count = this.broken.size;
      this.entry();
      for (const group of this.groups) if (this.stays(group)) this.waysOf(group);
      this.patched.graph.nodes.forEach((node, at) => {
        if (!this.isOfBase(at)) for (const next of successorsOf(node)) this.resolved(next);
      });
    }
  }

  /** Where control comes to at the beginning, by the step that it came to. */
  entry(): LedWays {
    return this.along(this.flow.graph.entry, this.patched.graph.entry, null) ?? new Map();
  }

  /** Of a group that stays: by label, where the ways lead now. What it does within itself is not among them. */
  waysOf(group: SpliceGroup): LedWays {
    const all = new Map<string, Destination>();
    for (const before of group.nodes) {
      const now = this.nodeNow.get(before) as FlowTarget;
      const [was, is] = [exitsOf(this.nodeAt(before)), exitsOf(this.patched.graph.nodes[now] as FlowNode)];
      const ways =
        was.length === is.length ? was.map((to, nth) => this.along(to, is[nth] as FlowTarget, group)) : [null];
      for (const way of ways) {
        if (way === null) this.broken.add(group);
        for (const [label, to] of way ?? []) {
          const known = all.get(label);
          if (known !== undefined && !sameDestination(known, to)) this.broken.add(group);
          all.set(label, to);
        }
      }
    }
    return all;
  }

  private nodeAt(before: FlowTarget): FlowNode {
    return this.flow.graph.nodes[before] as FlowNode;
  }

  /**
   * From a place before the patch, and the same one behind it. Null: something comes between what one step does. `from`: the group that
   * control comes from.
   */
  private along(before: FlowTarget, now: FlowTarget, from: SpliceGroup | null): Map<string, Destination> | null {
    const ways = new Map<string, Destination>();
    const seen = new Set<string>();
    let isWhole = true;
    const lead = (label: string, to: Destination) => {
      const known = ways.get(label);
      if (known !== undefined && !sameDestination(known, to)) isWhole = false;
      ways.set(label, to);
    };
    const walk = (b: FlowTarget, n: FlowTarget): void => {
      const key = `${b} ${n}`;
      if (seen.has(key)) return;
      seen.add(key);
      const isSame = b === END ? n === END : this.nodeNow.get(b) === n && this.stillThere(b);
      if (b === END) {
        for (const label of this.flow.entries(END)) lead(label, n === END ? { is: 'step', label } : this.resolved(n));
        return;
      }
      const first = this.flow.firstStepAt(b);
      const group = this.groupOfNode.get(b);
      if (group !== undefined && group === from) {
        // What one step does goes on there.
        if (!isSame) isWhole = false;
        else if (first === null) step(b, n);
        else lead(first, { is: 'step', label: first });
        return;
      }
      if (first !== null) lead(first, isSame ? { is: 'step', label: first } : this.resolved(n));
      else if (isSame && !this.isAsked(b)) step(b, n);
      else for (const label of this.flow.entries(b)) lead(label, this.resolved(n));
    };
    const step = (b: FlowTarget, n: FlowTarget): void => {
      const node = this.nodeAt(b);
      const [was, is] = [exitsOf(node), exitsOf(this.patched.graph.nodes[n] as FlowNode)];
      const passed = this.flow.passesTo(b);
      was.forEach((to, nth) => {
        if (passed.includes(to)) walk(to, is[nth] ?? END);
      });
    };
    walk(before, now);
    return isWhole ? ways : null;
  }

  /** Nodes of the patched graph that control comes to in the model, past what it leaves out. */
  reachedNow(): ReadonlySet<FlowTarget> {
    const found = new Set<FlowTarget>();
    const steps = this.patched.graph.nodes.flatMap((_, now) => (this.groupAt(now) === undefined ? [] : [now]));
    const queue = [this.patched.graph.entry, ...steps];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const node = this.patched.graph.nodes[at];
      if (node === undefined || found.has(at)) continue;
      const before = this.nodeBefore.get(at);
      if (before !== undefined && !this.reached.has(before)) continue;
      found.add(at);
      queue.push(...(before === undefined ? successorsOf(node) : this.passesNow(before, node)));
    }
    return found;
  }

  /** The ways of a node of the base that are taken in the model, in the patched graph. */
  private passesNow(before: FlowTarget, now: FlowNode): readonly FlowTarget[] {
    const [was, is] = [exitsOf(this.nodeAt(before)), exitsOf(now)];
    const passed = this.flow.passesTo(before);
    return was.flatMap((to, nth) => (passed.includes(to) ? [is[nth] ?? END] : []));
  }

  private stillThere(before: FlowTarget): boolean {
    const group = this.groupOfNode.get(before);
    return group === undefined || this.stays(group);
  }

  /** Where control comes to from a node of the patched graph, which it comes to from elsewhere than before. */
  resolved(now: FlowTarget): Destination {
    const found = new Map<string, Destination>();
    const seen = new Set<FlowTarget>();
    const add = (to: Destination) => found.set(JSON.stringify(to), to);
    const walk = (n: FlowTarget): void => {
      if (n !== END && seen.has(n)) return;
      seen.add(n);
      if (n === END) {
        for (const label of this.flow.entries(END)) add(label === 'return' ? RETURN : { is: 'step', label });
        return;
      }
      const before = this.nodeBefore.get(n);
      if (before === undefined) {
        add({ is: 'new', node: n });
        return;
      }
      const group = this.groupOfNode.get(before);
      if (group !== undefined && !this.stays(group)) {
        add({ is: 'new', node: n });
        return;
      }
      if (this.isAsked(before)) {
        add({ is: 'left-out', line: this.nodeAt(before).at.line, why: ASKED });
        return;
      }
      const first = this.flow.firstStepAt(before);
      if (first !== null) add({ is: 'step', label: first });
      else if (group !== undefined) {
        const [entry, ...others] = [...this.flow.entries(before)];
        if (entry !== undefined && others.length === 0 && group.steps.has(entry)) add({ is: 'step', label: entry });
        else {
          // Control comes into the middle of what one step does.
          this.broken.add(group);
          add({ is: 'new', node: n });
        }
      } else if (!this.reached.has(before)) {
        const line = this.nodeAt(before).at.line;
        add({
          is: 'left-out',
          line,
          why: 'the model leaves it out; a diff that shows it (diff -U99) is lifted with it',
        });
      } else {
        this.passesNow(before, this.patched.graph.nodes[n] as FlowNode).forEach(walk);
      }
    };
    walk(now);
    const [only, ...more] = [...found.values()];
    if (only !== undefined && more.length === 0) return only;
    const line = this.nodeBefore.has(now) ? this.nodeAt(this.nodeBefore.get(now) as FlowTarget).at.line : 0;
    return { is: 'left-out', line, why: 'the model leaves out what decides there' };
  }
}
