/**
 * `kioctx/model`: what patches, models of one's own and tools need of the model. The modelled functions are imported by file
 * (`kioctx/` and its path here).
 */
export * from './core/index.ts';
export { type AioModel, closeWorld } from './closed-world.ts';
export { edit, type Kernel, proc } from './kernel.ts';
export { schedulerFor } from './kernel/scheduler.ts';
export { waitQueuesFor } from './kernel/wait-queues.ts';
export { namedPatches, patchByName } from './named-patches.ts';
export { shippedPatches } from './patches/index.ts';
export { describeScenario } from './scenarios/format/describe.ts';
export { readScenario, type Scenario, worldOf } from './scenarios/format/scenario.ts';
export type { World } from './world.ts';
