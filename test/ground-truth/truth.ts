/** The outcome sets measured on the real C (test/ground-truth/README.md), and the shipped scenarios that they are of. */
import { readdirSync, readFileSync } from 'node:fs';
import { shippedScenarioPath } from '../../cli/shipped-scenarios.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { readScenario } from '../../model/scenarios/format/scenario-schema.ts';

export interface Truth {
  readonly scenario: string;
  readonly patch: string;
  /** False: every interleaving with up to two preemptions and many more, so that the set must be contained in ours. */
  readonly exhaustive: boolean;
  readonly outcomes: readonly unknown[];
}

const outcomes = new URL('outcomes/', import.meta.url);

export const measuredPatches = (): string[] => readdirSync(outcomes).toSorted();

export const measuredScenarios = (): string[] =>
  readdirSync(new URL('2.6.20/', outcomes))
    .map((file) => file.replace('.json', ''))
    .toSorted();

export const truthOf = (patch: string, scenario: string): Truth =>
  JSON.parse(readFileSync(new URL(`${encodeURIComponent(patch)}/${scenario}.json`, outcomes), 'utf8')) as Truth;

export function shippedScenario(name: string): Scenario {
  const path = shippedScenarioPath(name);
  const read = readScenario(readFileSync(path, 'utf8'), path);
  if (!read.ok) throw new Error(`${path} is no scenario`);
  return read.scenario;
}
