/** How the scenarios of manifest-large.json are searched. */
import type { CheckOptions } from '../../properties/checker/check.ts';

/** Next to nothing can be left out of them, and then leaving nothing out is faster. */
const WHOLE = new Set(['retry1-reader-destroy']);

/** Takes minutes of a core for each patch: 21 million states. */
export const takesMinutes = (scenario: string): boolean => WHOLE.has(scenario);

export const optionsForLarge = (scenario: string): CheckOptions => (WHOLE.has(scenario) ? {} : { leaving: {} });
