/** Which way control went from a decision, in words. */
import { withoutComments } from '../brief-code.ts';
import { RETURNED } from './learnt-steps.ts';

const TAKEN = 'taken';
const NOT_TAKEN = 'not taken';

/**
 * `c`: the statement; `to`: the label where control went; `next`: that of the step written next; `line`: that of the statement where control went, if it has one. A condition with nothing behind it is
 * true where what is written next follows; where neither that nor a `return` or `goto` tells, says where control went: of a loop
 * that returns from within, a return may be either end.
 */
export function branchTold(c: string, to: string, next: string | undefined, line = 0): string {
  const code = withoutComments(c).trim();
  const isLoop = /^(?:while|for|list_for_each\w*) ?\(/.test(code);
  const [, jump] = /\bif \(.*\) (return|goto \w+)[^;{}]*$/.exec(code) ?? [];
  if (jump !== undefined && !isLoop) {
    if (to === RETURNED || jump === `goto ${to}`) return TAKEN;
    // The model may have no step at the label.
    if (jump === 'return' || to === next) return NOT_TAKEN;
  }
  const opens = isLoop || code.startsWith('if (') || code.startsWith('&&');
  if (opens && jump === undefined && !/\bbreak\b/.test(code)) return to === next ? TAKEN : NOT_TAKEN;
  // A line is known to whoever has the C; a label may be ours.
  return to === RETURNED ? 'returns' : `goes on at ${line === 0 ? to : line}`;
}
