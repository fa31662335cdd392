/** What the page says of what lies ahead: of every state of small worlds, held against what comes out when all is tried. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type Model, ReferenceMachine, runToEnd } from '../../../model/core/index.ts';
import type { AioProperty } from '../../../properties/aio/index.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { fireTurn, fireTurns } from '../../../properties/search/turn.ts';
import { type Ahead, Survey } from '../../../counterexamples/page/engine/survey.ts';
import { assertLaw } from '../../law.ts';
import { askedFor, judgedGraph, type NaiveGraph } from '../explain/naive-graph.ts';
import { failureOf, randomFailure } from '../explain/random-failures.ts';
import { compareSurvey, schedulesOf, type Surveys } from './naive-survey.ts';
import { asWorld, modelOf, propertyOf } from './worlds.ts';

const MOST = 5000;

function surveyOf<K>(model: Model, asked: readonly Property<K>[]): Survey {
  const survey = runToEnd(Survey.of(model, asked, MOST));
  if (survey === null) throw new Error('there are more states');
  return survey;
}

function graphOf<K>(model: Model, asked: readonly Property<K>[]) {
  const judged = judgedGraph(model, asked, MOST);
  if (judged === null) throw new Error('there are more states');
  return askedFor(judged, asked);
}

/** What it says, and where that leads. */
function violationsReached<K>(
  survey: Survey,
  graph: NaiveGraph,
  { model, asked, nth }: { readonly model: Model; readonly asked: readonly Property<K>[]; readonly nth: number },
): readonly string[] {
  const machine = new ReferenceMachine(model);
  const wrong: string[] = [];
  for (const [state, { way, isWrong }] of schedulesOf(graph)) {
    if (isWrong || state % nth > 0) continue;
    const { distance } = survey.ahead(way, []).here;
    const on = survey.toViolation(way);
    if (on === null || distance === null) {
      if (on !== null || distance !== null) wrong.push(`${state}: one of them says that there is none`);
      continue;
    }
    fireTurns(machine, way);
    const violated = on.map((turn) => {
      const { findings } = fireTurn(machine, turn);
      return asked.some((property) => violationHere(machine, property, findings) !== null);
    });
    if (violated.indexOf(true) !== distance - 1 || on.length !== distance)
      wrong.push(`${state}: ${violated.join()} in ${distance} steps`);
  }
  return wrong;
}

/** By what shows that something is wrong: a state, what a step comes upon, or an end. */
const cases: readonly (readonly [property: string, scenario: string, patch: string, nth: number])[] = [
  ['refcount-sound', 'buffered', '2.6.20+put-file-early', 5],
  ['no-use-after-free', 'buffered', '2.6.20+put-context-twice', 1],
  ['lock-discipline', 'buffered', '2.6.20+clear-kicked-late', 1],
  ['lock-discipline', 'dw1', '2.6.20+keep-bio-lock', 3],
  ['no-leak', 'buffered', '2.6.20+keep-reference', 1],
  ['exactly-one-event', 'buffered', '2.6.20+no-event', 1],
  ['no-hang', 'buffered', '2.6.20+no-event', 1],
  ['no-double-completion', 'dw1-inval', '2.6.20', 30],
];

describe.each(cases)('of %s in %s under %s', (name, scenario, patch, nth) => {
  const model = modelOf(asWorld(scenario, patch));
  const asked = [propertyOf(name)];
  const survey = surveyOf(model, asked);
  const graph = graphOf(model, asked);

  it('the survey says what lies ahead of each state and turn', () => {
    const { differences, met } = compareSurvey(survey, graph, nth);
    expect(differences).toEqual([]);
    expect([...met].some((what) => what.endsWith('violable'))).toBe(true);
    expect([...met]).toContain('wrong');
  });

  it('the way to the nearest violation ends in it, and is as long as was said', () => {
    expect(violationsReached(survey, graph, { model, asked, nth })).toEqual([]);
  });
});

/** Wrong on purpose. */
const twins: readonly (readonly [what: string, make: (model: Model, asked: readonly AioProperty[]) => Surveys])[] = [
  [
    'does not look at what steps come upon',
    (model, asked) =>
      surveyOf(
        model,
        asked.map((property) => {
          const { onBreach: _breach, onHalt: _halt, ...others } = property;
          return others;
        }),
      ),
  ],
  ['counts a step too many', (model, asked) => changed(surveyOf(model, asked), farther)],
  ['lets all pass', (model, asked) => changed(surveyOf(model, asked), (one) => ({ ...one, canPass: true }))],
  [
    'forgets what is violated',
    (model, asked) => changed(surveyOf(model, asked), (one) => ({ ...one, isWrong: false })),
  ],
];

const farther = (one: Ahead): Ahead => (one.distance === null ? one : { ...one, distance: one.distance + 1 });

const changed = (survey: Survey, change: (ahead: Ahead) => Ahead): Surveys => ({
  ahead(turns, next) {
    const { here, turns: all } = survey.ahead(turns, next);
    return { here: change(here), turns: all.map(change) };
  },
});

it.each(twins)('a survey that %s is caught', (_, make) => {
  const model = modelOf(asWorld('buffered', '2.6.20+put-context-twice'));
  const asked = [propertyOf('no-use-after-free')];
  expect(compareSurvey(make(model, asked), graphOf(model, asked)).differences).not.toEqual([]);
});

it('where nothing is violated, all that ends passes, and no violation is ahead', () => {
  const model = modelOf(asWorld('buffered', '2.6.20'));
  const asked = [propertyOf('no-leak')];
  const { differences, met } = compareSurvey(surveyOf(model, asked), graphOf(model, asked));
  expect(differences).toEqual([]);
  expect([...met].toSorted()).toEqual(['an end', 'can pass, safe']);
});

it('where there are more states than that, there is no survey', () => {
  const model = modelOf(asWorld('buffered', '2.6.20'));
  expect(runToEnd(Survey.of(model, [propertyOf('no-leak')], 50))).toBeNull();
});

it('in random models that fail, it says the same', () => {
  const met = new Set<string>();
  const law = fc.property(randomFailure, (one) => {
    const found = failureOf(one, 100);
    if (found === null) return;
    const { failing, judged } = found;
    const asked = [failing.property, ...failing.asked];
    const { model } = failing;
    const [survey, graph] = [surveyOf(model, asked), askedFor(judged, asked)];
    const compared = compareSurvey(survey, graph);
    for (const what of compared.met) met.add(what);
    expect(compared.differences).toEqual([]);
    expect(violationsReached(survey, graph, { model, asked, nth: 1 })).toEqual([]);
  });
  assertLaw(law, 40);
  expect([...met].toSorted()).toEqual(
    [
      'an end',
      'can pass, safe',
      'can pass, violable',
      'cannot pass, safe',
      'cannot pass, violable',
      'wrong',
    ].toSorted(),
  );
});
