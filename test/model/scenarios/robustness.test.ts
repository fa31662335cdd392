import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedScenarioNames, shippedScenarioPath } from '../../../cli/shipped-scenarios.ts';
import { type InputIssue, showIssue } from '../../../model/diagnostics/input-issue.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { readScenario } from '../../../model/scenarios/format/scenario-schema.ts';
import { mutatedText, mutatedValue } from '../../fuzz/mutated-json.ts';
import { two } from './two.ts';

const texts = [two, ...shippedScenarioNames().map((name) => readFileSync(shippedScenarioPath(name), 'utf8'))];

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
    fc.assert(fc.property(mutatedText(fc.constantFrom(...texts)), expectJudged), { numRuns: 3000 });
  });

  it('as a value, it is read or refused with places, and nothing is thrown', () => {
    fc.assert(fc.property(mutatedValue(fc.constantFrom(...texts)), expectJudged), { numRuns: 2000 });
  });

  it('any text at all is read or refused', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), expectJudged), { numRuns: 1000 });
  });
});
