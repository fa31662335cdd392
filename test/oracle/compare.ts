/** Holds what the core's search says of a plan against what the oracle says. */
import { PackedMachine } from '../../model/core/index.ts';
import { check, type Check, type Leaving } from './core-search.ts';
import { endOf, holdsIn, isOfShape } from './judge.ts';
import type { Plan, PropertyPlan } from './plan.ts';
import { render, renamed, renamedText } from './render.ts';
import { type Facts, initialState, successors, takeTurn, type Turn } from './search.ts';
import type { Found, State } from './steps.ts';
import { translate } from './translate.ts';
import { translateProperty } from './translate-property.ts';

/** How the core searches: leaving nothing out; with reductions from the first state, with and without symmetry; as users do. */
export type Mode = 'whole' | 'reduced' | 'symmetric' | 'usual';

const LEAVING: Readonly<Record<Mode, Leaving | undefined>> = {
  whole: undefined,
  reduced: { from: 0, symmetry: false },
  symmetric: { from: 0 },
  usual: {},
};

export interface Comparison {
  /** Sentences about what differs. */
  readonly differs: readonly string[];
  readonly clipped: boolean;
  /** It left something out, or took one state for another. */
  readonly reduced: boolean;
  readonly renamings: number;
  readonly states: number;
}

type Checked = Check<never>;

class Comparing {
  readonly differs: string[] = [];
  private readonly plan: Plan;
  private readonly facts: Facts;
  private readonly machine: PackedMachine;
  private readonly checked: Checked;
  /** Nothing was left out. */
  private readonly whole: boolean;

  constructor(plan: Plan, facts: Facts, machine: PackedMachine, checked: Checked) {
    this.plan = plan;
    this.facts = facts;
    this.machine = machine;
    this.checked = checked;
    this.whole = !checked.exploration.reduced;
  }

  private same(what: string, core: unknown, oracle: unknown): void {
    const [one, other] = [JSON.stringify(core), JSON.stringify(oracle)];
    if (one !== other) this.differs.push(`${what}: the core says ${one}, the oracle ${other}`);
  }

  all(): void {
    const { facts, checked } = this;
    const { exploration } = checked;
    if (this.whole) {
      this.same('states', exploration.states, facts.states);
      this.same('transitions', exploration.transitions, facts.transitions);
      this.same('ends', exploration.ends, facts.ends);
      this.same('cyclic', checked.cyclic, facts.schedules === null);
      this.same('schedules', toTexts(checked.schedules?.byEnd), toTexts(facts.schedules));
    } else {
      const kindsOf = (ends: Facts['ends']) => Object.values(ends).map((n) => n > 0);
      this.same('kinds of ends', kindsOf(exploration.ends), kindsOf(facts.ends));
      if (exploration.states > facts.states) this.same('no more states', exploration.states, facts.states);
    }
    this.finals();
    this.verdicts();
  }

  /** Every final state that the core found, by the schedule that it tells to it. */
  private finals(): void {
    const { plan, facts, machine, checked } = this;
    const { graph, renamings } = checked.exploration;
    const finals = new Set<string>();
    const oopses = new Set<string>();
    for (const [number, end] of graph?.ends ?? []) {
      const turns = checked.exploration.pathTo(number);
      const plain = machine.plain();
      const after = this.replay(turns);
      if (after === null) return;
      this.same('an end', end, endOf(plan, after.state));
      if (renamings.length === 0) this.same('a final state', plain, render(plan, after.state));
      if (after.state.halted !== null) oopses.add(after.state.halted);
      else finals.add(JSON.stringify(after.state));
    }
    for (const text of oopses) for (const renaming of renamings) oopses.add(renamedText(text, renaming));
    for (const text of finals)
      for (const renaming of renamings) finals.add(JSON.stringify(renamed(plan, JSON.parse(text) as State, renaming)));
    this.missing('final state', finals, facts.finals, (text) =>
      JSON.stringify(render(plan, JSON.parse(text) as State)),
    );
    this.missing('oops', oopses, facts.oopses, (text) => text);
  }

