import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames, shippedScenarioPath } from '../../../model/scenarios/index.ts';
import { type InputIssue, showIssue } from '../../../model/scenarios/input-issue.ts';
import { readScenario, type Scenario, worldOf } from '../../../model/scenarios/scenario.ts';
import { two } from './two.ts';

const texts = [two, ...shippedScenarioNames().map((name) => readFileSync(shippedScenarioPath(name), 'utf8'))];

/** Pieces that mean something to a JSON parser or to the format. */
const piece = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '//',
    '/*',
    '-',
    '0',
    '1e999',
    'null',
    'true',
    '{}',
    '[]',
    '\n',
    '\r',
    '\uFEFF',
  ),
  fc.constantFrom(
    '"op"',
    '"retry"',
    '"__proto__":',
    '"version":2,',
    '"io_cancel":0',
    '"io_destroy":true',
    '"kicks":2',
    '"timeout":"may"',
    '"file":"last"',
    '"EIO"',
    '"toString"',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.json({ maxDepth: 2 }),
);

/** A part of the text, cut out, and a piece put in its place. */
const edit = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  piece: fc.oneof(fc.constant(''), piece),
});

const mutatedText = fc
  .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) =>
    edits.reduce((now, e) => {
      const at = e.at % (now.length + 1);
      return now.slice(0, at) + e.piece + now.slice(at + e.length);
    }, text),
  );

/** Well-formed still: one value anywhere in it is another. */
const mutatedValue = fc
  .tuple(fc.constantFrom(...texts), fc.nat(), fc.jsonValue({ maxDepth: 2 }))
  .map(([text, at, other]) => {
    let values = 0;
    JSON.parse(text, () => {
      values += 1;
    });
    const place = at % values;
    let now = 0;
    return JSON.stringify(
      JSON.parse(text, (_, value: unknown) => {
        now += 1;
        return now - 1 === place ? other : value;
      }),
    );
  });

/** It is JSON to others too, reads the same when written out, and makes a world. */
function expectAccepted(text: string, scenario: Scenario): void {
  expect(() => JSON.parse(text.replace(/^\uFEFF/, ''))).not.toThrow();
  expect(readScenario(JSON.stringify(scenario), 'again.json')).toEqual({ ok: true, scenario });
  expect(worldOf(scenario).tasks).toHaveLength(scenario.tasks.length);
}

/** Every issue is one line and has its place in the text. */
function expectRefused(text: string, issues: readonly InputIssue[]): void {
  expect(issues).not.toEqual([]);
  const lines = text.split(/\r\n|\r|\n/);
  for (const issue of issues) {
    expect(issue.line).toBeGreaterThan(0);
    expect(issue.line).toBeLessThanOrEqual(lines.length);
    expect(issue.column).toBeGreaterThan(0);
    expect(issue.column).toBeLessThanOrEqual((lines[issue.line - 1]?.length ?? 0) + 1);
    expect(showIssue(issue)).toMatch(/^my\.json:\d+:\d+: .+; expected .+$/);
  }
}

function expectJudged(text: string): void {
  const read = readScenario(text, 'my.json');
  if (read.ok) expectAccepted(text, read.scenario);
  else expectRefused(text, read.issues);
}

describe('whatever is done to a valid scenario', () => {
  it('as text, it is read or refused with places, and nothing is thrown', () => {
    fc.assert(fc.property(mutatedText, expectJudged), { numRuns: 3000 });
  });

  it('as a value, it is read or refused with places, and nothing is thrown', () => {
    fc.assert(fc.property(mutatedValue, expectJudged), { numRuns: 2000 });
  });

  it('any text at all is read or refused', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), expectJudged), { numRuns: 1000 });
  });
});
