/** Which steps of a kernel stand for a line of a C file, or why none does. */
import type { AnyProc } from '../core/index.ts';
import { type AccountOfFile, accountOfFile, type LineAccount } from './account.ts';
import { linesByPath } from './lines.ts';
import { sourceFile, type SourceFile } from './source-file.ts';

/**
 * The account of 2.6.20's files, asked by line of a file that may be patched. `procs`: of the modelled kernel under no patch. Throws Error
 * where the tables do not fit these. A line that a patch brought is `new`.
 */
export function stepsAtFor(
  procs: readonly AnyProc[],
): (file: SourceFile, line: number) => LineAccount | { readonly is: 'new' } {
  const accounts = new Map<string, AccountOfFile>();
  const accountOf = (path: string): AccountOfFile | undefined => {
    const known = accounts.get(path);
    const base = sourceFile(path);
    if (known !== undefined || base === undefined) return known;
    const made = accountOfFile(base, linesByPath.get(path) ?? {}, procs);
    if (made.faults.length > 0) throw new Error(made.faults.join('\n'));
    accounts.set(path, made);
    return made;
  };
  return (file, line) => {
    const base = file.baseLines[line - 1];
    if (base === null) return { is: 'new' };
    return (base === undefined ? undefined : accountOf(file.path)?.at(base)) ?? { is: 'outside' };
  };
}
