/**
 * The most plausible readings of a damaged hunk. Which lines are the rest of the line above them is an assignment with two exact
 * totals, the old and the new lines that the header counts: dynamic programming over both, keeping the best few ways to each.
 */
import type { DiffLine, HunkHeader } from './diff.ts';
import type { Habits } from './habits.ts';
import { closesMail } from './hunk-text.ts';
import { isNoNewline } from './plain.ts';
import { costOfChange, costOfContext, costOfJoin, costOfJoinToHeader, IMPOSSIBLE } from './plausible.ts';
import type { UnquotedLine } from './quotes.ts';
import { costOfTail } from './tail.ts';
import { type Traits, traitsOf } from './traits.ts';

/** What a line of the text is: a line of the hunk, the rest of the one above, where its mark may be an operator, or nothing of it. */
type Role = DiffLine['kind'] | 'rest' | 'rest with mark' | 'nothing';

/** A way to read the lines up to one. */
interface PartialReading {
  readonly cost: number;
  readonly role: Role;
  readonly before: PartialReading | null;
}

/** That a line without mark is nothing of a quoted diff: much, if nothing speaks against it being the rest of the line above. */
const REMARK = 3;
const LIKE_A_REST = 20;

const START: PartialReading = { cost: 0, role: 'nothing', before: null };
const ROLES: readonly Role[] = [' ', '-', '+', 'rest', 'rest with mark', 'nothing'];

const NONE: Costs = {
  ' ': IMPOSSIBLE,
  '-': IMPOSSIBLE,
  '+': IMPOSSIBLE,
  rest: IMPOSSIBLE,
  'rest with mark': IMPOSSIBLE,
  nothing: IMPOSSIBLE,
};

export interface DamagedHunk {
  readonly header: HunkHeader;
  /** All up to the next hunk, file or mail. */
  readonly body: readonly UnquotedLine[];
  /** Another hunk of the same file follows: nothing can stand between. */
  readonly isFollowed: boolean;
}

/** So many readings of a hunk are told, the best included. */
export const READINGS = 32;
/** Readings that cost so much more than the best are told no more. */
const MARGIN = 12;
/** So many that have an old side in common are enough to see that it does not decide. */
const TWINS = 4;
/** More ways than this to the same line of text are cut to the cheapest. */
const MOST_STATES = 4000;

/** The readings, best first: none where the counts cannot be met. */
export function readingsOf(hunk: DamagedHunk, habits: Habits): DiffLine[][] {
  const { header } = hunk;
  const body = hunk.body.slice(0, longest(header));
  const costs = costsOf(body, header, habits);
  const best = cheapest(hunk, costs, READINGS);
  // One that fits the base may still be one of several with the same old side.
  const known = new Set(best.map(({ roles }) => roles.join()));
  for (const { roles, cost } of best.slice(0, READINGS))
    for (const twin of cheapest(hunk, onlyAdded(costs, roles), TWINS))
      if (twin.cost <= cost + MARGIN && !known.has(twin.roles.join())) {
        known.add(twin.roles.join());
        best.push(twin);
      }
  return best.toSorted((a, b) => a.cost - b.cost).map(({ roles }) => linesOfRoles(roles, body, habits));
}

interface RolesRead {
  readonly roles: readonly Role[];
  readonly cost: number;
}

/** So many, or fewer, and none much worse than the best. */
function cheapest(hunk: DamagedHunk, costs: readonly Costs[], most: number): RolesRead[] {
  const { header } = hunk;
  const complete = stateOf(header, header.oldCount, header.newCount);
  const found: { readonly way: PartialReading; readonly cost: number }[] = [];
  let layer: Layer = new Map([[0, [START]]]);
  let bound = IMPOSSIBLE;
  for (let length = 0; layer.size > 0; length += 1) {
    const cost = costs[length];
    for (const way of layer.get(complete) ?? []) {
      const all = way.cost + costOfTail(hunk.body, length, hunk.isFollowed, cost?.rest ?? IMPOSSIBLE);
      if (all === IMPOSSIBLE) continue;
      found.push({ way, cost: all });
      bound = Math.min(bound, all + MARGIN);
    }
    layer =
      cost === undefined ? new Map() : next(layer, cost, { header, left: costs.length - length - 1, bound, most });
  }
  return found
    .filter(({ cost }) => cost <= bound)
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, most)
    .map(({ way, cost }) => ({ roles: rolesOf(way), cost }));
}

