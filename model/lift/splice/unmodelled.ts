/** Changes of functions in which the model has no steps. */
import type { LineAccount } from '../../source/account.ts';
import type { LiftContext } from '../lift-context.ts';
import { baseHas, isBaseName } from '../outside/base-has.ts';
import type { PatchLine } from '../patched-file.ts';

const NOTHING = 'nothing in the model: ';

/** Where contexts are made, which are zeroed: fields of the patch that are set to what they hold then, a lock that nobody has. */
const BEGINNING =
  /^\s*(?:spin_lock_init\(&ctx->(\w+)\)|atomic_set\(&ctx->(\w+), 0\)|ctx->(\w+) = (?:0|NULL|false));\s*$/;

function beginsSo(fn: string, { line }: PatchLine, { kernel }: LiftContext): boolean {
  if (fn !== 'ioctx_alloc' || line.kind !== '+') return false;
  const [, ...fields] = BEGINNING.exec(line.text) ?? [];
  const field = fields.find((one) => one !== undefined);
  return field !== undefined && !baseHas('kioctx', field) && kernel.field('kioctx', field) !== undefined;
}

/** They have steps, but most scenarios begin where these have been done already, and as without a patch. */
const DONE_AT_START: ReadonlySet<string> = new Set(['ioctx_alloc', 'sys_io_setup']);
export const isDoneAtStart = (fn: string): boolean => DONE_AT_START.has(fn);

/** What is a part of other steps cannot be changed by its lines: that is refused. `account`: of its first line. */
export function tellUnmodelled(
  fn: string,
  all: readonly PatchLine[],
  account: LineAccount,
  context: LiftContext,
): void {
  const { say, issue, isBlank } = context;
  const why = whyNothing(fn, account);
  const begin = new Set(all.filter((one) => beginsSo(fn, one, context)));
  for (const { line } of begin) say(line, { is: 'nothing', why: 'a new context holds that already' });
  const lines = all.filter((one) => !begin.has(one));
  const code = lines.filter(({ line }) => !isBlank(line));
  if (why !== null) for (const { line } of lines) say(line, { is: 'nothing', why });
  if (why !== null || code.length === 0) return;
  const what = account.is === 'helper' ? account.helper : 'what is said of its name (docs/guides/lift.md)';
  issue(
    code[0]?.line,
    isDoneAtStart(fn)
      ? `what ${fn}() does is part of the state at the start (model/closed-world.ts) in scenarios that do not make the context`
      : `${fn}() has no steps of its own in the model: it is ${what}`,
    'a patch without this hunk, or one that is written as a module (docs/guides/patch.md)',
  );
}

/** Null: it matters. */
function whyNothing(fn: string, account: LineAccount): string | null {
  if (account.is === 'helper') return account.helper.startsWith(NOTHING) ? account.helper.slice(NOTHING.length) : null;
  return isBaseName(fn) ? null : `no step of the model stands for ${fn}()`;
}
