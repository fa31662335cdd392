/** Outcomes of a search that keeps one state of each orbit: those of the others are these with everything renamed. */
import { type Permutation, renameText } from '../../model/core/index.ts';
import type { World } from '../../model/world.ts';
import type { Outcome } from './outcome.ts';

/** What a permutation makes of an outcome: requests change their numbers, tasks and stuck contexts their names. */
export function renameOutcome(
  outcome: Outcome,
  { tasks }: Pick<World, 'tasks'>,
  contexts: readonly string[],
  permutation: Permutation,
): Outcome {
  if (outcome.end === 'oops') return { ...outcome, oops: renameText(outcome.oops, permutation) };
  const { pools } = permutation;
  const requests = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(record).map(([iocb, told]) => [String(pools['request']?.[Number(iocb)] ?? iocb), told]),
    );
  const place = (name: string) => pools['task_struct']?.[tasks.findIndex((task) => task.name === name)] ?? -1;
  const returns = Object.entries(outcome.returns).map(
    ([task, told]) => [tasks[place(task)]?.name ?? task, told] as const,
  );
  const context = (name: string): string => contexts[permutation.contexts[contexts.indexOf(name)] ?? -1] ?? name;
  return {
    ...outcome,
    stuck: outcome.stuck.map(context).toSorted(),
    returns: Object.fromEntries(returns),
    events: requests(outcome.events),
    cancel_events: requests(outcome.cancel_events),
    faults: requests(outcome.faults),
  };
}
