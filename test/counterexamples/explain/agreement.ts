/** Compares what the analysis says of a failing schedule with what comes out when all is tried. */
import { type Analysis, type Failing } from '../../../counterexamples/explain/analysis.ts';
import type { DecidingCandidate } from '../../../counterexamples/explain/deciding.ts';
import { candidatesOf, eventsOf, type NaiveCandidate, type NaiveEvent } from './naive-candidates.ts';
import { bestOf, passingWith, smallestDeciding, turned } from './naive-deciding.ts';
import { askedFor, type Edge, edgesAlong, isPassing, type JudgedGraph, type NaiveGraph } from './naive-graph.ts';
import { naiveSlice, type Relation } from './naive-slice.ts';
import { nearest, noReturn, share, switchesIn } from './naive-ways.ts';

/** The naive side of one failing schedule. */
export interface Naive<K> {
  readonly failing: Failing<K>;
  readonly graph: NaiveGraph;
  readonly passesAll: boolean;
  readonly schedule: readonly Edge[];
}

/** Of all that is asked for, or of the property alone, where no schedule satisfies that. `judged`: by all of these. */
export function naiveOf<K>(failing: Failing<K>, judged: JudgedGraph<K>): Naive<K> {
  const { property, asked, turns } = failing;
  const all = askedFor(judged, [property, ...asked]);
  const passesAll = passingWith(all, []) !== null;
  const graph = passesAll ? all : askedFor(judged, [property]);
  return { failing, graph, passesAll, schedule: edgesAlong(graph, turns) };
}

const tell = ({ name, nth }: NaiveEvent): string => `${name} ${nth}`;
export const tellCandidate = (one: NaiveCandidate): string =>
  one.is === 'choice'
    ? `${tell(one.event)} ? ${one.made}`
    : `${tell(one.before)} < ${tell(one.after)}${one.isOpen ? ', if at all' : ''} (${one.meets})`;

/** As the naive ones are. */
export function asNaive(decided: DecidingCandidate): NaiveCandidate {
  const event = (
    { context, step, nth }: { readonly context: number; readonly step: string; readonly nth: number },
    at: number,
  ): NaiveEvent => ({ name: `${context} ${step}`, nth, context, at });
  if (decided.is === 'choice') {
    const { at, from, which, name, value } = decided;
    return { is: 'choice', event: event(at, from), which, made: `${name}=${value}` };
  }
  const { before, after, from, to, meets } = decided;
  return { is: 'order', before: event(before, from), after: event(after, to ?? -1), meets, isOpen: to === null };
}

/** What was compared, by name; and where the two differ, in sentences. */
export interface Compared {
  readonly differences: readonly string[];
  readonly what: readonly string[];
}

export function compareDeciding<K>({ failing, graph }: Naive<K>, { deciding }: Pick<Analysis, 'deciding'>): Compared {
  const candidates = candidatesOf(failing.model, failing.property, failing.turns);
  const sets = smallestDeciding(graph, candidates);
  const said = deciding?.candidates.map(asNaive) ?? null;
  const what = [`deciding: ${sets === 'too many' || sets === 'none' ? sets : `${sets[0]?.length} elements`}`];
  const differences: string[] = [];
  const differ = (text: string): void => void differences.push(text);
  if (said === null) {
    if (typeof sets !== 'string')
      differ(`no deciding set, and there is ${bestOf(sets)?.map(tellCandidate).join('; ')}`);
    return { differences, what: [...what, 'deciding: not found'] };
  }
  const own = new Set(candidates.map(tellCandidate));
  for (const one of said) {
    const isOwn = own.has(tellCandidate(one));
    if (one.is === 'order' && one.isOpen ? sets !== 'none' : !isOwn) differ(`${tellCandidate(one)} is no candidate`);
  }
  if (passingWith(graph, said) !== null) differ('a schedule passes that keeps the deciding set');
  said.forEach((one, nth) => {
    const others = said.toSpliced(nth, 1);
    if (passingWith(graph, others) === null) differ(`the deciding set decides without ${tellCandidate(one)}`);
    const isTurned = one.is === 'order' && !one.isOpen && passingWith(graph, [...others, turned(one)]) !== null;
    if (deciding?.candidates[nth]?.isTurned !== isTurned) differ(`${tellCandidate(one)}: turned is not ${isTurned}`);
    what.push(`deciding: ${one.is === 'choice' ? 'a choice' : isTurned ? 'turned' : 'not turned'}`);
  });
  if (typeof sets === 'string') return { differences, what };
  const best = (bestOf(sets) ?? []).map(tellCandidate).toSorted();
  const got = said.map(tellCandidate).toSorted();
  if (JSON.stringify(best) !== JSON.stringify(got)) differ(`deciding: ${got.join('; ')} and not ${best.join('; ')}`);
  const hasOthers = sets.length > 1;
  if (deciding?.hasOthers !== null && deciding?.hasOthers !== hasOthers) differ(`has others is not ${hasOthers}`);
  return { differences, what: [...what, `deciding: ${hasOthers ? 'one of several' : 'the only one'}`] };
}

