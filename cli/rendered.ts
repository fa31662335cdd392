/** From a replayed schedule to what the formats render. */
import type { Explanation } from '../counterexamples/explain/explanation.ts';
import type { RenderedSchedule } from '../counterexamples/formats/subject.ts';
import { showResult } from '../model/include/linux/errno.ts';
import { describeScenario } from '../model/scenarios/format/describe.ts';
import type { ReplayedSchedule } from './counterexample.ts';
import { replayLine } from './traces.ts';
import { isJudgedBy } from './unjudged.ts';

/** What the formats that others read are made of. */
export const renderedFrom = (
  replay: Pick<ReplayedSchedule, 'patch' | 'scenario' | 'property' | 'steps' | 'wrong'> & {
    readonly path: string | null;
    readonly explanation: Explanation | null;
  },
): RenderedSchedule => {
  const { patch, scenario, property, steps, wrong, explanation, path } = replay;
  return {
    patch: patch.name,
    scenario: `${scenario.name}: ${describeScenario(scenario)}`,
    property: isJudgedBy(property) ? property.name : null,
    steps,
    message: wrong?.message ?? null,
    explanation,
    replay: replayLine(path, patch, property),
    showValue: showResult,
  };
};
