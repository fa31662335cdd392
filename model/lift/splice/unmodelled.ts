/** Changes of functions in which the model has no steps. */
import type { LineAccount } from '../../source/account.ts';
import type { LiftContext } from '../lift-context.ts';
import { isBaseName } from '../outside/base-has.ts';
import type { PatchLine } from '../patched-file.ts';

const NOTHING = 'nothing in the model: ';

/** What is a part of other steps cannot be changed by its lines: that is refused. `account`: of its first line. */
export function tellUnmodelled(
  fn: string,
  lines: readonly PatchLine[],
  account: LineAccount,
  { say, issue, isBlank }: LiftContext,
): void {
  const why = whyNothing(fn, account);
  const code = lines.filter(({ line }) => !isBlank(line));
  if (why !== null) for (const { line } of lines) say(line, { is: 'nothing', why });
  if (why !== null || code.length === 0) return;
  const what = account.is === 'helper' ? account.helper : 'what is said of its name (docs/guides/lift.md)';
  issue(
    code[0]?.line,
    `${fn}() has no steps of its own in the model: it is ${what}`,
    'a patch without this hunk, or one that is written as a module (docs/guides/patch.md)',
  );
}

/** Null: it matters. */
function whyNothing(fn: string, account: LineAccount): string | null {
  if (account.is === 'helper') return account.helper.startsWith(NOTHING) ? account.helper.slice(NOTHING.length) : null;
  return isBaseName(fn) ? null : `no step of the model stands for ${fn}()`;
}