export function compareNearest<K>(
  { graph, schedule }: Naive<K>,
  { nearest: said }: Pick<Analysis, 'nearest'>,
): Compared {
  const best = nearest(graph, schedule);
  if (said === null || best === null)
    return {
      what: ['nearest: none'],
      differences: (said === null) === (best === null) ? [] : ['nearest: none, or not'],
    };
  if (said.distance === null) return { what: ['nearest: not found'], differences: ['nearest: it was given up'] };
  const differences: string[] = [];
  const way = edgesAlong(graph, said.turns);
  if (!isPassing(graph, way)) differences.push('nearest: it does not pass');
  const left = new Set(said.leftOut);
  const kept = schedule.filter((_, at) => !left.has(at));
  const keptThere = way.filter((_, at) => said.is[at] === 'kept');
  const name = ({ context, step, choices }: Edge) => JSON.stringify([context, step, choices]);
  if (JSON.stringify(kept.map(name)) !== JSON.stringify(keptThere.map(name)))
    differences.push('nearest: it keeps others');
  const behind = said.is.indexOf('follows');
  if (behind >= 0 && said.is.slice(behind).some((one) => one !== 'follows'))
    differences.push('nearest: something is behind what follows');
  const steps = left.size + said.is.filter((one) => one === 'put in').length;
  const switches = switchesIn(way);
  if (steps !== said.distance) differences.push(`nearest: it says ${said.distance} steps, and has ${steps}`);
  if (steps !== best.steps || switches !== best.switches)
    differences.push(`nearest: ${steps} steps and ${switches} switches, and not ${best.steps} and ${best.switches}`);
  return { differences, what: ['nearest'] };
}

export function compareNoReturn<K>(
  { graph, schedule }: Naive<K>,
  { noReturn: said }: Pick<Analysis, 'noReturn'>,
): Compared {
  const [step, held] = [noReturn(graph, schedule, false), noReturn(graph, schedule, true)];
  const differences: string[] = [];
  if (said.step !== step) differences.push(`no return: ${said.step}, and not ${step}`);
  if (said.stepWithChoices !== held)
    differences.push(`no return with choices: ${said.stepWithChoices}, and not ${held}`);
  return { differences, what: [step === held ? 'no return' : 'no return: earlier with choices'] };
}

export function compareShare<K>({ graph }: Naive<K>, { share: said }: Pick<Analysis, 'share'>): Compared {
  const counted = share(graph);
  const text = (one: typeof counted) => (one === null ? 'none' : `${one.failing} of ${one.all}`);
  return {
    differences: text(said) === text(counted) ? [] : [`share: ${text(said)}, and not ${text(counted)}`],
    what: [counted === null ? 'share: cyclic' : 'share'],
  };
}

export function compareSlice<K>(
  { failing, graph, schedule }: Naive<K>,
  { slice, deciding }: Pick<Analysis, 'slice' | 'deciding'>,
  without?: Relation,
): Compared {
  const sources = (deciding?.candidates ?? []).map(asNaive).flatMap((one) => {
    if (one.is === 'choice') return [one.event.at];
    return one.isOpen ? [one.before.at] : [one.before.at, one.after.at];
  });
  const naive = naiveSlice({ ...failing, learnt: graph.learnt, sources, without });
  const said = new Set(
    [...slice.because].flatMap(([number, why]) =>
      why.map(({ is, of }) => `${number} ${is}${of === null ? '' : ` ${of}`}`),
    ),
  );
  const events = eventsOf(schedule);
  const place = (reason: string): string => {
    const [number = '', is, of] = reason.split(' ');
    const at = (nth: string) => {
      const { step = 0, label = '', proc = '' } = slice.statements[Number(nth)] ?? {};
      return `${nth} (${events[step]?.name}: ${proc}.${label})`;
    };
    return `${at(number)} ${is} ${of === undefined ? '' : at(of)}`;
  };
  const what = new Set([...naive].map((reason) => `slice: ${reason.split(' ')[1]}`));
  return {
    differences: [
      ...[...naive].filter((one) => !said.has(one)).map((one) => `slice: it lacks ${place(one)}`),
      ...[...said].filter((one) => !naive.has(one)).map((one) => `slice: it has ${place(one)}`),
    ],
    what: [...what],
  };
}

export function compareAll<K>(naive: Naive<K>, analysis: Analysis): Compared {
  const parts = [
    compareDeciding(naive, analysis),
    compareNearest(naive, analysis),
    compareNoReturn(naive, analysis),
    compareShare(naive, analysis),
    compareSlice(naive, analysis),
  ];
  const differences = parts.flatMap((part) => part.differences);
  if (analysis.states !== naive.graph.edges.length)
    differences.push(`${analysis.states} states, and not ${naive.graph.edges.length}`);
  if (analysis.passesAll !== naive.passesAll) differences.push(`passes all: ${analysis.passesAll}`);
  return { differences, what: parts.flatMap((part) => part.what) };
}
