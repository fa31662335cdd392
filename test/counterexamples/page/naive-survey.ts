/** What lies ahead of every state of a graph, found by going on from it: the page's survey is compared with it. */
import type { Ahead } from '../../../counterexamples/page/engine/survey.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { anyWay, type Edge, findWay, isOverAt, type NaiveGraph } from '../explain/naive-graph.ts';

/** What answers as the survey does. */
export interface Surveys {
  ahead(turns: readonly Turn[], next: readonly Turn[]): { readonly here: Ahead; readonly turns: readonly Ahead[] };
}

/** Steps to the nearest violation behind a schedule that has none; null: there is none. */
function distanceFrom({ edges }: NaiveGraph, from: number): number | null {
  const seen = new Set([from]);
  let front = [from];
  for (let steps = 1; front.length > 0; steps++) {
    const out = front.flatMap((state) => edges[state] ?? []);
    if (out.some(({ isWrong }) => isWrong)) return steps;
    front = [...new Set(out.map(({ to }) => to))].filter((to) => !seen.has(to));
    for (const to of front) seen.add(to);
  }
  return null;
}

export function naiveAhead(graph: NaiveGraph, state: number, isWrong: boolean): Ahead {
  if (isWrong) return { isWrong, canPass: false, distance: 0 };
  return { isWrong, canPass: findWay(graph, state, anyWay) !== null, distance: distanceFrom(graph, state) };
}

/** A schedule to each state that can be reached, by good turns where that can be. */
export function schedulesOf({ edges, isWrongAtStart }: NaiveGraph) {
  const found = new Map<number, { readonly way: readonly Edge[]; readonly isWrong: boolean }>();
  found.set(0, { way: [], isWrong: isWrongAtStart });
  for (const takesWrong of [false, true])
    for (const [state, { way, isWrong }] of found)
      for (const edge of edges[state] ?? [])
        if ((takesWrong || !edge.isWrong) && !found.has(edge.to))
          found.set(edge.to, { way: [...way, edge], isWrong: isWrong || edge.isWrong });
  return found;
}

export interface Compared {
  /** In sentences. */
  readonly differences: readonly string[];
  /** What was come upon. */
  readonly met: ReadonlySet<string>;
}

/** Of each so-manieth state, and of every turn that can be taken there. */
export function compareSurvey(survey: Surveys, graph: NaiveGraph, nth = 1): Compared {
  const differences: string[] = [];
  const met = new Set<string>();
  const compare = (what: string, said: Ahead | undefined, naive: Ahead): void => {
    const { isWrong, canPass, distance } = naive;
    met.add(isWrong ? 'wrong' : `${canPass ? 'can pass' : 'cannot pass'}, ${distance === null ? 'safe' : 'violable'}`);
    if (JSON.stringify(said) !== JSON.stringify(naive))
      differences.push(`${what}: ${JSON.stringify(said)}, and not ${JSON.stringify(naive)}`);
  };
  for (const [state, { way, isWrong }] of schedulesOf(graph)) {
    if (state % nth > 0) continue;
    const next = graph.edges[state] ?? [];
    const { here, turns } = survey.ahead(way, next);
    compare(`state ${state}`, here, naiveAhead(graph, state, isWrong));
    next.forEach((edge, i) =>
      compare(`turn ${i} of ${state}`, turns[i], naiveAhead(graph, edge.to, isWrong || edge.isWrong)),
    );
    if (next.length === 0 && isOverAt(graph, state)) met.add('an end');
  }
  return { differences, met };
}
