/** The scenarios that are shipped, by name. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Scenario } from '../model/scenarios/format/scenario.ts';

const FOLDER = new URL('../model/scenarios/', import.meta.url);

/** Sorted by UTF-16 units, the same everywhere. */
export const shippedScenarioNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();

/** The file of a name out of shippedScenarioNames(). */
export const shippedScenarioPath = (name: string): string => fileURLToPath(new URL(`${name}.json`, FOLDER));

/** The scenario of such a name, as its file has it: there all that may be left out is written, as a test sees to. */
export const shippedScenario = (name: string): Scenario =>
  JSON.parse(readFileSync(shippedScenarioPath(name), 'utf8')) as Scenario;