function rolesOf(last: PartialReading): Role[] {
  const roles: Role[] = [];
  for (let way = last; way.before !== null; way = way.before) roles.push(way.role);
  return roles.toReversed();
}

/** The costs of all readings that have the old side of this one: only what is added may be read otherwise, and end elsewhere. */
function onlyAdded(costs: readonly Costs[], roles: readonly Role[]): Costs[] {
  let isAdded = false;
  return costs.map((cost, nth): Costs => {
    const role = roles[nth];
    if (role === ' ' || role === '-') isAdded = false;
    if (role !== undefined && !isAdded && role !== '+') return { ...NONE, [role]: cost[role] };
    const added = { ...cost, ' ': IMPOSSIBLE, '-': IMPOSSIBLE };
    if (isAdded) return added;
    isAdded = role === '+';
    return isAdded ? { ...added, rest: IMPOSSIBLE, 'rest with mark': IMPOSSIBLE } : NONE;
  });
}

/** By the old and the new lines so far, as one number. */
type Layer = ReadonlyMap<number, readonly PartialReading[]>;

const stateOf = ({ newCount }: HunkHeader, older: number, newer: number): number => older * (newCount + 1) + newer;

/** More lines than this are no hunk of these counts, however short they were wrapped. */
const longest = ({ oldCount, newCount }: HunkHeader): number => 4 * (oldCount + newCount) + 8;

type Costs = Readonly<Record<Role, number>>;

function costsOf(body: readonly UnquotedLine[], { section }: HunkHeader, habits: Habits): Costs[] {
  const all = traitsOf(body);
  return body.map((line, nth): Costs => {
    const traits = all[nth];
    if (traits === undefined) throw new Error('no traits of a line');
    const above: Traits | null = all[nth - 1] ?? null;
    const rest = above === null ? costOfJoinToHeader(section, traits) : costOfJoin(above, traits, habits);
    if (isNoNewline(line.text)) return { ...NONE, nothing: 0 };
    // A remark in a reply, if it is not the rest of a line.
    if (line.isLoose === true) return { ...NONE, rest, nothing: Math.max(REMARK, LIKE_A_REST - rest) };
    const changed = costOfChange(above, line.text !== '+' && closesMail(body, nth));
    return {
      ...NONE,
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

interface Limits {
  readonly header: HunkHeader;
  /** So many lines of text come behind. */
  readonly left: number;
  readonly bound: number;
  /** Ways to each state. */
  readonly most: number;
}

/** All ways that go on from these by one line of text. */
function next(layer: Layer, costs: Costs, { header, left, bound, most }: Limits): Layer {
  const ways = new Map<number, PartialReading[]>();
  const { oldCount, newCount } = header;
  for (const [state, before] of layer) {
    const [older, newer] = [Math.floor(state / (newCount + 1)), state % (newCount + 1)];
    for (const role of ROLES) {
      const cost = costs[role];
      if (cost === IMPOSSIBLE) continue;
      const [o, n] = [older + (role === ' ' || role === '-' ? 1 : 0), newer + (role === ' ' || role === '+' ? 1 : 0)];
      if (o > oldCount || n > newCount || oldCount - o > left || newCount - n > left) continue;
      const key = stateOf(header, o, n);
      const known = ways.get(key) ?? [];
      for (const way of before) if (way.cost + cost <= bound) known.push({ cost: way.cost + cost, role, before: way });
      ways.set(key, known);
    }
  }
  for (const [key, all] of ways) {
    if (all.length === 0) ways.delete(key);
    else ways.set(key, all.toSorted((a, b) => a.cost - b.cost).slice(0, most));
  }
  if (ways.size <= MOST_STATES) return ways;
  const byCost = [...ways].toSorted(([, a], [, b]) => (a[0]?.cost ?? 0) - (b[0]?.cost ?? 0));
  return new Map(byCost.slice(0, MOST_STATES));
}

function linesOfRoles(roles: readonly Role[], body: readonly UnquotedLine[], { keepsBlank }: Habits): DiffLine[] {
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
