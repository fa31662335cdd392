/** What random models are made of and come to. A suite of which some trait is rare shows little about it. */
import type { AskPlan, Expr, Plan, Statement, StepPlan } from './plan.ts';
import type { Facts } from './search.ts';

/** All parts of a plan, or of a part of it. */
function partsOf(whole: unknown): object[] {
  const parts: object[] = [];
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    parts.push(part);
    for (const inner of Object.values(part)) walk(inner);
  };
  walk(whole);
  return parts;
}

const has = (parts: readonly object[], key: string, value?: unknown): boolean =>
  parts.some((part) => key in part && (value === undefined || (part as Record<string, unknown>)[key] === value));

/** The cells that an expression names; a field of each object counts as two. */
function cellsOf({ each, wrong }: AskPlan): number {
  const cells = new Set<string>();
  let many = each === null ? 0 : 1;
  for (const part of partsOf([wrong]) as Partial<Record<'pool' | 'field' | 'id' | 'sum', unknown>>[]) {
    if ('field' in part) cells.add(JSON.stringify(part));
    if ('sum' in part || 'first' in part) many++;
  }
  return cells.size + many;
}

const isDifference = (expr: Expr): boolean =>
  partsOf([expr]).some((part) => 'op' in part && ['+', '-'].includes(part.op as string)) ||
  partsOf([expr]).some(
    (part) => 'op' in part && (part.op === '<' || part.op === '!=') && typeof (part as { b?: unknown }).b === 'object',
  );

/** The pins of the pool that is freed name cells that some step writes. */
function freesWithHolders({ pins }: Plan, frees: boolean): boolean {
  return frees && (pins['node'] ?? []).some((cells) => cells.length > 0);
}

const first = (steps: readonly StepPlan[] | undefined): readonly Statement[] => {
  const [step] = steps ?? [];
  return step?.does === 'act' ? step.body : [];
};

export type Trait = keyof ReturnType<typeof traitsOf>;

export function traitsOf(plan: Plan, facts: Facts) {
  const { procs, contexts, properties, pins, counts, symmetry, pools } = plan;
  const steps = partsOf(procs);
  const predicates = properties.flatMap(({ antecedent, always, atEnd }) => [antecedent, ...always, ...atEnd]);
  const asked = partsOf(predicates);
  const held = new Set(Object.values(pins).flat(2));
  const frees = has(steps, 'life', 'free');
  const breaches = properties.flatMap(({ onBreach }) => (onBreach === null ? [] : [onBreach]));
  const isWide = Object.values(pools).some(({ fields }) =>
    Object.values(fields).some(({ kind }) => kind.is === 'int' && kind.max >= 2 ** 20),
  );
  const entries = new Set(contexts.map(({ proc }) => proc));
  return {
    'counts whose holders are no pins': Object.values(counts).some((cells) => cells.some((cell) => !held.has(cell))),
    'wide fields': isWide,
    'a symmetry': symmetry !== null,
    'a rare asymmetry in what is claimed symmetric':
      symmetry !== null && procs.some((proc) => isAsymmetric(proc.steps, proc.locals)),
    'early exit in steps': has(steps, 'first'),
    'early exit in predicates': has(asked, 'first'),
    'no breach of a kind': breaches.some(({ kind }) => kind !== undefined),
    'no breach by a context': breaches.some(({ context }) => context !== undefined),
    'no breach of a struct or field': breaches.some(({ what }) => what !== undefined),
    'no breach, and a symmetry': breaches.some(({ context }) => context !== undefined) && symmetry !== null,
    cycles: facts.schedules === null,
    livelock: facts.livelock,
    'a property of livelock': properties.some((property) => property.livelock),
    'a property of halts': properties.some(({ onHalt }) => onHalt !== null),
    'stuck ends': facts.ends.stuck > 0,
    'oops ends': facts.ends.oops > 0,
    'no end but done': facts.ends.stuck + facts.ends.oops === 0 && facts.ends.done > 0,
    choices: has(steps, 'choose'),
    'choices in a first step': procs.some(
      ({ name, steps: own }) =>
        entries.has(name) && first(own).some((one) => 'choose' in one && one.options.length > 1),
    ),
    'frees with holders': freesWithHolders(plan, frees),
    'frees without holders': frees && !freesWithHolders(plan, frees),
    'private objects': has(steps, 'life', 'alloc'),
    locks: has(steps, 'does', 'acquire'),
    'lock misuse': facts.kinds.has('breach lock') || facts.kinds.has('breach order'),
    'unguarded touches': facts.kinds.has('breach unguarded'),
    'predicates over several cells': predicates.some((ask) => cellsOf(ask) > 1),
    'differences and sums': predicates.some(({ wrong }) => isDifference(wrong)),
    'predicates of each object': predicates.some(({ each }) => each !== null),
    'predicates of stacks and locks': has(asked, 'in') || has(asked, 'rests') || has(asked, 'holds'),
    'predicates of the end': properties.some(({ atEnd }) => atEnd.length > 0),
    'go steps': has(steps, 'does', 'go'),
    'calls with locals': has(steps, 'does', 'call'),
    lists: has(steps, 'insert'),
    conditions: has(steps, 'when'),
    violations: Object.values(facts.rulings).some(({ verdict }) => verdict === 'violated'),
    'properties that hold': Object.values(facts.rulings).some(({ verdict }) => verdict === 'holds'),
    '50 states and more': facts.states >= 50,
  };
}

/** A step compares what it was given with a number, or names an object by its number. */
function isAsymmetric(steps: readonly StepPlan[], locals: Readonly<Record<string, string | null>>): boolean {
  const isOwn = (expr: unknown): boolean =>
    typeof expr === 'object' && expr !== null && 'local' in expr && typeof locals[expr.local as string] === 'string';
  return partsOf(steps).some((part) => {
    const { op, a, b, pool, id } = part as Record<string, unknown>;
    if (typeof op === 'string' && isOwn(a) && typeof b === 'number' && b >= 0) return true;
    return (pool === 'cell' || pool === 'node') && typeof id === 'number';
  });
}
