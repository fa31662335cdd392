/** Short ways to write parts of a plan. */
import type { AskPlan, Expr, Place, Statement, StepPlan } from './plan.ts';

export const local = (name: string): Expr => ({ local: name });
export const self: Expr = { self: true };
export const at = (pool: string, id: Expr, field: string): Place => ({ pool, id, field });
export const read = (place: Place): Expr => ({ read: place });
const binary =
  (op: '+' | '-' | '==' | '!=' | '<' | 'and' | 'or') =>
  (a: Expr, b: Expr): Expr => ({ op, a, b });
export const plus = binary('+');
export const minus = binary('-');
export const equal = binary('==');
export const differ = binary('!=');
export const less = binary('<');
export const and = binary('and');
export const or = binary('or');

export const set = (name: string, to: Expr): Statement => ({ set: name, to });
export const write = (place: Place, to: Expr): Statement => ({ write: place, to });
export const add = (place: Place, by: Expr): Statement => write(place, plus(read(place), by));
export const when = (holds: Expr, ...then: Statement[]): Statement => ({ if: holds, then });

/** Steps get their labels when they are put together. */
export type Unlabelled<T> = T extends unknown ? Omit<T, 'label'> : never;
export type Step = Unlabelled<StepPlan>;
export const act = (...body: Statement[]): Step => ({ does: 'act', body });
export const acquire = (place: Place): Step => ({ does: 'acquire', at: place });
export const release = (place: Place): Step => ({ does: 'release', at: place });

export const ask = (wrong: Expr): AskPlan => ({ each: null, wrong });
export const askEach = (each: string, wrong: Expr): AskPlan => ({ each, wrong });
