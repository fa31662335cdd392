/** A schedule as a trace that says nothing of a violation, for whoever comes to one without a search. */
import { contextOf, isChoice, switchesIn } from '../schedule.ts';
import type { ExportedTrace } from './trace.ts';

/** `patch` is a name; the lines are those of a trace's schedule, which nobody runs here. */
export function exportedTrace({
  scenario,
  patch,
  schedule,
}: Pick<ExportedTrace, 'scenario' | 'patch' | 'schedule'>): ExportedTrace {
  const steps = schedule.filter((line) => !isChoice(line)).map((line) => ({ context: contextOf(line) }));
  return {
    version: 1,
    patch,
    scenario,
    property: null,
    verdict: 'none',
    minimal: {
      tasks: scenario.tasks.length,
      requests: scenario.iocbs.length,
      faults: schedule.filter((line) => isChoice(line) && !line.endsWith('=0')).length,
      switches: switchesIn(steps),
      steps: steps.length,
      certified: false,
    },
    schedule,
  };
}
