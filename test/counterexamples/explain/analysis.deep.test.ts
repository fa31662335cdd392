/**
 * What the analysis says of failing schedules is what comes out when all is tried: on traces of the AIO kernel, and on random
 * models, by code that it shares nothing with; and the suite notices an analysis that is wrong.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Analysis, analyse } from '../../../counterexamples/explain/analysis.ts';
import { seed, shareOf, takesAll, timesAsMany } from '../../drawn.ts';
import {
  compareAll,
  type Compared,
  compareDeciding,
  compareNearest,
  compareNoReturn,
  compareShare,
  compareSlice,
  type Naive,
  naiveOf,
} from './agreement.ts';
import { differencesByListing } from './by-listing.ts';
import { type FailingTrace, minimaIn, tracesOfCorpus } from './failing-traces.ts';
import { judgedGraph, type NaiveGraph } from './naive-graph.ts';
import type { Relation } from './naive-slice.ts';
import { failureOf, randomFailure } from './random-failures.ts';

interface Both {
  readonly naive: Naive<never>;
  readonly analysis: Analysis;
}

/** What was compared, how often. */
class Tally {
  private readonly counts = new Map<string, number>();
  count(what: readonly string[]): void {
    for (const one of what) this.counts.set(one, (this.counts.get(one) ?? 0) + 1);
  }
  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }
  get text(): string {
    return [...this.counts]
      .map(([what, n]) => `${what} ${n}`)
      .toSorted()
      .join(', ');
  }
}

/** States of a trace's model, beyond which the long way takes too long. */
const MOST_OF_TRACES = 2400;

/** One of sixteen of them in a run, others in the next; `TEST_ALL=1`: all. */
const SHARE = 16;
describe('on traces of the AIO kernel', () => {
  const within: readonly (readonly [patch: string, scenarios: readonly string[]])[] = [
    ['2.6.20', ['dw1-osync', 'dw1-reader-inval', 'queued-self-cancel', 'dw1-reader-destroy']],
    ['post-eiocbqueued', ['buffered-reader', 'queued-self-cancel', 'dw1-reader-destroy']],
    ['mainline-2.6.21', ['dw1-osync', 'queued-self-cancel']],
    ['invalidate-first', ['dw1-osync', 'dw1-inval']],
    ['2.6.20+put-without-lock', ['dw1-osync', 'buffered-reader', 'append1-osync', 'queued-cancel', 'retry1-cancel']],
    ['2.6.20+retry-without-reference', ['retry1-cancel']],
  ];
  const tally = new Tally();

  function expectAgreement(traces: readonly FailingTrace[]): void {
    for (const { name, failing } of shareOf(traces, SHARE)) {
      const analysis = analyse(failing, MOST_OF_TRACES);
      if (analysis === null) continue;
      const judged = judgedGraph(failing.model, [failing.property, ...failing.asked], MOST_OF_TRACES);
      if (judged === null) throw new Error(`${name}: the analysis has fewer states`);
      const { differences, what } = compareAll(naiveOf(failing, judged), analysis);
      tally.count(['traces', ...what]);
      expect({ name, differences }).toEqual({ name, differences: [] });
    }
  }

  it('of the corpus, it agrees', { timeout: 1_800_000 }, () => expectAgreement(tracesOfCorpus()));
  it.each(within)('of %s, minima in shipped scenarios, it agrees', { timeout: 1_800_000 }, (patch, scenarios) => {
    expectAgreement(scenarios.flatMap((scenario) => minimaIn(patch, scenario)));
  });
  it('there were fifty traces at least, or a share of them, and with all of them there was everything to compare', () => {
    console.log(`traces: ${tally.text}`);
    expect(tally.of('traces')).toBeGreaterThanOrEqual(takesAll ? 50 : 50 / SHARE / 2);
    if (!takesAll) return;
    for (const what of ['deciding: a choice', 'deciding: turned', 'deciding: not turned', 'nearest', 'share'])
      expect([what, tally.of(what) > 0]).toEqual([what, true]);
    for (const relation of ['data', 'control', 'potential', 'order', 'wrong', 'enabling'])
      expect([relation, tally.of(`slice: ${relation}`) > 0]).toEqual([relation, true]);
  });
});

/** States of a random model. */
const MOST = 200;
const ALWAYS = 2007;

/** Failing schedules of random models, so many, from a seed. */
function* failures(from: number, most: number): Generator<Both> {
  let found = 0;
  for (let part = 0; found < most; part++)
    for (const drawn of fc.sample(randomFailure, { seed: from + part, numRuns: 100 })) {
      const failure = found < most ? failureOf(drawn, MOST) : null;
      if (failure === null) continue;
      const analysis = analyse(failure.failing);
      if (analysis === null) throw new Error('the analysis has more states');
      found++;
      yield { naive: naiveOf(failure.failing, failure.judged), analysis };
    }
}

