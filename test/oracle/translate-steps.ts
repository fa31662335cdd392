/** Makes functions for the core of those of a plan. */
import {
  type AnyProc,
  defineFor,
  type List,
  type Lock,
  macro,
  type Proc,
  type Services,
  type Step,
  to,
} from '../../model/core/index.ts';
import type { Expr, FieldPlan, Jump, Place, Plan, ProcPlan, Statement, StepPlan } from './plan.ts';

type Frame = Record<string, number>;
type Kernel = Services<null> & Readonly<Record<string, unknown>>;
type Fields = Record<string, unknown>;
type Value = (k: Kernel, f: Frame, self: number) => number;
type Deed = (k: Kernel, f: Frame) => void;

export const objectIn = (k: Readonly<Record<string, unknown>>, pool: string, id: number): Fields =>
  (k[pool] as (id: number) => Fields)(id);

/** Reads and writes a field as a number, whatever the core takes it for. */
export function numberIn({ kind }: FieldPlan, content: unknown): number {
  if (kind.is === 'names') return kind.names.indexOf(content as string);
  return Number(content);
}
const asContent = ({ kind }: FieldPlan, number: number): unknown => {
  if (kind.is === 'bool') return number !== 0;
  return kind.is === 'names' ? kind.names[number] : number;
};

export class Functions {
  readonly procs = new Map<string, AnyProc>();
  private readonly plan: Plan;
  constructor(plan: Plan) {
    this.plan = plan;
    for (const proc of plan.procs.toReversed()) this.procs.set(proc.name, this.proc(proc));
  }

  private field({ pool, field }: Place): FieldPlan {
    return this.plan.pools[pool]?.fields[field] as FieldPlan;
  }

  private part({ pool, id, field }: Place): (k: Kernel, f: Frame, self: number) => unknown {
    const at = this.value(id);
    return (k, f, self) => objectIn(k, pool, at(k, f, self))[field];
  }

  private list(place: Place): (k: Kernel, f: Frame, self: number) => List {
    return this.part(place) as (k: Kernel, f: Frame, self: number) => List;
  }

  private lock(place: Place): (k: Kernel, f: Frame, self: number) => Lock {
    return this.part(place) as (k: Kernel, f: Frame, self: number) => Lock;
  }

  value(expr: Expr): Value {
    if (typeof expr === 'number') return () => expr;
    if ('local' in expr) return (_, f) => f[expr.local] as number;
    if ('self' in expr) return (_, __, self) => self;
    if ('read' in expr) {
      const [content, field] = [this.part(expr.read), this.field(expr.read)];
      return (k, f, self) => numberIn(field, content(k, f, self));
    }
    if ('length' in expr) {
      const list = this.list(expr.length);
      return (k, f, self) => list(k, f, self).length;
    }
    if ('has' in expr) {
      const [list, element] = [this.list(expr.has), this.value(expr.element)];
      return (k, f, self) => {
        const wanted = element(k, f, self);
        return Number(list(k, f, self).has(wanted));
      };
    }
    if ('first' in expr) {
      const [size, where] = [this.plan.pools[expr.first]?.size as number, this.value(expr.where)];
      return (k, f) => {
        for (let id = 0; id < size; id++) if (where(k, f, id) !== 0) return id;
        return -1;
      };
    }
    if (!('op' in expr)) throw new Error('only predicates ask that');
    const [a, b] = [this.value(expr.a), this.value(expr.b)];
    switch (expr.op) {
      case 'and':
        return (k, f, self) => Number(a(k, f, self) !== 0 && b(k, f, self) !== 0);
      case 'or':
        return (k, f, self) => Number(a(k, f, self) !== 0 || b(k, f, self) !== 0);
      case '+':
        return (k, f, self) => a(k, f, self) + b(k, f, self);
      case '-':
        return (k, f, self) => a(k, f, self) - b(k, f, self);
      case '==':
        return (k, f, self) => Number(a(k, f, self) === b(k, f, self));
      case '!=':
        return (k, f, self) => Number(a(k, f, self) !== b(k, f, self));
      case '<':
        return (k, f, self) => Number(a(k, f, self) < b(k, f, self));
    }
  }

  private body(statements: readonly Statement[]): Deed {
    const deeds = statements.map((statement) => this.deed(statement));
    return (k, f) => {
      for (const deed of deeds) deed(k, f);
    };
  }

