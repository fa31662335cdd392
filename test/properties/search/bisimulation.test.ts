/** Bisimilarity and the quotient, held to an implementation that takes pairs away; and what is wrong on purpose is noticed. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisimilarity, type Partition, quotient } from '../../../properties/search/bisimulation.ts';
import type { LabelledGraph } from '../../../properties/search/labelled-graph.ts';
import { assertLaw } from '../../law.ts';
import { graphOf, type ListedGraph, naiveBisimilarity } from './naive-bisimulation.ts';

const below = (n: number) => fc.integer({ min: 0, max: n - 1 });

/** Few labels and classes, so that many states are alike. */
const listed: fc.Arbitrary<ListedGraph> = fc.integer({ min: 1, max: 9 }).chain((states) =>
  fc.record({
    classes: fc.array(below(2), { minLength: states, maxLength: states }),
    edges: fc.array(fc.record({ from: below(states), label: below(2), to: below(states) }), { maxLength: 16 }),
  }),
);

/** Two copies of a graph, of which one has its states in another order: each state is bisimilar to its copy at least. */
const doubled: fc.Arbitrary<ListedGraph> = listed.map(({ classes, edges }) => {
  const n = classes.length;
  const copy = (state: number): number => 2 * n - 1 - state;
  return {
    classes: [...classes, ...classes.toReversed()],
    edges: [...edges, ...edges.map(({ from, label, to }) => ({ from: copy(from), label, to: copy(to) }))],
  };
});
const graphs = fc.oneof(listed, doubled);

const relationOf = ({ blockOf }: Partition): boolean[][] =>
  [...blockOf].map((one) => [...blockOf].map((other) => one === other));

const edgesOf = (graph: LabelledGraph): ListedGraph['edges'] =>
  Array.from({ length: graph.states }, (_, from) =>
    Array.from({ length: graph.degreeOf(from) }, (__, i) => {
      const edge = graph.firstOf(from) + i;
      return { from, label: graph.labelOf(edge), to: graph.targetOf(edge) };
    }),
  ).flat();
const listedOf = (graph: LabelledGraph): ListedGraph => ({
  classes: Array.from({ length: graph.states }, (_, state) => graph.classOf(state)),
  edges: edgesOf(graph),
});

function assertBisimilarity(given: ListedGraph, partition: Partition): void {
  deepStrictEqual(relationOf(partition), naiveBisimilarity(given));
}

const ways: readonly [string, (graph: LabelledGraph) => LabelledGraph][] = [
  ['labels left out', (graph) => ({ ...graph, labelOf: () => 0 })],
  ['one class for all', (graph) => ({ ...graph, classOf: () => 0 })],
  [
    'the last edge of each state left out',
    (graph) => ({ ...graph, degreeOf: (s) => Math.max(0, graph.degreeOf(s) - 1) }),
  ],
];

describe('bisimilarity', () => {
  it('is the largest bisimulation within the classes', () => {
    assertLaw(
      fc.property(graphs, (given) => assertBisimilarity(given, bisimilarity(graphOf(given)))),
      300,
    );
  });

  it.each(ways)('with %s is noticed', (_, spoilt) => {
    const wrong = () =>
      assertLaw(
        fc.property(graphs, (given) => assertBisimilarity(given, bisimilarity(spoilt(graphOf(given))))),
        300,
      );
    expect(wrong).toThrow('Property failed');
  });

  it('numbers blocks by their first states, whatever numbers classes have', () => {
    const partition = bisimilarity(graphOf({ classes: [7, 3, 7, 0], edges: [] }));
    expect([partition.blocks, [...partition.blockOf]]).toEqual([3, [0, 1, 0, 2]]);
  });

  it('tells the states of a long way apart, whichever end they are numbered from', () => {
    const n = 20_000;
    for (const next of [1, -1]) {
      const graph: LabelledGraph = {
        states: n,
        edges: n - 1,
        firstOf: (state) => (next === 1 ? state : Math.max(0, state - 1)),
        degreeOf: (state) => Number(state + next >= 0 && state + next < n),
        targetOf: (edge) => (next === 1 ? edge + 1 : edge),
        labelOf: () => 0,
        classOf: () => 0,
      };
      expect(bisimilarity(graph).blocks).toBe(n);
    }
  });
});

describe('the quotient', () => {
  const quotientOf = (given: ListedGraph) => {
    const graph = graphOf(given);
    const partition = bisimilarity(graph);
    return { graph: quotient(graph, partition), partition };
  };

  it('has a state for each block, of its class, with the edges of each of its states', () => {
    assertLaw(
      fc.property(graphs, (given) => {
        const { graph, partition } = quotientOf(given);
        const { blockOf } = partition;
        expect(graph.states).toBe(partition.blocks);
        const small = listedOf(graph);
        given.classes.forEach((one, state) => expect(small.classes[blockOf[state] as number]).toBe(one));
        const text = (edges: ListedGraph['edges']) =>
          [...new Set(edges.map(({ label, to }) => `${label} ${to}`))].toSorted();
        for (const [state, block] of blockOf.entries()) {
          const there = given.edges.filter(({ from }) => from === state);
          const mapped = there.map(({ from, label, to }) => ({ from, label, to: blockOf[to] as number }));
          const own = small.edges.filter(({ from }) => from === block);
          expect(text(own)).toEqual(text(mapped));
          expect(own).toHaveLength(text(own).length);
        }
        expect(graph.edges).toBe(small.edges.length);
      }),
      200,
    );
  });

  it('is minimal: its own quotient is the same', () => {
    assertLaw(
      fc.property(graphs, (given) => {
        const small = listedOf(quotientOf(given).graph);
        expect(listedOf(quotientOf(small).graph)).toEqual(small);
      }),
      200,
    );
  });
});
