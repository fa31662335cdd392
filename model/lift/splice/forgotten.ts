/** New code that reads a local behind a step which has set it back, since nothing in 2.6.20 reads it there any more. */
import type { AnyProc, AnyStep } from '../../core/index.ts';
import type { StepText } from '../compile/step-text.ts';
import { localMeanings } from '../prelude/locals.ts';
import type { StepWay } from './edit-plan.ts';

export interface Forgotten {
  /** Of the new step that reads it. */
  readonly label: string;
  readonly why: string;
}

/** `ways`: of the steps that stay. */
export function forgottenLocals(
  proc: AnyProc,
  ways: readonly StepWay<string>[],
  steps: readonly StepText[],
): readonly Forgotten[] {
  const own = new Map(steps.map((step) => [step.label, step.body.join('\n')]));
  const base = proc.steps as ReadonlyMap<string, AnyStep>;
  const stays = new Set(ways.map(({ from }) => from));
  const codeOf = (label: string): string => own.get(label) ?? codeOfStep(base.get(label));
  const nextOf = (label: string): readonly string[] =>
    own.has(label) ? labelsIn(codeOf(label)) : ways.filter(({ from }) => from === label).map(({ now }) => now);
  const found: Forgotten[] = [];
  for (const [at, locals] of Object.entries(localMeanings[proc.name]?.forgets ?? {}))
    for (const local of stays.has(at) ? locals : []) {
      const seen = new Set<string>();
      const queue = [...nextOf(at)];
      for (let label = queue.pop(); label !== undefined; label = queue.pop()) {
        if (seen.has(label)) continue;
        seen.add(label);
        const code = codeOf(label);
        if (own.has(label) && reads(code, local))
          found.push({
            label,
            why: `${proc.name}.${at} has set ${local} back, which nothing in 2.6.20 reads behind it`,
          });
        else if (!writes(code, local)) queue.push(...nextOf(label));
      }
    }
  return found;
}

const labelsIn = (body: string): string[] => [...body.matchAll(/'(\w+)'/g)].map(([, label]) => label as string);

function codeOfStep(step: AnyStep | undefined): string {
  if (step === undefined) return '';
  const parts: readonly unknown[] = [
    ...Object.values(step),
    ...('call' in step ? Object.values(step.call as object) : []),
  ];
  const result = 'result' in step && step.result !== undefined ? `f.${step.result} = 0;` : '';
  return (
    parts
      .filter((part) => typeof part === 'function')
      .map(String)
      .join('\n') + result
  );
}

const reads = (code: string, local: string): boolean => new RegExp(`\\bf\\.${local}\\b(?!\\s*=(?!=))`).test(code);
const writes = (code: string, local: string): boolean =>
  new RegExp(`\\bf\\.${local}\\s*=(?!=)`).test(code) || code.includes(`result: '${local}'`);
