/** The oracle's steps: what a context's next step does to a state, taken literally from the plan. Shares nothing with the core. */
import { Hand, type Memory, Stop } from './memory.ts';
import type { Expr, Jump, Place, Plan, ProcPlan, Statement, StepPlan } from './plan.ts';

export interface Frame {
  readonly proc: string;
  /** The position of the step that comes next; that behind the last one is where the function returns. */
  at: number;
  readonly locals: Record<string, number>;
}

export interface State {
  readonly memory: Memory;
  /** By context, outermost first; empty when it has finished. */
  readonly stacks: Frame[][];
  halted: string | null;
}

export interface Found {
  readonly is: 'oops' | 'fault' | 'breach';
  readonly kind: string;
  readonly what: string;
  readonly step: string;
  readonly context: string;
}

/** Moves of control between two actions beyond which nothing more is expected of them. */
const MOST_MOVES = 10_000;

export const procNamed = ({ procs }: Plan, name: string): ProcPlan =>
  procs.find((proc) => proc.name === name) as ProcPlan;

export function freshFrame({ name, locals }: ProcPlan, args: Readonly<Record<string, number>>): Frame {
  const empty = Object.entries(locals).map(([local, pool]) => [local, pool === null ? 0 : -1]);
  return { proc: name, at: 0, locals: { ...Object.fromEntries(empty), ...args } };
}

/** Takes options in an order that a script gives, and the first where it says nothing. */
class Options {
  readonly script: readonly number[];
  readonly arities: number[] = [];
  constructor(script: readonly number[]) {
    this.script = script;
  }
  take(options: readonly number[]): number {
    if (options.length === 1) return options[0] as number;
    const option = this.script[this.arities.length] ?? 0;
    this.arities.push(options.length);
    return options[option] as number;
  }
}

/** One context at work in a state, which it changes. */
export class Stepping {
  readonly found: Found[] = [];
  private readonly plan: Plan;
  private readonly state: State;
  private readonly context: number;
  private readonly hand: Hand;
  private readonly options: Options;

  constructor(plan: Plan, state: State, context: number, script: readonly number[] = []) {
    this.plan = plan;
    this.state = state;
    this.context = context;
    this.hand = new Hand(plan, state.memory, context);
    this.options = new Options(script);
  }

  /** How many options each choice had that the step made. */
  get arities(): readonly number[] {
    return this.options.arities;
  }

  private get stack(): Frame[] {
    return this.state.stacks[this.context] as Frame[];
  }
  private get top(): Frame {
    return this.stack.at(-1) as Frame;
  }
  private get step(): StepPlan | undefined {
    return procNamed(this.plan, this.top.proc).steps[this.top.at];
  }

  /** Whether the context can go; one whose condition is itself a mistake goes and makes it. */
  isAble(): boolean {
    if (this.state.halted !== null || this.stack.length === 0) return false;
    const { step } = this;
    try {
      if (step?.does === 'act') return step.when === undefined || this.value(step.when) !== 0;
      if (step?.does === 'acquire') return this.hand.mayTake(...this.place(step.at));
      return true;
    } catch (problem) {
      if (problem instanceof Stop) return true;
      throw problem;
    }
  }

  fire(): void {
    const { step, plan, context, state } = this;
    const id = `${this.top.proc}.${step?.label}`;
    const name = plan.contexts[context]?.name as string;
    const before = this.stack.map((frame) => ({ ...frame, locals: { ...frame.locals } }));
    let halt: Found | null = null;
    try {
      this.act(step as StepPlan);
      this.moveOn();
    } catch (problem) {
      if (!(problem instanceof Stop)) throw problem;
      const { is, kind } = problem;
      halt = { is, kind, what: problem.what ?? this.enclosing(), step: id, context: name };
      state.halted = `${kind}:${halt.what}`;
      // A context that is halted stays where it was.
      state.stacks[context] = before;
    }
    for (const breach of this.hand.breaches) this.found.push({ is: 'breach', ...breach, step: id, context: name });
    if (halt !== null) this.found.push(halt);
  }

  private enclosing(): string {
    const procs = this.stack.map(({ proc }) => procNamed(this.plan, proc));
    return procs.findLast(({ macro }) => !macro)?.name ?? '';
  }

  private act(step: StepPlan): void {
    switch (step.does) {
      case 'acquire':
        this.hand.take(...this.place(step.at));
        this.jump();
        return;
      case 'release':
        this.hand.drop(...this.place(step.at));
        this.jump();
        return;
      case 'act':
        // What it waits for is looked at once more as part of the step.
        if (step.when !== undefined) this.value(step.when);
        this.perform(step.body);
        this.jump(step.jump);
        return;
      default:
        throw new Error(`${step.label} is no action`);
    }
  }