describe('on random models', () => {
  const tally = new Tally();

  it.each([
    ['those that are the same every time', ALWAYS, 200],
    ['those that are drawn', seed, 100],
  ])(
    '%s agree with what comes out when all is tried, and when all schedules are listed',
    { timeout: 1_800_000 },
    (_, from, usually) => {
      for (const { naive, analysis } of failures(from, timesAsMany(usually))) {
        const { differences, what } = compareAll(naive, analysis);
        const listed = differencesByListing(naive, analysis, 2000);
        tally.count(['models', ...what, ...(listed === null ? [] : ['listed'])]);
        const { property, turns } = naive.failing;
        const of = { property: property.name, turns, program: naive.failing.model.program.procs };
        const all = [...differences, ...(listed ?? [])];
        if (all.length > 0) console.log(JSON.stringify(of, null, 1));
        expect(all).toEqual([]);
      }
    },
  );

  it('they came to all that there is to compare', () => {
    console.log(`random models: ${tally.text}`);
    expect(tally.of('models')).toBeGreaterThanOrEqual(300);
    const rare = [
      'deciding: 2 elements',
      'slice: enabling',
      'slice: potential',
      'deciding: not found',
      'share: cyclic',
    ];
    const frequent = [
      'deciding: a choice',
      'deciding: turned',
      'deciding: one of several',
      'slice: data',
      'slice: control',
      'no return: earlier with choices',
      'deciding: none',
      'listed',
    ];
    for (const what of rare) expect([what, tally.of(what) > 0]).toEqual([what, true]);
    for (const what of frequent) expect([what, tally.of(what) > 25]).toEqual([what, true]);
  });
});

describe('this suite notices', () => {
  const some: Both[] = [];
  beforeAll(() => void some.push(...failures(ALWAYS, 100)));
  const noticed = (compare: (both: Both) => Compared): boolean =>
    some.some((both) => compare(both).differences.length > 0);
  const withGraph = ({ naive, analysis }: Both, change: (graph: NaiveGraph) => NaiveGraph): Both => ({
    naive: { ...naive, graph: change(naive.graph) },
    analysis,
  });
  const unjudged = (graph: NaiveGraph): NaiveGraph => ({
    ...graph,
    edges: graph.edges.map((own) => own.map((edge) => Object.assign({}, edge, { isWrong: false }))),
  });
  const oopsPasses = (graph: NaiveGraph): NaiveGraph => ({
    ...graph,
    endless: null,
    ends: graph.ends.map((end) => end && 'done'),
  });

  it.each<Relation>(['data', 'control', 'enabling', 'potential', 'order', 'wrong'])(
    'a slice without %s',
    (relation) => {
      expect(noticed(({ naive, analysis }) => compareSlice(naive, analysis, relation))).toBe(true);
    },
  );
  it('a deciding set that lacks an element', () => {
    const lacks = ({ naive, analysis: { deciding } }: Both) =>
      compareDeciding(naive, { deciding: deciding && { ...deciding, candidates: deciding.candidates.slice(1) } });
    expect(noticed(lacks)).toBe(true);
  });
  it('a deciding set that has one too many', () => {
    const hasMore = ({ naive, analysis: { deciding } }: Both, nth: number) =>
      compareDeciding(naive, {
        deciding: deciding && { ...deciding, candidates: [...deciding.candidates, ...(others[nth] ?? [])] },
      });
    const others = some.map(({ analysis: { deciding } }) => deciding?.candidates.slice(0, 1));
    const isNoticed = some.map((both, nth) => hasMore(both, nth).differences.length > 0);
    expect(isNoticed).toEqual(others.map((other) => (other?.length ?? 0) > 0));
  });
  it('an order that is said to be turned, or never to be', () => {
    const turns = ({ naive, analysis: { deciding } }: Both) =>
      compareDeciding(naive, {
        deciding: deciding && {
          ...deciding,
          candidates: deciding.candidates.map((one) => Object.assign({}, one, { isTurned: !one.isTurned })),
        },
      });
    expect(noticed(turns)).toBe(true);
  });
  it.each([
    ['violations are not judged', unjudged],
    ['an oops passes', oopsPasses],
  ])('that %s', (_, change) => {
    expect(noticed((both) => compareShare(withGraph(both, change).naive, both.analysis))).toBe(true);
    expect(noticed((both) => compareNearest(withGraph(both, change).naive, both.analysis))).toBe(true);
    expect(noticed((both) => compareNoReturn(withGraph(both, change).naive, both.analysis))).toBe(true);
    expect(noticed((both) => compareDeciding(withGraph(both, change).naive, both.analysis))).toBe(true);
  });
  it('a point of no return that is one step late, wherever it is', () => {
    const late = ({ naive, analysis: { noReturn } }: Both) =>
      compareNoReturn(naive, { noReturn: { ...noReturn, step: noReturn.step + 1 } });
    expect(some.every((both) => late(both).differences.length > 0)).toBe(true);
  });
  it('that choices are not held', () => {
    const free = ({ naive, analysis: { noReturn } }: Both) =>
      compareNoReturn(naive, { noReturn: { ...noReturn, stepWithChoices: noReturn.step } });
    expect(noticed(free)).toBe(true);
  });
  it('a nearest schedule that is not the nearest', () => {
    const another = ({ naive, analysis }: Both) => {
      const { nearest } = analysis;
      return compareNearest(naive, {
        nearest: nearest && { ...nearest, leftOut: [], distance: (nearest.distance ?? 0) + 1 },
      });
    };
    const isThere = some.map(({ analysis }) => analysis.nearest !== null);
    expect(some.map((both) => another(both).differences.length > 0)).toEqual(isThere);
  });
});
