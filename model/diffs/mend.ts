/** The most plausible readings of a damaged hunk: costs for what each line may be, and what comes of the cheapest assignments. */
import { cheapestRoles, IMPOSSIBLE, NO_ROLE, type LineRole, type RoleCosts, rolesWithin } from './assignment.ts';
import type { DiffLine, HunkHeader } from './diff.ts';
import type { Habits } from './habits.ts';
import { closesMail } from './hunk-text.ts';
import { isNoNewline } from './plain.ts';
import { costOfChange, costOfContext, costOfJoin, costOfJoinToHeader } from './plausible.ts';
import type { UnquotedLine } from './quotes.ts';
import { costOfTail } from './tail.ts';
import { type Traits, traitsOf } from './traits.ts';

/** That a line without mark is nothing of a quoted diff: much, if nothing speaks against it being the rest of the line above. */
const REMARK = 3;
const LIKE_A_REST = 20;

export interface DamagedHunk {
  readonly header: HunkHeader;
  /** All up to the next hunk, file or mail. */
  readonly body: readonly UnquotedLine[];
  /** Another hunk of the same file follows: nothing can stand between. */
  readonly isFollowed: boolean;
}

/** So many readings are told, and those that share an old side with one of them: with half as many, twice as many of our damaged hunks were lost. */
const READINGS = 64;
/** Readings that cost so much more than the best are told no more. */
const MARGIN = 12;
/** So many that have an old side in common are enough to see that it does not decide. */
const TWINS = 4;

/** The readings, best first: none where the counts cannot be met. */
export function readingsOf(hunk: DamagedHunk, habits: Habits): DiffLine[][] {
  const { header } = hunk;
  const body = hunk.body.slice(0, longest(header));
  const costs = costsOf(body, header, habits);
  const tails = [...costs, undefined].map((cost, length) =>
    costOfTail(hunk.body, length, hunk.isFollowed, cost?.rest ?? IMPOSSIBLE),
  );
  const assignment = { oldCount: header.oldCount, newCount: header.newCount, costs, tails };
  const best = cheapestRoles(assignment, READINGS, MARGIN);
  // One that fits the base may still be one of several with the same old side.
  const twins = best.flatMap(({ roles, cost }) =>
    rolesWithin({ ...assignment, costs: onlyAdded(costs, roles) }, TWINS, cost + MARGIN),
  );
  const all = new Map([...best, ...twins].map((one) => [one.roles.join(), one]));
  return [...all.values()].toSorted((a, b) => a.cost - b.cost).map(({ roles }) => linesOfRoles(roles, body, habits));
}

/** The costs of all readings that have the old side of this one: only what is added may be read otherwise, and end elsewhere. */
function onlyAdded(costs: readonly RoleCosts[], roles: readonly LineRole[]): RoleCosts[] {
  let isAdded = false;
  return costs.map((cost, nth): RoleCosts => {
    const role = roles[nth];
    if (role === ' ' || role === '-') isAdded = false;
    if (role !== undefined && !isAdded && role !== '+') return { ...NO_ROLE, [role]: cost[role] };
    const added = { ...cost, ' ': IMPOSSIBLE, '-': IMPOSSIBLE };
    if (isAdded) return added;
    isAdded = role === '+';
    return isAdded ? { ...added, rest: IMPOSSIBLE, 'rest with mark': IMPOSSIBLE } : NO_ROLE;
  });
}

/** More lines than this are no hunk of these counts, however short they were wrapped. */
const longest = ({ oldCount, newCount }: HunkHeader): number => 4 * (oldCount + newCount) + 8;

function costsOf(body: readonly UnquotedLine[], { section }: HunkHeader, habits: Habits): RoleCosts[] {
  const all = traitsOf(body);
  return body.map((line, nth): RoleCosts => {
    const traits = all[nth];
    if (traits === undefined) throw new Error('no traits of a line');
    const above: Traits | null = all[nth - 1] ?? null;
    const rest = above === null ? costOfJoinToHeader(section, traits) : costOfJoin(above, traits, habits);
    if (isNoNewline(line.text)) return { ...NO_ROLE, nothing: 0 };
    // A remark in a reply, if it is not the rest of a line.
    if (line.isLoose === true) return { ...NO_ROLE, rest, nothing: Math.max(REMARK, LIKE_A_REST - rest) };
    const changed = costOfChange(above, line.text !== '+' && closesMail(body, nth));
    return {
      ...NO_ROLE,
      ' ': costOfContext(above, traits, habits),
      '-': traits.sign === '-' ? changed : IMPOSSIBLE,
      '+': traits.sign === '+' ? changed : IMPOSSIBLE,
      ...costsOfMark(line, traits, rest, habits),
    };
  });
}

/** A rest that begins with `>` looks like a line with a mark; where rests have marks, that is none of its own. */
function costsOfMark({ marks }: UnquotedLine, { sign }: Traits, rest: number, { keepsBlank, wrapsMarks }: Habits) {
  if (marks === undefined || sign !== null || !keepsBlank || wrapsMarks === false) return { rest };
  return { rest: rest + (wrapsMarks === true ? MARGIN : 0), 'rest with mark': rest + (wrapsMarks === null ? 6 : 0) };
}

function linesOfRoles(roles: readonly LineRole[], body: readonly UnquotedLine[], { keepsBlank }: Habits): DiffLine[] {
  const lines: DiffLine[] = [];
  roles.forEach((role, nth) => {
    const { text, at, marks = '' } = body[nth] ?? { text: '', at: 0 };
    const above = lines.at(-1);
    if (role === 'rest' || role === 'rest with mark') {
      const rest = (role === 'rest' ? text : marks + text).trim();
      // The rest of the line with the hunk's header tells nothing.
      if (above !== undefined) lines[lines.length - 1] = { ...above, text: `${above.text.trimEnd()} ${rest}` };
    } else if (role !== 'nothing') {
      const isSigned = role !== ' ' || (keepsBlank && text.startsWith(' '));
      lines.push({ kind: role, text: isSigned ? text.slice(1) : text, at });
    }
  });
  return lines;
}
