/** All states of a model, in a Map by their text, written to be plainly right: the analysis of failing schedules is compared with it. */
import { type Choice, type Model, ReferenceMachine } from '../../../model/core/index.ts';
import { judgeFinding } from '../../../properties/checker/findings.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { type End, endOf } from '../../../properties/search/ends.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { type Learnt, learn } from './naive-learnt.ts';

export interface Edge extends Turn {
  readonly to: number;
  readonly step: string;
  readonly choices: readonly Choice[];
  /** Something that is asked for is violated by what the turn came upon, or in the state that it leads to. */
  readonly isWrong: boolean;
}

export interface NaiveGraph {
  /** By state; state 0 is the initial one. */
  readonly edges: readonly (readonly Edge[])[];
  /** Null: it goes on. */
  readonly ends: readonly (End | null)[];
  readonly isWrongAtStart: boolean;
  readonly learnt: Learnt;
  /** Of a model without ends: the states from which a schedule goes on for ever with nothing wrong. Null: it has ends. */
  readonly endless: ReadonlySet<number> | null;
}

/** The same, before it is known what is asked for: with all that is violated. */
export interface JudgedGraph<K> extends Pick<NaiveGraph, 'ends' | 'learnt'> {
  readonly edges: readonly (readonly (Edge & { readonly violates: readonly Property<K>[] })[])[];
  readonly violatedAtStart: readonly Property<K>[];
}

/** Null where there are more states. */
export function judgedGraph<K>(model: Model, all: readonly Property<K>[], most: number): JudgedGraph<K> | null {
  const machine = new ReferenceMachine(model);
  machine.reset();
  machine.record(true);
  const numbers = new Map<string, number>();
  const words: Uint32Array[] = [];
  const wrong: Property<K>[][] = [];
  const ends: (End | null)[] = [];
  const edges: (Edge & { readonly violates: readonly Property<K>[] })[][] = [];
  const learnt: Learnt = new Map();
  const numberHere = (): number => {
    const text = JSON.stringify(machine.plain());
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const word = new Uint32Array(machine.width);
    machine.save(word, 0);
    numbers.set(text, words.length);
    wrong.push(all.filter((property) => violationHere(machine, property, []) !== null));
    ends.push(machine.enabledContexts().length === 0 ? endOf(machine) : null);
    return words.push(word) - 1;
  };
  numberHere();
  for (let state = 0; state < words.length; state++) {
    if (words.length > most) return null;
    const own: (typeof edges)[number] = [];
    edges.push(own);
    machine.restore(words[state] as Uint32Array, 0);
    for (const context of machine.enabledContexts()) {
      machine.script.length = 0;
      for (let more = true; more; more = machine.nextScript()) {
        machine.restore(words[state] as Uint32Array, 0);
        const { step, choices, findings } = machine.fire(context);
        const script = [...machine.script];
        learn(learnt, model.program, machine, context);
        const to = numberHere();
        const came = all.filter((one) => findings.some((finding) => judgeFinding(one, finding) !== null));
        own.push({ context, script, to, step, choices, isWrong: false, violates: [...came, ...(wrong[to] ?? [])] });
      }
    }
  }
  return { edges, ends, violatedAtStart: wrong[0] ?? [], learnt };
}

/** What is wrong, where these are asked for. */
export function askedFor<K>(graph: JudgedGraph<K>, asked: readonly Property<K>[]): NaiveGraph {
  const edges = graph.edges.map((own) =>
    own.map((edge) => Object.assign({}, edge, { isWrong: edge.violates.some((one) => asked.includes(one)) })),
  );
  const isWrongAtStart = graph.violatedAtStart.some((one) => asked.includes(one));
  const hasEnds = graph.ends.some((end) => end !== null && end !== 'oops');
  const endless = hasEnds ? null : goingOn(edges);
  return { edges, ends: graph.ends, isWrongAtStart, learnt: graph.learnt, endless };
}

/** Those with a way of any length on. */
function goingOn(edges: NaiveGraph['edges']): ReadonlySet<number> {
  const left = new Set(edges.keys());
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const state of left)
      if (!edges[state]?.some(({ to, isWrong }) => !isWrong && left.has(to))) left.delete(state);
  }
  return left;
}

/** A schedule that comes there, with nothing wrong on the way, passes as it is, or as it goes on for ever. */
export const isOverAt = ({ ends, endless }: NaiveGraph, state: number): boolean =>
  endless === null ? ends[state] !== null && ends[state] !== 'oops' : endless.has(state);

/** Trailing first options need not be said. */
const scriptText = (script: readonly number[]): string => script.join().replace(/(?:,|^)(?:0,?)*$/, '');

/** The edges of a schedule. */
export function edgesAlong({ edges }: NaiveGraph, turns: readonly Turn[]): Edge[] {
  let state = 0;
  return turns.map(({ context, script }) => {
    const edge = edges[state]?.find((one) => one.context === context && scriptText(one.script) === scriptText(script));
    if (edge === undefined) throw new Error('a turn of the schedule is not in the graph');
    state = edge.to;
    return edge;
  });
}

/** Done, or stuck, and nothing wrong on the way. */
export const isPassing = (graph: NaiveGraph, schedule: readonly Edge[]): boolean =>
  !graph.isWrongAtStart && isOverAt(graph, schedule.at(-1)?.to ?? 0) && schedule.every(({ isWrong }) => !isWrong);

/** Follows schedules, and what is made of their turns. */
export interface Watch<W> {
  readonly begins: W;
  /** Null: it need not be followed further. */
  readonly next: (watched: W, edge: Edge) => W | null;
  readonly isWanted: (watched: W) => boolean;
}

export const anyWay: Watch<true> = { begins: true, next: () => true, isWanted: () => true };

/** A way on from the state that passes, and that is wanted; null: there is none. */
export function findWay<W>(graph: NaiveGraph, from: number, { begins, next, isWanted }: Watch<W>): Edge[] | null {
  if (graph.isWrongAtStart) return null;
  const seen = new Set<string>();
  const way: Edge[] = [];
  const go = (state: number, watched: W): boolean => {
    const place = `${state} ${JSON.stringify(watched)}`;
    if (seen.has(place)) return false;
    seen.add(place);
    if (isOverAt(graph, state) && isWanted(watched)) return true;
    for (const edge of graph.edges[state] ?? []) {
      if (edge.isWrong) continue;
      const then = next(watched, edge);
      if (then === null) continue;
      way.push(edge);
      if (go(edge.to, then)) return true;
      way.pop();
    }
    return false;
  };
  return go(from, begins) ? way : null;
}

/** Context, step, and the how-manieth time, of each turn. */
export function eventsIn(schedule: readonly Edge[]): string[] {
  const counts = new Map<string, number>();
  return schedule.map(({ context, step }) => {
    const times = (counts.get(`${context} ${step}`) ?? 0) + 1;
    counts.set(`${context} ${step}`, times);
    return `${context} ${step} ${times}`;
  });
}
