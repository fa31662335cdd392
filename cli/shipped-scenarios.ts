/** The scenarios that are shipped, by name. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../model/scenarios/', import.meta.url);

/** Sorted by UTF-16 units, the same everywhere. */
export const shippedScenarioNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();

/** The file of a name out of shippedScenarioNames(). */
export const shippedScenarioPath = (name: string): string => fileURLToPath(new URL(`${name}.json`, FOLDER));
