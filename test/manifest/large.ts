/** How the scenarios of manifest-large.json are searched. */
import { takesMinutes } from '../../properties/aio/manifest.ts';
import type { CheckOptions } from '../../properties/checker/check.ts';

/** Where next to nothing can be left out, leaving nothing out is faster. */
export const optionsForLarge = (scenario: string): CheckOptions => (takesMinutes(scenario) ? {} : { leaving: {} });
