/** State graphs as `.aut` and as Graphviz’s: what is read again is what was written, whatever things are called. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine, runToEnd } from '../../../model/core/index.ts';
import { visible } from '../../../model/diagnostics/visible.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { judgingStates } from '../../../properties/checker/judged-graph.ts';
import { bisimilarity, quotient } from '../../../properties/search/bisimulation.ts';
import { aut } from '../../../counterexamples/formats/aut.ts';
import { dot } from '../../../counterexamples/formats/dot.ts';
import { wordsOfClass, wordsOfTurn, type WrittenGraph } from '../../../counterexamples/formats/graph-subject.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { assertLaw } from '../../law.ts';
import { kernel } from '../../properties/aio/decide.ts';
import { graphOf } from '../../properties/search/naive-bisimulation.ts';
import { hostile } from './spoilt.ts';
import { readAut, readDot, tally } from './written-graphs.ts';

const whole = (pieces: Iterable<string>): string => [...pieces].join('');

function written(scenario: string, patch: string): WrittenGraph {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel(patch)));
  const { judged } = runToEnd(judgingStates(machine, properties, {}));
  if (judged === null) throw new Error('it is whole');
  return { ...judged, scenario, patch, properties: properties.map(({ name }) => name), minimised: null };
}

function minimised(of: WrittenGraph): WrittenGraph {
  return { ...of, graph: quotient(of.graph, bisimilarity(of.graph)), minimised: of.graph };
}

const SHIPPED = [
  ['dw1-inval', '2.6.20'],
  ['dw1-reader', 'post-eiocbqueued'],
  ['buffered', '2.6.20'],
] as const;

describe.each(SHIPPED)('the graph of %s under %s', (scenario, patch) => {
  const given = written(scenario, patch);
  const small = minimised(given);

  it.each([
    ['whole', given],
    ['minimised', small],
  ])('%s, is the same in both formats', (_, of) => {
    const [one, other] = [readAut(whole(aut(of))), readDot(whole(dot(of)))];
    expect([one.states, one.edges.length]).toEqual([of.graph.states, of.graph.edges]);
    expect(other.edges).toEqual(one.edges);
    expect(other.words.map((words) => words.filter((word) => word !== 'initial'))).toEqual(one.words);
    expect(other.words.flatMap((words, state) => (words.includes('initial') ? [state] : []))).toEqual([0]);
  });

  it('has every kind of end, and every violation, minimised too, and no more', () => {
    const [before, after] = [tally(readAut(whole(aut(given)))), tally(readAut(whole(aut(small))))];
    expect(Object.keys(after).toSorted()).toEqual(Object.keys(before).toSorted());
    const labels = (of: WrittenGraph) =>
      [...new Set(readAut(whole(aut(of))).edges.map(({ label }) => label))].toSorted();
    expect(labels(small)).toEqual(labels(given));
  });

  it('is written with the same bytes again', () => {
    const again = written(scenario, patch);
    for (const format of [aut, dot]) {
      expect(whole(format(again))).toBe(whole(format(given)));
      expect(whole(format(minimised(again)))).toBe(whole(format(small)));
    }
  });
});

it('ends, an oops by its name and what a step violates are told', () => {
  const doubly = readDot(whole(dot(written('dw1-inval', '2.6.20'))));
  const ends = Object.keys(tally(doubly));
  expect(ends).toContain('done');
  expect(ends).toContain('oops=use_after_free:kiocb');
  expect(ends).toContain('violated=no-double-completion');
  const wrong = doubly.edges.filter(({ label }) => label.includes('violated=no-use-after-free'));
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.every(({ to }) => doubly.words[to]?.includes('oops=use_after_free:kiocb'))).toBe(true);
  expect(doubly.edges.some(({ label }) => label.endsWith(' invalidate=-5'))).toBe(true);
  const lost = readDot(whole(dot(written('dw1-reader', 'post-eiocbqueued'))));
  const stuck = lost.words.findIndex((words) => words.includes('stuck'));
  expect(lost.words[stuck]).toEqual(expect.arrayContaining(['violated=no-lost-wakeup', 'violated=no-hang']));
  expect(Object.fromEntries(lost.attributes[stuck] ?? [])).toMatchObject({ shape: 'box', color: 'red' });
});

/** A graph of two states whose names are not ours. */
const spoilt: fc.Arbitrary<WrittenGraph> = fc
  .record({ name: hostile, context: hostile, step: hostile, choice: hostile, property: hostile, oops: hostile })
  .map(({ name, context, step, choice, property, oops }) => ({
    graph: graphOf({ classes: [0, 1], edges: [{ from: 0, label: 0, to: 1 }] }),
    classes: [
      { end: null, oops: null, violated: [property] },
      { end: 'oops' as const, oops, violated: [] },
    ],
    labels: [{ context, step, choices: [{ name: choice, value: -5 }], violated: [property] }],
    scenario: name,
    patch: name,
    properties: [property],
    minimised: null,
  }));

describe('whatever things are called', () => {
  const unspelt = (text: string): string =>
    text.replaceAll(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

  it('.aut has a label for each, from which it can be told again', () => {
    assertLaw(
      fc.property(spoilt, (of) => {
        const { words, edges } = readAut(whole(aut(of)));
        const [running, halted] = of.classes.map(wordsOfClass);
        expect(words.map((some) => some.map(unspelt))).toEqual([running, halted]);
        expect(edges.map(({ label }) => label.split(' ').map(unspelt))).toEqual(of.labels.map(wordsOfTurn));
      }),
      300,
    );
  });

  it('Graphviz draws it as it is, but for what cannot be seen', () => {
    assertLaw(
      fc.property(spoilt, (of) => {
        const { words, edges } = readDot(whole(dot(of)));
        const [running = [], halted = []] = of.classes.map((one) => wordsOfClass(one).map(visible));
        expect(words).toEqual([['initial', ...running], halted]);
        expect(edges.map(({ label }) => label)).toEqual(of.labels.map((one) => visible(wordsOfTurn(one).join(' '))));
      }),
      300,
    );
  });
});

const hasGraphviz = (() => {
  try {
    execFileSync('dot', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(!hasGraphviz)('Graphviz takes it, where it is installed', () => {
  const some = [minimised(written('buffered', '2.6.20')), ...fc.sample(spoilt, { numRuns: 5, seed: 1 })];
  for (const of of some) {
    const drawn = execFileSync('dot', ['-Tcanon'], { input: whole(dot(of)), encoding: 'utf8' });
    expect(drawn).toContain('digraph kioctx {');
  }
});
