/** `kioctx/model`: what patches, models of one's own and tools need of the model. The modelled functions are in `kioctx/linux`. */
export * from './core/index.ts';
export { type AioModel, closeWorld } from './closed-world.ts';
export {
  type AddedFields,
  type AioPatch as Patch,
  type CountedBy,
  CTX,
  type Declares,
  edit,
  GLOBALS,
  type Kernel,
  type KernelDeclaring,
  type KernelWith,
  MM,
  pool,
  proc,
  withDeclared,
  withFields,
} from './kernel.ts';
export * from './env/by-hand.ts';
export { schedulerFor } from './kernel/scheduler.ts';
export { waitQueuesFor } from './kernel/wait-queues.ts';
export { namedPatches, patchByName } from './named-patches.ts';
export { shippedPatches } from './patches/index.ts';
export { describeScenario } from './scenarios/format/describe.ts';
export { type Scenario, worldOf } from './scenarios/format/scenario.ts';
export { parseScenario, readScenario } from './scenarios/format/scenario-schema.ts';
export { NBYTES, submitted, type World } from './world.ts';
