/**
 * What each line of a damaged hunk is: an assignment with two exact totals, the old and the new lines that the header counts.
 * Dynamic programming over both, exact: the ways to read a hunk that cost least.
 */

/** A line of the hunk, the rest of the one above (whose mark may be an operator), or nothing of the hunk. */
export type LineRole = ' ' | '-' | '+' | 'rest' | 'rest with mark' | 'nothing';

export type RoleCosts = Readonly<Record<LineRole, number>>;

export const IMPOSSIBLE = Infinity;

export const NO_ROLE: RoleCosts = {
  ' ': IMPOSSIBLE,
  '-': IMPOSSIBLE,
  '+': IMPOSSIBLE,
  rest: IMPOSSIBLE,
  'rest with mark': IMPOSSIBLE,
  nothing: IMPOSSIBLE,
};

const ROLES = Object.keys(NO_ROLE) as LineRole[];
const isOld = (role: LineRole): boolean => role === ' ' || role === '-';
const isNew = (role: LineRole): boolean => role === ' ' || role === '+';

export interface Assignment {
  readonly oldCount: number;
  readonly newCount: number;
  /** Of each line. */
  readonly costs: readonly RoleCosts[];
  /** Of a hunk that ends before each line, and behind the last. */
  readonly tails: readonly number[];
}

export interface RolesRead {
  /** Of the lines up to the end of the hunk. */
  readonly roles: readonly LineRole[];
  readonly cost: number;
}

/** A way to read the lines up to one. */
interface PartialReading {
  readonly cost: number;
  readonly role: LineRole;
  readonly before: PartialReading | null;
}

/** By the old and the new lines so far, as one number: the least cost. */
type Layer = ReadonlyMap<number, number>;

/** Far more than a mail has; the dearest are left out then. */
const MOST_STATES = 20_000;

/** How much dearer than it must be the best reading is thought to be, at first. */
const FIRST_SLACK = 8;

/** The cheapest `most`, best first, of which none costs more than `margin` above the best; none where the totals cannot be met. */
export function cheapestRoles(assignment: Assignment, most: number, margin: number): RolesRead[] {
  const table = new AssignmentTable(assignment);
  if (table.least === IMPOSSIBLE) return [];
  for (let slack = FIRST_SLACK; ; slack *= 2) {
    const bound = table.least + slack;
    const { costOfBest, isAll } = table.reach(bound);
    if (costOfBest <= bound || (isAll && costOfBest < IMPOSSIBLE)) return table.within(costOfBest + margin, most);
    if (isAll) return [];
  }
}

/** The cheapest `most` that cost no more than the bound, best first. */
export const rolesWithin = (assignment: Assignment, most: number, bound: number): RolesRead[] =>
  new AssignmentTable(assignment).within(bound, most);

class AssignmentTable {
  readonly #assignment: Assignment;
  /** What all lines before each must cost at least. */
  readonly #atLeast: readonly number[];
  /** What the whole hunk must. */
  readonly least: number;
  readonly #last: number;

  constructor(assignment: Assignment) {
    this.#assignment = assignment;
    const sums = [0];
    for (const costs of assignment.costs) sums.push((sums.at(-1) ?? 0) + Math.min(...Object.values(costs)));
    this.#atLeast = sums;
    this.#last = this.#state(assignment.oldCount, assignment.newCount);
    this.least = this.#toCome(0, 0);
  }

  #state(older: number, newer: number): number {
    return older * (this.#assignment.newCount + 1) + newer;
  }

  /** What is left to read costs at least so much: each line of a file takes a line of text. */
  #toCome(nth: number, state: number): number {
    const { oldCount, newCount } = this.#assignment;
    const older = Math.floor(state / (newCount + 1));
    const missing = Math.max(oldCount - older, newCount - (state % (newCount + 1)));
    return (this.#atLeast[nth + missing] ?? IMPOSSIBLE) - (this.#atLeast[nth] ?? 0);
  }

