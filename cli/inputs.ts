/** From what the user named to what it stands for: scenarios and traces; misspelt names get the nearest. */
import { readFileSync } from 'node:fs';
import { readTrace, type TraceRead } from '../counterexamples/read-trace.ts';
import { shippedScenarioNames, shippedScenarioPath } from '../model/scenarios/index.ts';
import { showIssue } from '../model/scenarios/input-issue.ts';
import { nearest } from '../model/scenarios/nearest.ts';
import { readScenario, type Scenario } from '../model/scenarios/scenario.ts';
import { because, InputError } from './exit.ts';

/** `unknown patch "post"`, and the end of "expected …": `one of … (did you mean post-eiocbqueued?)`. */
export function unknownName(what: string, name: string, known: readonly string[]) {
  const near = nearest(name, known);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  return { message: `unknown ${what} "${name}"`, expected: `one of ${known.join(', ')}${hint}` };
}

export function unknown(what: string, name: string, known: readonly string[]): InputError {
  const { message, expected } = unknownName(what, name, known);
  return new InputError([`${message}; expected ${expected}`]);
}

const isFile = (name: string): boolean => name.includes('/') || name.endsWith('.json');

export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (problem) {
    throw new InputError([`${path}: cannot read this ${what}: ${because(problem)}; expected a readable file`]);
  }
}

/** A trace file as it is read, with the places of its parts. */
export function traceAt(path: string): Extract<TraceRead, { ok: true }> {
  const read = readTrace(readText(path, 'trace'), path);
  if (!read.ok) throw new InputError(read.issues.map(showIssue));
  return read;
}

export function scenarioOf(name: string): Scenario {
  const known = shippedScenarioNames();
  if (!isFile(name) && !known.includes(name)) throw unknown('scenario', name, known);
  const path = isFile(name) ? name : shippedScenarioPath(name);
  const read = readScenario(readText(path, 'scenario'), path);
  if (!read.ok) throw new InputError(read.issues.map(showIssue));
  return read.scenario;
}

/** Without names: all that are shipped. */
export const scenariosOf = (names: readonly string[]): Scenario[] =>
  (names.length > 0 ? names : shippedScenarioNames()).map(scenarioOf);