  private missing(
    what: string,
    core: ReadonlySet<string>,
    oracle: ReadonlySet<string>,
    tell: (text: string) => string,
  ): void {
    for (const text of oracle) if (!core.has(text)) this.differs.push(`the core misses the ${what} ${tell(text)}`);
    for (const text of core)
      if (!oracle.has(text)) this.differs.push(`the core has a ${what} of its own ${tell(text)}`);
  }

  /** Where the oracle comes by these turns; null, with a sentence, where it cannot take them. */
  private replay(turns: readonly Turn[]): { state: State; found: readonly Found[] } | null {
    const state = initialState(this.plan);
    let found: readonly Found[] = [];
    for (const turn of turns) {
      const taken = takeTurn(this.plan, state, turn);
      if (taken === null) {
        this.differs.push(`the core tells a schedule that the oracle cannot take: ${JSON.stringify(turns)}`);
        return null;
      }
      found = taken;
    }
    return { state, found };
  }

  private verdicts(): void {
    const { plan, facts, checked } = this;
    for (const { property, verdict, violation } of checked.judgements) {
      const ruling = facts.rulings[property.name];
      this.same(`verdict on ${property.name}`, verdict, ruling?.verdict);
      if (violation === null || ruling?.shortest === null || ruling === undefined) continue;
      const { turns, isShortest } = violation;
      if (this.whole || isShortest) this.same(`shortest violation of ${property.name}`, turns.length, ruling.shortest);
      this.same(`a violation of ${property.name} is called shortest`, isShortest, this.whole || isShortest);
      const named = plan.properties.find(({ name }) => name === property.name) as PropertyPlan;
      const after = this.replay(turns);
      if (after !== null && !isViolatedBy(plan, named, after.state, after.found))
        this.differs.push(`the violation of ${property.name} is none: ${JSON.stringify(turns)}`);
    }
  }
}

const toTexts = (counts: object | null | undefined): unknown =>
  counts ? Object.fromEntries(Object.entries(counts).map(([end, n]) => [end, String(n)])) : null;

function isViolatedBy(plan: Plan, property: PropertyPlan, state: State, found: readonly Found[]): boolean {
  const { always, atEnd, onBreach, onHalt, livelock } = property;
  const isFound = found.some((one) => {
    const shape = one.is === 'breach' ? onBreach : onHalt;
    return shape !== null && isOfShape(one, shape);
  });
  if (isFound) return true;
  if (state.halted !== null) return false;
  if (always.some((ask) => holdsIn(plan, ask, state))) return true;
  const isEnd = successors(plan, JSON.stringify(state)).next().done === true;
  const end = endOf(plan, state);
  if (isEnd && atEnd.some((ask) => holdsIn(plan, ask, state, end))) return true;
  return livelock && !isEnd && !canEnd(plan, state);
}

function canEnd(plan: Plan, from: State): boolean {
  const seen = new Set([JSON.stringify(from)]);
  for (const text of seen) {
    let goes = false;
    for (const { state } of successors(plan, text)) {
      goes = true;
      seen.add(JSON.stringify(state));
    }
    if (!goes) return true;
  }
  return false;
}

/** `leaving`: what the core leaves out, for whoever wants to see what comes of leaving out too much. */
export function compare(plan: Plan, facts: Facts, mode: Mode, leaving = LEAVING[mode]): Comparison {
  const machine = new PackedMachine(translate(plan));
  const properties = plan.properties.map((property) => translateProperty(plan, property));
  const checked = check(machine, properties, {
    keepGraph: true,
    maxStates: 20 * facts.states + 1000,
    leaving,
  }) as unknown as Checked;
  const { clipped, reduced, renamings, states } = checked.exploration;
  const told = { clipped: clipped !== null, reduced, renamings: renamings.length, states };
  if (clipped !== null) {
    const cannotBe = mode === 'whole' ? [`the core was clipped: ${clipped}`] : [];
    return { ...told, differs: cannotBe };
  }
  const comparing = new Comparing(plan, facts, machine, checked);
  comparing.all();
  return { ...told, differs: comparing.differs };
}
