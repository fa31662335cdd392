/** A thread that decides one scenario under one patch at a time, as it is asked to. */
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { PackedMachine } from '../model/core/index.ts';
import { checking } from '../properties/check.ts';
import type { Exploration, Searched } from '../properties/search/explore.ts';
import { modelOf, patchOf, propertyOf } from './inputs.ts';
import type { Answer, Decided, Job } from './jobs.ts';
import { statisticsOf } from './statistics.ts';

const answer = (message: Answer): void => parentPort?.postMessage(message);

/** Between two slices of a search the main thread may say to stop, for good. */
let isStopped = false;
function shallStop(): boolean {
  if (!isStopped && parentPort !== null) isStopped = receiveMessageOnPort(parentPort) !== undefined;
  return isStopped;
}

/** What can be sent. */
const withoutFunctions = (exploration: Exploration): Searched =>
  Object.fromEntries(
    Object.entries(exploration).filter(([name, value]) => name !== 'graph' && typeof value !== 'function'),
  ) as unknown as Searched;

async function decide({ number, scenario, patch, properties, options }: Job): Promise<void> {
  const begun = performance.now();
  const given = await patchOf(patch);
  const model = modelOf(scenario, given);
  const machine = new PackedMachine(model);
  const search = checking(machine, await Promise.all(properties.map(propertyOf)), options);
  let next = search.next();
  while (!next.done) {
    answer({ is: 'progress', number, progress: next.value });
    next = search.next(shallStop() ? 'stop' : undefined);
  }
  const { judgements, exploration, schedules, cyclic } = next.value;
  const decided: Decided = {
    judgements: judgements.map(({ property: _property, ...judgement }) => judgement),
    exploration: withoutFunctions(exploration),
    schedules,
    cyclic,
    statistics: statisticsOf(
      { scenario: scenario.name, patch: given.name, seconds: (performance.now() - begun) / 1000 },
      machine,
      model.program,
      exploration,
    ),
  };
  answer({ is: 'decided', number, decided });
}

parentPort?.on('message', (job: Job | 'stop') => {
  if (job === 'stop') isStopped = true;
  // What goes wrong is the main thread's to tell.
  else void decide(job).catch((problem: unknown) => answer({ is: 'failed', number: job.number, problem }));
});
