/** Makes a model for the core of a plan, through the core's public face alone. */
import {
  type AnyProc,
  bool,
  type Field,
  heapStruct,
  int,
  link,
  listOf,
  type Model,
  oneOf,
  ref,
  spinlock,
  struct,
  value,
} from '../../model/core/index.ts';
import type { FieldPlan, Plan } from './plan.ts';
import { Functions } from './translate-steps.ts';

const domainOf = (pool: string, field: string): string => `${pool}.${field}`;

function bare(pool: string, name: string, { kind }: FieldPlan): Field<unknown> {
  switch (kind.is) {
    case 'int':
      return int(kind.min, kind.max);
    case 'bool':
      return bool();
    case 'names':
      return oneOf(...kind.names);
    case 'ref':
      return ref(kind.to);
    case 'lock':
      return spinlock();
    case 'refs':
      return listOf(ref(kind.to), kind.cap);
    case 'values':
      return listOf(value(domainOf(pool, name)), kind.cap);
  }
}

function startOf({ kind, starts }: FieldPlan): unknown {
  if (kind.is === 'bool') return starts === 1;
  return kind.is === 'names' ? kind.names[starts as number] : starts;
}

function fieldOf(pool: string, name: string, plan: FieldPlan): Field<unknown> {
  const field = bare(pool, name, plan);
  if (plan.kind.is === 'lock') return field;
  const { cls } = plan;
  const classed = () => {
    if (typeof cls === 'object') return cls.reads ? field.guarded_by(cls.guard) : field.written_under(cls.guard);
    return field[cls]();
  };
  const started = plan.starts === null ? classed() : classed().starts(startOf(plan));
  return plan.once ? started.set_once() : started;
}

export function translate(plan: Plan): Model {
  const { procs } = new Functions(plan);
  const pools = Object.entries(plan.pools);
  const structs = pools.map(([name, { heap, fields }]) => {
    const made = Object.fromEntries(Object.entries(fields).map(([field, one]) => [field, fieldOf(name, field, one)]));
    return [name, heap ? heapStruct(name, made) : struct(name, made)] as const;
  });
  const domains = pools.flatMap(([pool, { fields }]) =>
    Object.entries(fields).flatMap(([name, { kind }]) =>
      kind.is === 'values' ? [[domainOf(pool, name), kind.values] as const] : [],
    ),
  );
  const contexts = plan.contexts.map(({ name, proc, args, idles, atomic }) => ({
    name,
    entry: procs.get(proc) as AnyProc,
    args,
    idles,
    ...(atomic && { atomic: true as const }),
  }));
  const { pins, counts, lockOrder, symmetry } = plan;
  const model: Model<null> = {
    world: null,
    shape: {
      structs: Object.fromEntries(structs),
      sizes: Object.fromEntries(pools.map(([name, { size }]) => [name, size])),
      domains: Object.fromEntries(domains),
      contexts: contexts.map(({ name }) => name),
      lockOrder,
      pins,
      counts,
    },
    program: link(
      contexts.map(({ entry }) => entry),
      { name: 'none', summary: 'nothing', hunks: [] },
    ),
    contexts,
    init(k) {
      for (const [name, { alive }] of pools)
        for (const id of alive) {
          k.alloc(name, id);
          k.publish(name, id);
        }
    },
    ...(symmetry !== null && { symmetry: () => ({ permutations: symmetry }) }),
  };
  return model;
}