  /** Through calls, returns and control steps to the next action. */
  private moveOn(): void {
    this.hand.controlOnly = true;
    for (let moves = 0; ; moves++) {
      if (moves > MOST_MOVES) throw new Stop('fault', 'overflow', `${this.top.proc} loops without an action`);
      while (this.step === undefined) if (!this.return()) return;
      const { step } = this;
      if (step.does === 'go') {
        this.perform(step.body);
        this.jump(step.jump);
      } else if (step.does === 'call') {
        const args = Object.entries(step.args).map(([local, expr]) => [local, this.value(expr)]);
        this.stack.push(freshFrame(procNamed(this.plan, step.proc), Object.fromEntries(args)));
      } else return;
    }
  }

  /** False: that was the outermost function. */
  private return(): boolean {
    const { proc, locals } = this.stack.pop() as Frame;
    if (this.stack.length === 0) return false;
    const { returns } = procNamed(this.plan, proc);
    const { step } = this;
    if (step?.does === 'call' && step.into !== null)
      this.top.locals[step.into] = returns === null ? 0 : (locals[returns] as number);
    this.jump();
    return true;
  }

  private jump(jump?: Jump): void {
    const { top } = this;
    const { steps } = procNamed(this.plan, top.proc);
    if (jump === undefined || this.value(jump.if) === 0) {
      top.at++;
      return;
    }
    const to = jump.to === 'return' ? steps.length : steps.findIndex(({ label }) => label === jump.to);
    if (to < 0)
      throw new Stop('fault', 'label', `${top.proc}.${this.step?.label} jumps to ${jump.to}, which is no step`);
    top.at = to;
  }

  private place({ pool, id, field }: Place): [pool: string, id: number, field: string] {
    return [pool, this.value(id), field];
  }

  private value(expr: Expr, self = -1): number {
    if (typeof expr === 'number') return expr;
    if ('local' in expr) return this.top.locals[expr.local] as number;
    if ('self' in expr) return self;
    if ('read' in expr) return this.hand.read(expr.read.pool, this.value(expr.read.id, self), expr.read.field);
    if ('length' in expr) return this.hand.length(...this.place(expr.length));
    if ('has' in expr) {
      const element = this.value(expr.element, self);
      return Number(this.hand.has(expr.has.pool, this.value(expr.has.id, self), expr.has.field, element));
    }
    if ('first' in expr) {
      for (let id = 0; id < (this.plan.pools[expr.first]?.size ?? 0); id++)
        if (this.value(expr.where, id) !== 0) return id;
      return -1;
    }
    if (!('op' in expr)) throw new Error('only predicates ask that');
    const a = this.value(expr.a, self);
    if (expr.op === 'and') return a === 0 ? 0 : Number(this.value(expr.b, self) !== 0);
    if (expr.op === 'or') return a === 0 ? Number(this.value(expr.b, self) !== 0) : 1;
    return combine(expr.op, a, this.value(expr.b, self));
  }

  private perform(body: readonly Statement[]): void {
    for (const statement of body) this.do(statement);
  }

  private do(statement: Statement): void {
    const { hand, top } = this;
    if ('set' in statement) top.locals[statement.set] = this.value(statement.to);
    else if ('write' in statement) {
      const content = this.value(statement.to);
      hand.write(...this.place(statement.write), content);
    } else if ('life' in statement) hand.change(statement.life, statement.pool, this.value(statement.id));
    else if ('lock' in statement) hand[statement.lock](...this.place(statement.at));
    else if ('insert' in statement) {
      const element = this.value(statement.element);
      hand.insert(...this.place(statement.insert), element, statement.tail);
    } else if ('remove' in statement) {
      const element = this.value(statement.element);
      top.locals[statement.into] = Number(hand.remove(...this.place(statement.remove), element));
    } else if ('unlink' in statement) {
      const element = this.value(statement.element);
      hand.unlink(...this.place(statement.unlink), element);
    } else if ('head' in statement) top.locals[statement.into] = hand.head(...this.place(statement.head));
    else if ('choose' in statement) top.locals[statement.into] = this.options.take(statement.options);
    else if ('bug' in statement) {
      if (this.value(statement.bug) !== 0) throw new Stop('oops', 'bug_on', null);
    } else if ('sleep' in statement) hand.sleep();
    else if (this.value(statement.if) !== 0) this.perform(statement.then);
  }
}

/** `nothing` is not a number: it goes through sums, and no comparison with it holds. */
export function combine(op: '+' | '-' | '==' | '!=' | '<', a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b && !Number.isNaN(a - b));
    case '<':
      return Number(a < b);
  }
}
