/** Strong bisimilarity written to be plainly right: the largest relation between states, found by taking pairs away. */
import type { LabelledGraph } from '../../../properties/search/labelled-graph.ts';

/** A graph as lists: its states' classes, and its edges. */
export interface ListedGraph {
  readonly classes: readonly number[];
  readonly edges: readonly { readonly from: number; readonly label: number; readonly to: number }[];
}

/** Edges state by state. */
export function graphOf({ classes, edges }: ListedGraph): LabelledGraph {
  const sorted = edges.toSorted((a, b) => a.from - b.from);
  const firstOf = (state: number): number => sorted.filter(({ from }) => from < state).length;
  const at = (edge: number) => sorted[edge] as ListedGraph['edges'][number];
  return {
    states: classes.length,
    edges: edges.length,
    firstOf,
    degreeOf: (state) => firstOf(state + 1) - firstOf(state),
    targetOf: (edge) => at(edge).to,
    labelOf: (edge) => at(edge).label,
    classOf: (state) => classes[state] as number,
  };
}

/** By pair of states, whether they are bisimilar. */
export function naiveBisimilarity({ classes, edges }: ListedGraph): boolean[][] {
  const related = classes.map((one) => classes.map((other) => one === other));
  const from = (state: number) => edges.filter((edge) => edge.from === state);
  const simulates = (a: number, b: number): boolean =>
    from(a).every(({ label, to }) => from(b).some((edge) => edge.label === label && related[to]?.[edge.to]));
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const [a, row] of related.entries())
      for (const [b, isRelated] of row.entries()) {
        if (!isRelated || (simulates(a, b) && simulates(b, a))) continue;
        row[b] = false;
        shrunk = true;
      }
  }
  return related;
}