  private deed(statement: Statement): Deed {
    if ('set' in statement) {
      const content = this.value(statement.to);
      return (k, f) => {
        f[statement.set] = content(k, f, -1);
      };
    }
    if ('write' in statement) {
      const { pool, id, field } = statement.write;
      const [content, at, plan] = [this.value(statement.to), this.value(id), this.field(statement.write)];
      return (k, f) => {
        const written = asContent(plan, content(k, f, -1));
        objectIn(k, pool, at(k, f, -1))[field] = written;
      };
    }
    if ('life' in statement) {
      const id = this.value(statement.id);
      return (k, f) => k[statement.life](statement.pool, id(k, f, -1));
    }
    if ('lock' in statement) {
      const lock = this.lock(statement.at);
      return (k, f) => lock(k, f, -1)[statement.lock]();
    }
    if ('choose' in statement)
      return (k, f) => {
        f[statement.into] = k.choose(statement.choose, statement.options);
      };
    if ('bug' in statement) {
      const is = this.value(statement.bug);
      return (k, f) => k.BUG_ON(is(k, f, -1) !== 0);
    }
    if ('sleep' in statement) return (k) => k.might_sleep();
    if ('if' in statement) {
      const [holds, then] = [this.value(statement.if), this.body(statement.then)];
      return (k, f) => {
        if (holds(k, f, -1) !== 0) then(k, f);
      };
    }
    return this.onList(statement);
  }

  private onList(
    statement: Extract<Statement, { insert: Place } | { remove: Place } | { unlink: Place } | { head: Place }>,
  ): Deed {
    if ('head' in statement) {
      const list = this.list(statement.head);
      return (k, f) => {
        f[statement.into] = list(k, f, -1).at(0);
      };
    }
    const element = this.value(statement.element);
    if ('insert' in statement) {
      const list = this.list(statement.insert);
      return (k, f) => {
        const added = element(k, f, -1);
        const at = list(k, f, -1);
        at.insert(statement.tail ? at.length : 0, added);
      };
    }
    if ('unlink' in statement) {
      const list = this.list(statement.unlink);
      return (k, f) => {
        const gone = element(k, f, -1);
        list(k, f, -1).unlink(gone);
      };
    }
    const list = this.list(statement.remove);
    return (k, f) => {
      const gone = element(k, f, -1);
      f[statement.into] = Number(list(k, f, -1).remove(gone));
    };
  }

  private jump(jump: Jump | undefined): (k: Kernel, f: Frame) => string | undefined {
    if (jump === undefined) return () => undefined;
    const holds = this.value(jump.if);
    return (k, f) => (holds(k, f, -1) === 0 ? undefined : jump.to);
  }

  private step(step: StepPlan, at: number): Step<Kernel, Frame, string> {
    const said = { line: at + 1, c: step.label };
    switch (step.does) {
      case 'acquire': {
        const lock = this.lock(step.at);
        return { ...said, acquire: (k, f) => lock(k, f, -1) };
      }
      case 'release': {
        const lock = this.lock(step.at);
        return { ...said, release: (k, f) => lock(k, f, -1) };
      }
      case 'call': {
        const args = Object.entries(step.args).map(([local, expr]) => [local, this.value(expr)] as const);
        const call = to(this.procs.get(step.proc) as Proc<Record<string, string>>, (g, f: Frame, k: Kernel) => {
          for (const [local, content] of args) g[local] = content(k, f, -1);
        });
        return { ...said, call, ...(step.into === null ? {} : { result: step.into }) };
      }
      case 'go': {
        const [body, jump] = [this.body(step.body), this.jump(step.jump)];
        return {
          ...said,
          go(f, k) {
            body(k, f);
            return jump(k, f);
          },
        };
      }
      case 'act': {
        const [body, jump] = [this.body(step.body), this.jump(step.jump)];
        const when = step.when === undefined ? null : this.value(step.when);
        return {
          ...said,
          ...(when === null ? {} : { when: (k: Kernel, f: Frame) => when(k, f, -1) !== 0 }),
          run(k, f) {
            body(k, f);
            return jump(k, f);
          },
        };
      }
    }
  }

  private proc({ name, locals, returns, macro: isMacro, steps }: ProcPlan): AnyProc {
    const types = Object.entries(locals).map(([local, pool]) => [local, pool === null ? 'int' : `struct ${pool} *`]);
    const table = steps.map((step, at) => [step.label, this.step(step, at)]);
    const made = defineFor<Kernel>()(
      name,
      'oracle',
      Object.fromEntries(types) as Record<string, string>,
      Object.fromEntries(table) as Record<string, Step<Kernel, Frame, string>>,
      ...(returns === null ? [] : [returns]),
    );
    return isMacro ? macro(made) : made;
  }
}
