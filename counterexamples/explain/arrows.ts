/** Where one context does something to another, as far as it matters: what a diagram draws arrows for. */
import { briefCode } from '../brief-code.ts';
import type { NarratedStep } from '../narrate.ts';
import type { DecidedTold, Explanation } from './explanation.ts';

export interface Arrow {
  /** `order`: it decides, and what it comes from was first. `cause`: data that the other got, or that let it go on. */
  readonly is: 'cause' | 'order';
  /** Contexts. */
  readonly from: string;
  readonly to: string;
  /** Indices of their steps; null: the schedule never comes to the second. */
  readonly fromStep: number;
  readonly toStep: number | null;
  readonly label: string;
}

/** `shown`: by step, the numbers of the statements from which arrows begin. Each arrow once. */
export function arrowsOf(
  steps: readonly NarratedStep[],
  shown: readonly (readonly number[])[],
  explanation: Explanation,
): readonly Arrow[] {
  const arrows = [...causes(steps, shown, explanation), ...(explanation.deciding ?? []).flatMap(orderArrow)];
  const byText = new Map(arrows.map((arrow) => [JSON.stringify(arrow), arrow]));
  return [...byText.values()].filter(({ from, to }) => from !== to);
}

function causes(
  steps: readonly NarratedStep[],
  shown: readonly (readonly number[])[],
  { statements }: Explanation,
): Arrow[] {
  return steps.flatMap(({ context }, nth) =>
    (shown[nth] ?? []).flatMap((i) =>
      (statements[nth]?.[i]?.because ?? []).flatMap(({ is, what, step }): Arrow[] => {
        const effect = step === null ? undefined : steps[step];
        if (effect === undefined || step === null || (is !== 'data' && is !== 'enabling')) return [];
        return [{ is: 'cause', from: context, to: effect.context, fromStep: nth, toStep: step, label: what ?? is }];
      }),
    ),
  );
}

function orderArrow(one: DecidedTold): Arrow[] {
  if (one.is === 'choice' || one.before.step === null) return [];
  const { before, after, meets } = one;
  const what = meets.what === null ? '' : `: ${meets.what}`;
  const never = after.step === null ? `, and ${after.proc}() never comes to ${briefCode(after.c)}` : '';
  const toStep = after.step === null ? null : after.step - 1;
  const fromStep = (before.step as number) - 1;
  return [{ is: 'order', from: before.context, to: after.context, fromStep, toStep, label: `before${what}${never}` }];
}
