/** The oracle's judgement: what a plan's predicates and shapes of findings say of a state or a step. Shares nothing with the core. */
import { locksHeld } from './memory.ts';
import type { AskPlan, Expr, FindingShape, Place, Plan } from './plan.ts';
import { combine, type Found, freshFrame, procNamed, type State } from './steps.ts';

export type End = 'done' | 'stuck' | 'oops';

const NOTHING = Number.NaN;

/** It has finished; or it idles and stands where it began, whatever its locals hold by now. */
export function isAtRest(plan: Plan, { stacks }: State, context: number): boolean {
  const stack = stacks[context] ?? [];
  if (stack.length === 0) return true;
  const { idles, proc, args } = plan.contexts[context] as Plan['contexts'][number];
  const start = freshFrame(procNamed(plan, proc), args);
  return idles && stack.length === 1 && stack[0]?.proc === start.proc && stack[0].at === start.at;
}

/** How a state from which nothing goes on ends its schedules. */
export function endOf(plan: Plan, state: State): End {
  if (state.halted !== null) return 'oops';
  return plan.contexts.every((_, context) => isAtRest(plan, state, context)) ? 'done' : 'stuck';
}

class Asking {
  private readonly plan: Plan;
  private readonly state: State;
  private readonly end: End | null;
  constructor(plan: Plan, state: State, end: End | null) {
    this.plan = plan;
    this.state = state;
    this.end = end;
  }

  private isAlive(pool: string, id: number): boolean {
    const life = this.state.memory[pool]?.[id]?.['life'];
    return life !== 'unallocated' && life !== 'freed';
  }

  private content(pool: string, id: number, field: string): unknown {
    const object = this.state.memory[pool]?.[id];
    if (object === undefined || !this.isAlive(pool, id)) return null;
    return object[field];
  }

  private number(pool: string, id: number, field: string): number {
    const content = this.content(pool, id, field);
    return typeof content === 'number' ? content : NOTHING;
  }

  private list({ pool, id, field }: Place, self: number): readonly number[] | null {
    const content = this.content(pool, this.value(id, self), field);
    return Array.isArray(content) ? content : null;
  }

  holds(expr: Expr, self: number): boolean {
    const value = this.value(expr, self);
    return value !== 0 && !Number.isNaN(value);
  }

  value(expr: Expr, self: number): number {
    const { plan, state } = this;
    if (typeof expr === 'number') return expr;
    if ('local' in expr) throw new Error('a predicate has no locals');
    if ('self' in expr) return self;
    if ('read' in expr) return this.number(expr.read.pool, this.value(expr.read.id, self), expr.read.field);
    if ('length' in expr) return this.list(expr.length, self)?.length ?? NOTHING;
    if ('has' in expr) return Number(this.list(expr.has, self)?.includes(this.value(expr.element, self)) ?? false);
    if ('sum' in expr)
      return (state.memory[expr.sum] ?? []).reduce((sum, _, id) => sum + this.number(expr.sum, id, expr.field), 0);
    if ('alive' in expr) return Number(this.isAlive(expr.alive, this.value(expr.id, self)));
    if ('in' in expr) {
      const stack = state.stacks[this.value(expr.context, self)] ?? [];
      return Number(stack.some(({ proc }) => proc === expr.in));
    }
    if ('rests' in expr) return Number(isAtRest(plan, state, this.value(expr.rests, self)));
    if ('holds' in expr) return Number(locksHeld(plan, state.memory, this.value(expr.holds, self)).length > 0);
    if ('stuck' in expr) return Number(this.end === 'stuck');
    if ('first' in expr) return (state.memory[expr.first] ?? []).findIndex((_, id) => this.holds(expr.where, id));
    const { op, a, b } = expr;
    if (op === 'and') return Number(this.holds(a, self) && this.holds(b, self));
    if (op === 'or') return Number(this.holds(a, self) || this.holds(b, self));
    return combine(op, this.value(a, self), this.value(b, self));
  }
}

/** Whether the predicate holds of the state, of some object if it is asked of each. */
export function holdsIn(plan: Plan, { each, wrong }: AskPlan, state: State, end: End | null = null): boolean {
  const asking = new Asking(plan, state, end);
  if (each === null) return asking.holds(wrong, -1);
  const all = each === 'context' ? plan.contexts : (state.memory[each] ?? []);
  return all.some((_, id) => asking.holds(wrong, id));
}

export const isOfShape = (found: Found, shape: FindingShape): boolean =>
  (shape.kind ?? found.kind) === found.kind &&
  (shape.context ?? found.context) === found.context &&
  (shape.what ?? found.what) === found.what &&
  (shape.step ?? found.step) === found.step;
