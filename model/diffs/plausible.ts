/**
 * How plausible it is that a line of a damaged hunk is one of the file, or the rest of the line above it. Costs, from 0: certain.
 * A difference of about 4 is what no one would doubt. Only the order of readings depends on them: which one is true, the base says.
 */
import { IMPOSSIBLE } from './assignment.ts';
import type { Habits } from './habits.ts';
import type { Traits } from './traits.ts';

/** No more can be said against anything but what cannot be. */
const NEVER_SEEN = 8;

/** Kernel code keeps to so many columns, mostly; the sign is one more. */
const LONGEST = 81;
/** So much stood in front of most lines before white space was collapsed. */
const LOST_INDENT = 8;
const MOST_INDENT = 32;

/** A comment that is closed alone on a line is opened so, too. */
const opensWithWords = ({ code }: Traits): boolean => {
  const begin = code.lastIndexOf('/*');
  return begin >= 0 && /\w/.test(code.slice(begin));
};

const isComplete = ({ code, endsInComment, endsInString }: Traits): boolean =>
  !endsInComment && !endsInString && /(?:[;{}\\]|\*\/|^\w+:)$/.test(code);

/** Something must follow: the parentheses are open, or an operator has nothing behind it. */
const isOpen = ({ code, open }: Traits): boolean => open > 0 || /(?:[=(&|+*<>?-]|\s:)$/.test(code);

const endsAmidst = (line: Traits): boolean => isOpen(line) || /[\w",]$/.test(line.code);

const beginsStatement = (code: string): boolean =>
  /^(?:if|for|while|do|else|return|goto|switch|case|default|break|continue|static|extern|struct \w+ [{*]|typedef|\/\*)(?!\w)/.test(
    code,
  );

/** Words that stand side by side, as in a comment. */
const areWords = (before: string, code: string): boolean => /\w$/.test(before) && /^[\w*(]/.test(code);

/** That the line is a line of its own, of both sides. */
export function costOfContext(above: Traits | null, line: Traits, { keepsBlank }: Habits): number {
  // What was `+ b` in the file looks like an added line, once the blanks in front are lost.
  if (line.sign === '+' || line.sign === '-') return keepsBlank || line.code === '' ? IMPOSSIBLE : NEVER_SEEN;
  if (line.code === '' || line.sign === ' ') return above?.endsInString === true ? NEVER_SEEN : 0;
  if (keepsBlank) return 6;
  if (line.code === '\\') return 6;
  if (above === null) return 1;
  if (above.endsInString) return NEVER_SEEN;
  if (line.beginsInComment) {
    if (line.code === '*/' && opensWithWords(above)) return 3;
    return line.code.startsWith('*') || above.code === '' ? 1 : 5;
  }
  let cost = 1;
  // The rest of a changed statement is mostly changed too.
  if (isOpen(above)) cost += above.sign === '+' || above.sign === '-' ? 4 : 1;
  if (areWords(above.code, line.code) && !/^(?:else|do|.*\binline .*|#.*)$/.test(above.code)) cost += 2;
  if (/^\w*\)*;?$/.test(line.code) && !/^(?:break|continue|return|\w+\(\));$/.test(line.code)) cost += 1;
  return cost;
}

/** That the line is the rest of the one above it. */
export function costOfJoin(above: Traits, line: Traits, habits: Habits): number {
  if (line.code === '') return IMPOSSIBLE;
  // A long word may have been wrapped away from the sign.
  if (above.code === '') return line.sign === null && (above.sign === '+' || above.sign === '-') ? 6 : IMPOSSIBLE;
  const signed = costOfSign(above, line, habits);
  if (above.endsInString) return signed;
  if (line.code === '\\') return above.code.endsWith('\\') ? NEVER_SEEN : signed;
  return signed + costOfRoom(above, line, habits) + costOfRest(above, line);
}

/** Mailers take the blanks at which they wrap. */
function costOfSign(above: Traits, line: Traits, { keepsBlank, ...habits }: Habits): number {
  if (line.sign === null) return 0;
  if (line.sign === ' ') return keepsBlank ? 6 : line.columns - line.code.length > 1 ? 5 : 3;
  // Otherwise a line that somebody added by hand, without counting, would be taken for one that begins with an operator.
  return roomFor(line, above, habits) >= (habits.collapses ? MOST_INDENT : 0) ? IMPOSSIBLE : 6;
}

/** So many columns were left for the first word. */
function roomFor({ code }: Traits, above: Traits, { width }: Pick<Habits, 'width'>): number {
  const [word = ''] = code.split(/\s/, 1);
  return width - above.columns - 1 - word.length;
}

/** A mailer wraps where the next word would not fit. */
function costOfRoom(above: Traits, line: Traits, { collapses, width }: Habits): number {
  const room = roomFor(line, above, { width });
  const length = above.columns + 1 + line.code.length + (collapses ? LOST_INDENT : 0);
  const tooLong = Math.min(2, Math.max(0, length - LONGEST) / 4);
  if (room < 0) return tooLong;
  return tooLong + (collapses ? 1 + Math.min(2, room / 20) : 2 + Math.min(6, room / 3));
}

/** By what the two lines say. */
function costOfRest(above: Traits, line: Traits): number {
  const { code } = line;
  if (code.startsWith('#')) return NEVER_SEEN;
  if (above.endsInComment) {
    if (code === '*/') return opensWithWords(above) ? 1 : 6;
    return /^\*(?!\/)/.test(code) ? 6 : 0;
  }
  // A comment behind a statement.
  if (isComplete(above)) return /^\/\*.*\*\/$/.test(code) ? 1 : 5;
  if (code === '{' || code === '}') return 4;
  if (beginsStatement(code)) return 4;
  return endsAmidst(above) ? 0 : 2;
}

/** That the line is changed, as its sign says; `closes`: it looks like the first line of a signature, too. */
export function costOfChange(above: Traits | null, closes: boolean): number {
  return above?.endsInString === true || closes ? NEVER_SEEN : 0;
}

/** That the first line is the rest of the hunk's header: only what stands behind its second `@@` can be wrapped. */
export function costOfJoinToHeader(section: string, line: Traits): number {
  if (line.code === '' || line.sign !== null) return IMPOSSIBLE;
  // Diff itself cuts it.
  return section.trim().length < 20 ? NEVER_SEEN : 2;
}
