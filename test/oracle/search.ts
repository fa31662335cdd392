/**
 * The oracle's search: breadth first over whole states, written out, and everything that is asked of a search worked out
 * from the graph in the plainest way. Shares nothing with the core.
 */
import { type End, endOf, holdsIn, isOfShape } from './judge.ts';
import { initialMemory } from './memory.ts';
import type { Plan, PropertyPlan } from './plan.ts';
import { type Found, freshFrame, procNamed, type State, Stepping } from './steps.ts';

export type Verdict = 'holds' | 'violated' | 'not-applicable';

export interface Ruling {
  readonly verdict: Verdict;
  /** Steps of a shortest schedule that violates it; null: none does. */
  readonly shortest: number | null;
}

export interface Facts {
  readonly states: number;
  readonly transitions: number;
  readonly ends: Readonly<Record<End, number>>;
  /** The final states that are no oops, as texts; and the names of the oopses and faults. */
  readonly finals: ReadonlySet<string>;
  readonly oopses: ReadonlySet<string>;
  readonly schedules: Readonly<Record<End, bigint>> | null;
  readonly livelock: boolean;
  readonly rulings: Readonly<Record<string, Ruling>>;
  /** Kinds of what steps came upon. */
  readonly kinds: ReadonlySet<string>;
}

export interface Turn {
  readonly context: number;
  readonly script: readonly number[];
}

export function initialState(plan: Plan): State {
  const stacks = plan.contexts.map(({ proc, args }) => [freshFrame(procNamed(plan, proc), args)]);
  return { memory: initialMemory(plan), stacks, halted: null };
}

/** Changes the state. Null: the context cannot take the turn. */
export function takeTurn(plan: Plan, state: State, { context, script }: Turn): readonly Found[] | null {
  if (!new Stepping(plan, state, context).isAble()) return null;
  const stepping = new Stepping(plan, state, context, script);
  stepping.fire();
  return stepping.found;
}

/** The script after this one, when a step made choices of so many options; null: it was the last. */
function nextScript(script: readonly number[], arities: readonly number[]): number[] | null {
  const full = arities.map((_, i) => script[i] ?? 0);
  while (full.length > 0 && (full.at(-1) as number) + 1 >= (arities[full.length - 1] as number)) full.pop();
  if (full.length === 0) return null;
  full[full.length - 1] = (full.at(-1) as number) + 1;
  return full;
}

export interface Reached {
  readonly state: State;
  readonly turn: Turn;
  readonly found: readonly Found[];
}

/** All that can follow a state, written out as `text`. */
export function* successors(plan: Plan, text: string): Generator<Reached> {
  const here = JSON.parse(text) as State;
  for (let context = 0; context < plan.contexts.length; context++) {
    if (!new Stepping(plan, here, context).isAble()) continue;
    let script: readonly number[] | null = [];
    while (script !== null) {
      const state = JSON.parse(text) as State;
      const stepping: Stepping = new Stepping(plan, state, context, script);
      stepping.fire();
      yield { state, turn: { context, script }, found: stepping.found };
      script = nextScript(script, stepping.arities);
    }
  }
}

class Trial {
  shortest: number | null = null;
  reached = false;
  readonly property: PropertyPlan;
  private readonly plan: Plan;
  constructor(plan: Plan, property: PropertyPlan) {
    this.plan = plan;
    this.property = property;
  }
  violate(depth: number): void {
    if (this.shortest === null || depth < this.shortest) this.shortest = depth;
  }
  state(state: State, depth: number): void {
    const { antecedent, always } = this.property;
    if (state.halted !== null) return;
    this.reached ||= holdsIn(this.plan, antecedent, state);
    if (this.shortest === null && always.some((ask) => holdsIn(this.plan, ask, state))) this.violate(depth);
  }
  end(state: State, depth: number, end: End): void {
    if (end !== 'oops' && this.property.atEnd.some((ask) => holdsIn(this.plan, ask, state, end))) this.violate(depth);
  }
  step(found: readonly Found[], depth: number): void {
    const { onBreach, onHalt } = this.property;
    for (const one of found) {
      const shape = one.is === 'breach' ? onBreach : onHalt;
      if (shape !== null && isOfShape(one, shape)) this.violate(depth);
    }
  }
  ruling(ends: Facts['ends']): Ruling {
    const { always, onBreach, onHalt } = this.property;
    if (this.shortest !== null) return { verdict: 'violated', shortest: this.shortest };
    // Where oopses cut every schedule short, ends and livelocks say nothing.
    const isJudged = always.length > 0 || onBreach !== null || onHalt !== null || ends.done + ends.stuck > 0;
    return { verdict: this.reached && isJudged ? 'holds' : 'not-applicable', shortest: null };
  }
}

