/** What is wrong with what a patch says of where it reports errors, once it is applied. */
import { type Issue, type ModelIssue, oneOfNear, placed } from './issue.ts';
import { said } from './names.ts';
import type { Program } from '../notation/link.ts';
import type { Patch } from '../notation/patch.ts';

/** What the reports name that the patched kernel has not. */
export function unknownReported(
  { name, reports = [] }: Pick<Patch, 'name' | 'reports'>,
  { byName }: Program,
): ModelIssue[] {
  const issues = reports.flatMap((report): Issue[] => {
    const proc = byName.get(report.function);
    if (proc === undefined) {
      const message = `reports names ${said(report.function)}, which is no function of the patched kernel`;
      return [{ code: 'no-function', message, expected: oneOfNear(report.function, [...byName.keys()]) }];
    }
    return [report.result, report.error, report.iocb].flatMap((local) => {
      if (proc.locals.includes(local)) return [];
      const message = `reports names ${said(local)}, which is no local of ${proc.name}`;
      return [{ code: 'no-local', message, expected: oneOfNear(local, proc.locals) }];
    });
  });
  return issues.map(placed(`patch ${said(name)}`));
}
