/** `kioctx/properties`: what properties, test suites and tools need of properties and searches. */
export * from './property.ts';
export { type AioProperty, type AioPropertyOf, type KernelView, properties } from './aio/index.ts';
export type { Outcome } from './aio/outcome.ts';
export { outcomeSet } from './aio/outcome-set.ts';
export { recurring } from './aio/recurring.ts';
export { type Run, runs } from './aio/runs.ts';
export { scenarios } from './aio/scenario-arbitrary.ts';
export { explore, type Exploration, type Explorer, type Options, type VisitedSet } from './search/explore.ts';
export { BreadthFirst, type Frontier } from './search/frontier.ts';
export { pct, pos, type Strategy, uniform } from './search/strategies.ts';
export type { Turn } from './search/turn.ts';
