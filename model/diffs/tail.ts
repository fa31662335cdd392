/** How plausible it is that a hunk ends before a line, and the rest of the text up to the next hunk is none of it. */
import { IMPOSSIBLE } from './assignment.ts';
import { closesMail } from './hunk-text.ts';
import type { UnquotedLine } from './quotes.ts';

/** Of one line that no hunk should leave behind. */
const LEFT_BEHIND = 6;
/** Of the first, if nothing speaks against it being the rest of the line above. */
const LIKE_A_REST = 20;
/** Prose may be long. */
const MOST = 24;

/** Below an empty line, `- it helps` and `-Andrew` are words of the mail; these are lines of a file. */
const isSurelyChanged = (text: string): boolean => /^[-+](?:[\t{}#/]| {2}|[ \w].*[;{}),\\]$)/.test(text);

/** What the line would cost as the rest of the one above it: so much less is lost by leaving it behind. */
export function costOfTail(
  body: readonly UnquotedLine[],
  begin: number,
  isFollowed: boolean,
  costOfRest: number,
): number {
  let cost = 0;
  let isApart = false;
  for (let nth = begin; nth < body.length && cost < MOST; nth += 1) {
    const text = body[nth]?.text ?? '';
    if (!isFollowed && closesMail(body, nth)) break;
    if (text.trim() === '') {
      // Could be an empty line of the file, too.
      cost += isFollowed ? LEFT_BEHIND / 2 : isApart ? 0 : 1;
      isApart = true;
    } else if (/^[-+]/.test(text) && (isFollowed || !isApart || isSurelyChanged(text))) return IMPOSSIBLE;
    else if (nth === begin) cost += Math.max(LEFT_BEHIND, LIKE_A_REST - (isFollowed ? 0 : costOfRest));
    else if (isFollowed || !isApart || /^[-+]/.test(text)) cost += LEFT_BEHIND;
  }
  return cost;
}
