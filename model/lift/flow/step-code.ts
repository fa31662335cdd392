/** What is written of a step: the text of all its functions, which is looked through for names. */
import type { AnyStep } from '../../core/notation/proc.ts';

export const codeOfStep = (step: AnyStep): string =>
  [...Object.values(step), ...('call' in step ? Object.values(step.call as object) : [])]
    .filter((part: unknown) => typeof part === 'function')
    .map(String)
    .join('\n');
