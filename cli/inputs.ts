/** From what the user named to what it stands for: scenarios and traces; misspelt names get the nearest. */
import { existsSync } from 'node:fs';
import { readTrace, type TraceRead } from '../counterexamples/aio/read-trace.ts';
import { shippedScenarioNames, shippedScenarioPath } from './shipped-scenarios.ts';
import { oneOfNames } from '../model/core/issues/issue.ts';
import { parseJson } from '../model/diagnostics/json-text.ts';
import { showIssue } from '../model/diagnostics/input-issue.ts';
import { alternatives, nearestNames } from '../model/core/issues/nearest.ts';
import { readScenario, type Scenario } from '../model/scenarios/format/scenario.ts';
import { InputError } from './exit.ts';
import { kindOfText, mistaken, refuseMistaken } from './kinds.ts';
import { readText, receiveText } from './reading.ts';

/** The lists of `kioctx list`. */
const lists: Readonly<Record<string, string>> = {
  patch: 'patches',
  scenario: 'scenarios',
  property: 'properties',
  function: 'functions',
  struct: 'fields',
};

/** `unknown patch "post" (did you mean post-eiocbqueued?)`, and the end of "expected …": how to see which there are, or all. */
export function unknownName(what: string, name: string, known: readonly string[]) {
  const near = alternatives(nearestNames(name, known));
  const list = lists[what];
  const hint = near === '' ? '' : ` (did you mean ${near}?)`;
  if (list === undefined) return { message: `unknown ${what} "${name}"`, expected: `${oneOfNames(known)}${hint}` };
  return { message: `unknown ${what} "${name}"${hint}`, expected: `a name from \`npx kioctx list ${list}\`` };
}

export function unknown(what: string, name: string, known: readonly string[]): InputError {
  const { message, expected } = unknownName(what, name, known);
  return new InputError([`${message}; expected ${expected}`]);
}

const isFile = (name: string): boolean => name.includes('/') || name.endsWith('.json');

/** A trace file as it is read, with the places of its parts. */
export type TraceFile = Extract<TraceRead, { ok: true }>;

export function traceAt(path: string): TraceFile {
  if (!existsSync(path)) refuseMistaken(path, 'trace');
  return traceIn(path, readText(path, 'trace'));
}

/** The same of a file or a pipe that the user named. */
export async function givenTrace(path: string): Promise<TraceFile> {
  if (!existsSync(path)) refuseMistaken(path, 'trace');
  return traceIn(path, await receiveText(path, 'trace'));
}

function traceIn(path: string, text: string): TraceFile {
  const read = readTrace(text, path);
  if (!read.ok) throw mistaken(path, 'trace', text) ?? new InputError(read.issues.map(showIssue));
  return read;
}

export function scenarioOf(name: string): Scenario {
  const path = scenarioPath(name);
  return scenarioIn(path, readText(path, 'scenario'));
}

function scenarioPath(name: string): string {
  const known = shippedScenarioNames();
  if (!isFile(name) && !known.includes(name)) throw mistaken(name, 'scenario') ?? unknown('scenario', name, known);
  const path = isFile(name) ? name : shippedScenarioPath(name);
  if (!existsSync(path)) refuseMistaken(path, 'scenario');
  return path;
}

function scenarioIn(path: string, text: string): Scenario {
  const read = readScenario(text, path);
  if (!read.ok) throw mistaken(path, 'scenario', text) ?? new InputError(read.issues.map(showIssue));
  return read.scenario;
}

/** A scenario by name or file, or a trace file: whichever it is, which the file says. A pipe is read once. */
export async function givenTraceOrScenario(
  name: string,
): Promise<{ readonly scenario: Scenario } | { readonly trace: TraceFile }> {
  if (shippedScenarioNames().includes(name)) return { scenario: scenarioOf(name) };
  if (!existsSync(name)) {
    refuseMistaken(name, 'trace or scenario');
    if (!isFile(name)) throw unknown('scenario', name, shippedScenarioNames());
  }
  const text = await receiveText(name, 'trace or scenario');
  if (kindOfText(text) === 'scenario') return { scenario: scenarioIn(name, text) };
  const other = mistaken(name, 'trace or scenario', text);
  if (other === null && kindOfText(text) === null && parseJson(text, name).ok)
    throw new InputError([`${name}: ${NEITHER}`]);
  return { trace: traceIn(name, text) };
}

const NEITHER =
  'neither a trace nor a scenario; expected an object with a schedule (a trace), or with iocbs and tasks (a scenario)';

export const shippedScenarios = (): Scenario[] => shippedScenarioNames().map(scenarioOf);

/** Those that the user named, which may be pipes; one after the other. */
export async function givenScenarios(names: readonly string[]): Promise<Scenario[]> {
  const given: Scenario[] = [];
  for (const name of names) {
    const path = scenarioPath(name);
    // oxlint-disable-next-line no-await-in-loop -- two names may be of one pipe
    given.push(scenarioIn(path, await receiveText(path, 'scenario')));
  }
  return given;
}
