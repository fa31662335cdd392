/**
 * Where the submission path reports errors that it meets behind the I/O: an assignment to the result of a function while a local of
 * it holds an error. Effects on memory cannot tell that, since an error may be kept or dropped in many ways: it is said beside the
 * function, and by patches that report elsewhere.
 */
import type { ErrorReport, GhostCode } from '../core/index.ts';
import type { Kernel } from '../kernel.ts';
import { errorReported } from './completion.ts';

type Assigned = NonNullable<GhostCode<Kernel>['assigned']>;

export function reportsTold(reports: readonly ErrorReport[]): Assigned {
  const told: Record<string, Record<string, Assigned[string][string]>> = {};
  for (const { function: name, result, error, iocb } of reports) {
    const of = (told[name] ??= {});
    const others = of[result];
    of[result] = (k, locals) => {
      others?.(k, locals);
      if (locals[error] !== 0)
        errorReported(k, locals[iocb] as number, locals[result] as number, locals[error] as number);
    };
  }
  return told;
}
