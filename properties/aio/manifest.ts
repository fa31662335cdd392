/**
 * The manifest of expected verdicts (manifest.json): what the shipped patches do in the scenarios that the main job
 * proves, with the sizes of their state graphs. A violation expected of a patch is as much a result as a proof.
 */
import type { Verdict } from '../property.ts';
import manifest from './manifest.json' with { type: 'json' };

export interface Expected {
  readonly states: number;
  readonly transitions: number;
  readonly schedules: string;
  /** By property; what is not named holds. */
  readonly verdicts: Readonly<Partial<Record<string, Verdict>>>;
}

const expectations = manifest as Readonly<Record<string, Readonly<Record<string, Expected>>>>;

export const manifestScenarios = (): string[] => Object.keys(expectations);

export const expectedOf = (scenario: string, patch: string): Expected | undefined => expectations[scenario]?.[patch];

export function expectedVerdict(scenario: string, patch: string, property: string): Verdict | undefined {
  const expected = expectedOf(scenario, patch);
  return expected === undefined ? undefined : (expected.verdicts[property] ?? 'holds');
}