  /** Where a role leads from a state; null where it would be a line too many. */
  #after(state: number, role: LineRole): number | null {
    const { oldCount, newCount } = this.#assignment;
    const older = Math.floor(state / (newCount + 1)) + (isOld(role) ? 1 : 0);
    const newer = (state % (newCount + 1)) + (isNew(role) ? 1 : 0);
    return older > oldCount || newer > newCount ? null : this.#state(older, newer);
  }

  /** The states before each line, for readings that may cost no more than the bound; `isAll`: the bound kept none out. */
  reach(bound: number): { layers: Layer[]; costOfBest: number; isAll: boolean } {
    const { costs, tails } = this.#assignment;
    const layers: Layer[] = [];
    let [costOfBest, isAll] = [IMPOSSIBLE, true];
    let layer: Layer = new Map([[0, 0]]);
    for (let nth = 0; layer.size > 0; nth += 1) {
      layers.push(layer);
      costOfBest = Math.min(costOfBest, (layer.get(this.#last) ?? IMPOSSIBLE) + (tails[nth] ?? IMPOSSIBLE));
      const next = new Map<number, number>();
      const here = costs[nth];
      if (here !== undefined)
        for (const [state, cost] of layer)
          for (const role of ROLES) {
            const to = here[role] === IMPOSSIBLE ? null : this.#after(state, role);
            if (to === null) continue;
            const sum = cost + here[role];
            const all = sum + this.#toCome(nth + 1, to);
            if (all > bound) isAll &&= all === IMPOSSIBLE;
            else if (sum < (next.get(to) ?? IMPOSSIBLE)) next.set(to, sum);
          }
      layer = next.size > MOST_STATES ? cheapestOf(next) : next;
    }
    return { layers, costOfBest, isAll };
  }

  /** The cheapest readings that cost no more than the bound. */
  within(bound: number, most: number): RolesRead[] {
    const { costs, tails } = this.#assignment;
    const toGo = this.#costsToGo(this.reach(bound).layers);
    const found: { readonly last: PartialReading; readonly cost: number }[] = [];
    let layer = new Map<number, PartialReading[]>([[0, [{ cost: 0, role: 'nothing', before: null }]]]);
    for (let nth = 0; layer.size > 0; nth += 1) {
      for (const last of layer.get(this.#last) ?? [])
        found.push({ last, cost: last.cost + (tails[nth] ?? IMPOSSIBLE) });
      const next = new Map<number, PartialReading[]>();
      for (const [state, readings] of layer)
        for (const role of ROLES) {
          const cost = costs[nth]?.[role] ?? IMPOSSIBLE;
          const to = cost === IMPOSSIBLE ? null : this.#after(state, role);
          const rest = to === null ? undefined : toGo[nth + 1]?.get(to);
          if (to === null || rest === undefined) continue;
          const known = next.get(to) ?? [];
          for (const before of readings)
            if (before.cost + cost + rest <= bound) known.push({ cost: before.cost + cost, role, before });
          if (known.length > 0) next.set(to, known);
        }
      for (const [state, all] of next) next.set(state, all.toSorted((a, b) => a.cost - b.cost).slice(0, most));
      layer = next;
    }
    return found
      .filter(({ cost }) => cost <= bound)
      .toSorted((a, b) => a.cost - b.cost)
      .slice(0, most)
      .map(({ last, cost }) => ({ roles: rolesOf(last), cost }));
  }

  /** By state before each line: the least cost of all that comes. */
  #costsToGo(layers: readonly Layer[]): Layer[] {
    const { costs, tails } = this.#assignment;
    const all: Layer[] = [];
    let below: Layer = new Map();
    for (let nth = layers.length - 1; nth >= 0; nth -= 1) {
      const here = new Map<number, number>();
      for (const state of layers[nth]?.keys() ?? []) {
        let least = state === this.#last ? (tails[nth] ?? IMPOSSIBLE) : IMPOSSIBLE;
        for (const role of ROLES) {
          const cost = costs[nth]?.[role] ?? IMPOSSIBLE;
          const to = cost === IMPOSSIBLE ? null : this.#after(state, role);
          if (to !== null) least = Math.min(least, cost + (below.get(to) ?? IMPOSSIBLE));
        }
        if (least !== IMPOSSIBLE) here.set(state, least);
      }
      all.unshift(here);
      below = here;
    }
    return all;
  }
}

const cheapestOf = (layer: Layer): Layer => new Map([...layer].toSorted(([, a], [, b]) => a - b).slice(0, MOST_STATES));

function rolesOf(last: PartialReading): LineRole[] {
  const roles: LineRole[] = [];
  for (let reading = last; reading.before !== null; reading = reading.before) roles.push(reading.role);
  return roles.toReversed();
}
