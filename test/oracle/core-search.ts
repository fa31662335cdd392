/** The core's search, as the oracle's suites call it: whatever moves there is followed here alone. */
export { check, type Check } from '../../properties/checker/check.ts';
export type { Reductions as Leaving } from '../../properties/search/reduction.ts';
