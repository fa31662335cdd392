/** The scenarios that are shipped: the JSON files beside this one, by name. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Sorted by UTF-16 units, the same everywhere. */
export const shippedScenarioNames = (): string[] =>
  readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();

/** The file of a name out of shippedScenarioNames(). */
export const shippedScenarioPath = (name: string): string => fileURLToPath(new URL(`${name}.json`, import.meta.url));