/** Null where there are more states than `maxStates`. */
export function searchAll(plan: Plan, maxStates: number): Facts | null {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const depths: number[] = [];
  const targets: number[][] = [];
  const ends = { done: 0, stuck: 0, oops: 0 };
  const endBy = new Map<number, End>();
  const finals = new Set<string>();
  const oopses = new Set<string>();
  const kinds = new Set<string>();
  const trials = plan.properties.map((property) => new Trial(plan, property));
  const numberOf = (state: State, depth: number): number => {
    const text = JSON.stringify(state);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = texts.push(text) - 1;
    numbers.set(text, number);
    depths.push(depth);
    for (const trial of trials) trial.state(state, depth);
    return number;
  };
  numberOf(initialState(plan), 0);
  let transitions = 0;
  for (let at = 0; at < texts.length; at++) {
    if (texts.length > maxStates) return null;
    const depth = depths[at] as number;
    const own: number[] = [];
    targets.push(own);
    for (const { state, found } of successors(plan, texts[at] as string)) {
      own.push(numberOf(state, depth + 1));
      for (const { is, kind } of found) kinds.add(`${is} ${kind}`);
      if (found.length > 0) for (const trial of trials) trial.step(found, depth + 1);
    }
    transitions += own.length;
    if (own.length > 0) continue;
    const state = JSON.parse(texts[at] as string) as State;
    const end = endOf(plan, state);
    ends[end]++;
    endBy.set(at, end);
    if (end === 'oops') oopses.add(state.halted as string);
    else finals.add(texts[at] as string);
    for (const trial of trials) trial.end(state, depth, end);
  }
  const lost = neverEnding(targets);
  const [first] = lost;
  if (first !== undefined)
    for (const trial of trials) if (trial.property.livelock) trial.violate(depths[first] as number);
  return {
    states: texts.length,
    transitions,
    ends,
    finals,
    oopses,
    schedules: countPaths(targets, endBy),
    livelock: lost.length > 0,
    rulings: Object.fromEntries(trials.map((trial) => [trial.property.name, trial.ruling(ends)])),
    kinds,
  };
}

/** The states, in their order, from which no final state can be reached. */
function neverEnding(targets: readonly (readonly number[])[]): number[] {
  const sources: number[][] = targets.map(() => []);
  targets.forEach((own, from) => {
    for (const to of own) (sources[to] as number[]).push(from);
  });
  const ending = new Set<number>();
  for (const [state, own] of targets.entries()) if (own.length === 0) ending.add(state);
  for (const state of ending) for (const source of sources[state] as number[]) ending.add(source);
  return [...targets.keys()].filter((state) => !ending.has(state));
}

/** Paths from the first state by how they end; null where one can go round. */
function countPaths(targets: readonly (readonly number[])[], endBy: ReadonlyMap<number, End>): Facts['schedules'] {
  const waiting: number[] = targets.map(() => 0);
  for (const own of targets) for (const to of own) waiting[to] = (waiting[to] as number) + 1;
  const counts = targets.map(() => 0n);
  counts[0] = 1n;
  const byEnd = { done: 0n, stuck: 0n, oops: 0n };
  const ready = waiting[0] === 0 ? [0] : [];
  for (const state of ready) {
    const count = counts[state] as bigint;
    const end = endBy.get(state);
    if (end !== undefined) byEnd[end] += count;
    for (const to of targets[state] as readonly number[]) {
      counts[to] = (counts[to] as bigint) + count;
      waiting[to] = (waiting[to] as number) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return ready.length === targets.length ? byEnd : null;
}
