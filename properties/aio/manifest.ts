/**
 * The manifest of expected verdicts: what the shipped patches do in the shipped scenarios. A violation expected of a patch is as
 * much a result as a proof. manifest.json holds those that the main job proves, with the sizes of their state graphs;
 * manifest-large.json those that take it more than a few seconds each, whose searches leave out what makes no difference.
 */
import type { Verdict } from '../checker/check.ts';
import manifest from './manifest.json' with { type: 'json' };
import large from './manifest-large.json' with { type: 'json' };

export interface Expected {
  readonly states: number;
  readonly transitions: number;
  /** Null: some schedule never ends. */
  readonly schedules: string | null;
  /** By property; what is not named holds. */
  readonly verdicts: Readonly<Partial<Record<string, Verdict>>>;
}

const expectations = manifest as Readonly<Record<string, Readonly<Record<string, Expected>>>>;

type Verdicts = Pick<Expected, 'verdicts'>;
const expectedOfLarge = large as Readonly<Record<string, Readonly<Record<string, Verdicts>>>>;

export const largeScenarios: readonly string[] = Object.keys(expectedOfLarge);

/** Large, and next to nothing can be left out of them: some 20 million states for each patch. */
const HUGE = new Set(['retry1-reader-destroy']);

/** Whether a search of it takes minutes of a core and more. */
export const takesMinutes = (scenario: string): boolean => HUGE.has(scenario);

export const manifestScenarios = (): string[] => Object.keys(expectations);

export const expectedOf = (scenario: string, patch: string): Expected | undefined => expectations[scenario]?.[patch];

export function expectedVerdict(scenario: string, patch: string, property: string): Verdict | undefined {
  const expected = expectedOf(scenario, patch) ?? expectedOfLarge[scenario]?.[patch];
  return expected === undefined ? undefined : (expected.verdicts[property] ?? 'holds');
}
