/** Makes predicates for the core of those of a plan. */
import type { List } from '../../model/core/index.ts';
import type { Situation } from '../../properties/property.ts';
import type { AskPlan, Expr, Place, Plan } from './plan.ts';
import { numberIn, objectIn } from './translate-steps.ts';

export type Memory = Readonly<Record<string, unknown>>;
export type End = 'done' | 'stuck' | 'oops' | undefined;
export type Asked = (k: Memory, situation: Situation, self: number, end: End) => number;

const NOTHING = Number.NaN;

export class Predicates {
  private readonly plan: Plan;
  constructor(plan: Plan) {
    this.plan = plan;
  }

  sizeOf(pool: string): number {
    if (pool === 'context') return this.plan.contexts.length;
    return this.plan.pools[pool]?.size ?? 0;
  }

  /** The object's field as the core shows it; undefined where there is no such object, or none that lives. */
  private content(pool: string, field: string): (k: Memory, situation: Situation, id: number) => unknown {
    const size = this.sizeOf(pool);
    return (k, _situation, id) => (id >= 0 && id < size ? objectIn(k, pool, id)[field] : undefined);
  }

  private number(pool: string, field: string): (k: Memory, situation: Situation, id: number) => number {
    const content = this.content(pool, field);
    const plan = this.plan.pools[pool]?.fields[field];
    if (plan === undefined) throw new Error(`there is no ${pool}.${field}`);
    return (k, situation, id) => {
      const one = content(k, situation, id);
      return one === undefined ? NOTHING : numberIn(plan, one);
    };
  }

  private list({ pool, id, field }: Place): (k: Memory, s: Situation, self: number, end: End) => List | undefined {
    const [content, at] = [this.content(pool, field), this.asked(id)];
    return (k, s, self, end) => content(k, s, at(k, s, self, end)) as List | undefined;
  }

  asked(expr: Expr): Asked {
    if (typeof expr === 'number') return () => expr;
    if ('local' in expr) throw new Error('a predicate has no locals');
    if ('self' in expr) return (_, __, self) => self;
    if ('read' in expr) {
      const [content, at] = [this.number(expr.read.pool, expr.read.field), this.asked(expr.read.id)];
      return (k, s, self, end) => content(k, s, at(k, s, self, end));
    }
    if ('length' in expr) {
      const list = this.list(expr.length);
      return (k, s, self, end) => list(k, s, self, end)?.length ?? NOTHING;
    }
    if ('has' in expr) {
      const [list, element] = [this.list(expr.has), this.asked(expr.element)];
      return (k, s, self, end) => Number(list(k, s, self, end)?.has(element(k, s, self, end)) ?? false);
    }
    if ('sum' in expr) {
      const [size, content] = [this.sizeOf(expr.sum), this.number(expr.sum, expr.field)];
      return (k, s) => {
        let sum = 0;
        for (let id = 0; id < size; id++) sum += content(k, s, id);
        return sum;
      };
    }
    if ('first' in expr) {
      const [size, where] = [this.sizeOf(expr.first), this.holds(expr.where)];
      return (k, s, _, end) => {
        for (let id = 0; id < size; id++) if (where(k, s, id, end)) return id;
        return -1;
      };
    }
    if ('alive' in expr) {
      const id = this.asked(expr.id);
      return (k, s, self, end) => Number(s.isAlive(expr.alive, id(k, s, self, end)));
    }
    if ('in' in expr) {
      const context = this.asked(expr.context);
      return (k, s, self, end) => Number(s.stack(context(k, s, self, end)).some(({ proc }) => proc === expr.in));
    }
    if ('rests' in expr) {
      const context = this.asked(expr.rests);
      return (k, s, self, end) => Number(s.isAtRest(context(k, s, self, end)));
    }
    if ('holds' in expr) {
      const context = this.asked(expr.holds);
      return (k, s, self, end) => {
        const one = context(k, s, self, end);
        return Number(s.heldLocks().some(({ holder }) => holder === one));
      };
    }
    if ('stuck' in expr) return (_, __, ___, end) => Number(end === 'stuck');
    return this.combined(expr);
  }

  private combined({ op, a: left, b: right }: Extract<Expr, { op: string }>): Asked {
    if (op === 'and' || op === 'or') {
      const [a, b] = [this.holds(left), this.holds(right)];
      if (op === 'and') return (k, s, self, end) => Number(a(k, s, self, end) && b(k, s, self, end));
      return (k, s, self, end) => Number(a(k, s, self, end) || b(k, s, self, end));
    }
    const [a, b] = [this.asked(left), this.asked(right)];
    return (k, s, self, end) => {
      const [x, y] = [a(k, s, self, end), b(k, s, self, end)];
      if (op === '+') return x + y;
      if (op === '-') return x - y;
      if (Number.isNaN(x) || Number.isNaN(y)) return 0;
      if (op === '<') return Number(x < y);
      return Number(op === '==' ? x === y : x !== y);
    };
  }

  holds(expr: Expr): (k: Memory, s: Situation, self: number, end: End) => boolean {
    const value = this.asked(expr);
    return (k, s, self, end) => {
      const is = value(k, s, self, end);
      return is !== 0 && !Number.isNaN(is);
    };
  }

  /** Of the whole state: of every object, where it is asked of each. */
  ask({ each, wrong }: AskPlan): (k: Memory, s: Situation, end?: End) => boolean {
    const holds = this.holds(wrong);
    if (each === null) return (k, s, end) => holds(k, s, -1, end);
    const size = this.sizeOf(each);
    return (k, s, end) => {
      for (let id = 0; id < size; id++) if (holds(k, s, id, end)) return true;
      return false;
    };
  }
}
