/** All transformations that a scenario and a patch are put through. */
import { impossibleFault, noErrorListed } from './faults.ts';
import { actionInserted, everyStepReplaced, goStepsInserted } from './hunks.ts';
import { idleRequest, idleTask, taskWithoutCalls } from './idle.ts';
import { requestsPermuted, tasksPermuted, tasksRenamed } from './renaming.ts';
import { largerRing } from './ring.ts';
import type { Transformation } from './transformation.ts';

export const transformations: readonly Transformation[] = [
  tasksRenamed,
  tasksPermuted,
  requestsPermuted,
  taskWithoutCalls,
  idleTask,
  idleRequest,
  impossibleFault,
  noErrorListed,
  largerRing,
  everyStepReplaced,
  goStepsInserted,
  actionInserted,
];
