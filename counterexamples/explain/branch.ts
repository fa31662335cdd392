/** Which way control went from a decision, in words. */
import { RETURNED } from './learnt-steps.ts';

const COMMENT = /\s*\/\*.*?\*\//g;
const TAKEN = 'taken';
const NOT_TAKEN = 'not taken';

/**
 * `c`: the statement; `to`: the label where control went; `next`: that of the step written next. A condition with nothing behind it is
 * true where what is written next follows; where neither that nor a `return` or `goto` tells, says where control went.
 */
export function branchTold(c: string, to: string, next: string | undefined): string {
  const code = c.replaceAll(COMMENT, '').trim();
  const [, jump] = /\bif \(.*\) (return|goto \w+)[^;{}]*$/.exec(code) ?? [];
  if (jump !== undefined) return to === RETURNED || jump === `goto ${to}` ? TAKEN : NOT_TAKEN;
  const opens = /^(?:if|while|for|list_for_each\w*) \(/.test(code) || code.startsWith('&&');
  const isBreak = /\bbreak\b/.test(code);
  if (opens && !isBreak && to === next) return TAKEN;
  if (opens && !isBreak) return NOT_TAKEN;
  return to === RETURNED ? 'returns' : `goes on at ${to}`;
}
