/** Takes out of a plan what nothing in it names: fields, locals, functions, hints. */
import type { Plan, PoolPlan, ProcPlan } from './plan.ts';

/** `pool.field` of every place and sum in the plan. */
function fieldsNamed(plan: Plan): Set<string> {
  const named = new Set<string>();
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { pool, field, sum } = part as { pool?: unknown; field?: unknown; sum?: unknown };
    if (typeof field === 'string') named.add(`${String(pool ?? sum)}.${field}`);
    for (const inner of Object.values(part)) walk(inner);
  };
  walk([plan.procs, plan.properties]);
  return named;
}

const poolsNamed = (plan: Plan): Set<string> => {
  const text = JSON.stringify([plan.procs.map(({ steps }) => steps), plan.properties]);
  return new Set(
    Object.keys(plan.pools).filter((pool) => new RegExp(`"(pool|sum|alive|first|each|life)":"${pool}"`).test(text)),
  );
};

function usedProcs({ procs, contexts }: Plan): readonly ProcPlan[] {
  const used = new Set(contexts.map(({ proc }) => proc));
  for (const proc of procs)
    if (used.has(proc.name)) for (const step of proc.steps) if (step.does === 'call') used.add(step.proc);
  return procs.filter(({ name }) => used.has(name));
}

export function tidy(plan: Plan): Plan {
  const procs = Array.from(usedProcs(plan), (proc) => {
    const text = JSON.stringify(proc.steps);
    const isUsed = (local: string) => new RegExp(`"(local|set|into)":"${local}"`).test(text) || proc.returns === local;
    return { ...proc, locals: Object.fromEntries(Object.entries(proc.locals).filter(([local]) => isUsed(local))) };
  });
  const localsOf = (name: string) => procs.find((proc) => proc.name === name)?.locals ?? {};
  const slim: Plan = {
    ...plan,
    procs: Array.from(procs, (proc) => ({
      ...proc,
      steps: proc.steps.map((step) =>
        step.does === 'call'
          ? {
              ...step,
              args: Object.fromEntries(Object.entries(step.args).filter(([local]) => local in localsOf(step.proc))),
            }
          : step,
      ),
    })),
    contexts: plan.contexts.map((context) => ({
      ...context,
      args: Object.fromEntries(Object.entries(context.args).filter(([local]) => local in localsOf(context.proc))),
    })),
  };
  const named = fieldsNamed(slim);
  // A guard needs its lock, and what leads there.
  for (let grows = true; grows;) {
    const before = named.size;
    for (const [pool, { fields }] of Object.entries(plan.pools))
      for (const [field, { cls }] of Object.entries(fields))
        if (named.has(`${pool}.${field}`) && typeof cls === 'object') {
          const [first, second] = cls.guard.split('.') as [string, string | undefined];
          named.add(`${pool}.${first}`);
          const kind = fields[first]?.kind;
          if (second !== undefined && kind?.is === 'ref') named.add(`${kind.to}.${second}`);
        }
    grows = named.size > before;
  }
  const wanted = poolsNamed(slim);
  for (const name of named) wanted.add(name.split('.')[0] as string);
  for (const name of wanted)
    for (const [field, { kind }] of Object.entries(plan.pools[name]?.fields ?? {}))
      if (named.has(`${name}.${field}`) && (kind.is === 'ref' || kind.is === 'refs')) wanted.add(kind.to);
  const pools = Object.fromEntries(
    Object.entries(plan.pools)
      .filter(([name]) => wanted.has(name))
      .map(([name, pool]): [string, PoolPlan] => [
        name,
        {
          ...pool,
          fields: Object.fromEntries(Object.entries(pool.fields).filter(([field]) => named.has(`${name}.${field}`))),
        },
      ]),
  );
  return { ...slim, pools, ...hints(plan, pools) };
}

/** The hints that still name something. Permutations name contexts, and so stay only where these are as they were. */
function hints({ lockOrder, pins, counts, symmetry }: Plan, pools: Plan['pools']) {
  const isThere = (cell: string) => {
    const [, pool, , field] = /^(\w+)(\[\d+\])?\.(\w+)$/.exec(cell) as unknown as string[];
    return pools[pool as string]?.fields[field as string] !== undefined;
  };
  const size = (pool: string) => pools[pool]?.size ?? 0;
  return {
    lockOrder: lockOrder.filter(isThere),
    pins: Object.fromEntries(
      Object.entries(pins)
        .filter(([pool]) => size(pool) > 0)
        .map(([pool, byId]) => [pool, byId.map((cells) => cells.filter(isThere))]),
    ),
    counts: Object.fromEntries(
      Object.entries(counts)
        .filter(([cell]) => isThere(cell))
        .map(([cell, holders]) => [cell, holders.filter(isThere)]),
    ),
    symmetry:
      symmetry?.map(({ pools: ids, contexts }) => ({
        contexts,
        pools: Object.fromEntries(Object.entries(ids).filter(([pool]) => size(pool) > 0)),
      })) ?? null,
  };
}
