/** A state as the page shows it: each object with its fields as text, and who holds references to it. */
import {
  type FieldKind,
  LOCK_ORDER_POOL,
  type Model,
  NULL,
  type PlainState,
  type StackEntry,
} from '../../../model/core/index.ts';
import { showResult } from '../../../model/include/linux/errno.ts';
import type { KernelView } from '../../../properties/aio/index.ts';
import { type CountedPool, countedObjects, type Holder } from '../../../properties/aio/holders.ts';
import { fieldShower } from '../../shown-values.ts';

export interface FieldTold {
  readonly name: string;
  readonly text: string;
  readonly is: FieldKind['is'];
  /** It is a record of ours, which no C program has. */
  readonly isOurs: boolean;
}

export interface ObjectTold {
  readonly pool: string;
  readonly id: number;
  /** `unallocated`, `live` or `freed`; null: it is always there. */
  readonly life: string | null;
  readonly fields: readonly FieldTold[];
  /** Of a counted object that is alive. */
  readonly holders: readonly Holder[] | null;
  /** The fields as they are, for drawings and watches. */
  readonly plain: Readonly<Record<string, unknown>>;
}

/** A function on a stack, the outermost first, with its locals as text. */
export interface FrameTold {
  readonly proc: string;
  readonly locals: Readonly<Record<string, string>>;
}

export interface StateTold {
  readonly objects: readonly ObjectTold[];
  readonly stacks: Readonly<Record<string, readonly FrameTold[]>>;
  readonly halted: string | null;
}

/** Pools that are records of ours from end to end. */
const OURS: ReadonlySet<string> = new Set(['request', 'task_log', 'context_log', 'kioctx_log', 'lock_order']);

/** Objects that stay as they are from one state to the next are the same object, which keeps what is sent small. */
export class StateTeller {
  private readonly model: Model;
  private readonly known = new Map<string, { readonly key: string; readonly told: ObjectTold }>();
  private readonly show;

  constructor(model: Model) {
    this.model = model;
    this.show = fieldShower(model, showResult);
  }

  /** `memory`: the machine's, in that state. */
  told({ pools, stacks, halted }: PlainState, memory: KernelView): StateTold {
    const objects = Object.entries(pools).flatMap(([pool, all]) =>
      pool === LOCK_ORDER_POOL ? [] : all.map((plain, id) => this.object(pool, id, plain, memory)),
    );
    const frames = Object.entries(stacks).map(
      ([context, stack]) => [context, stack.map((entry) => this.frame(entry))] as const,
    );
    return { objects, stacks: Object.fromEntries(frames), halted };
  }

  /** What is ours is left out. */
  private frame({ proc, locals }: StackEntry): FrameTold {
    const linked = this.model.program.byName.get(proc);
    const told = Object.entries(locals).flatMap(([name, value]): [string, string][] => {
      const type = linked?.types[linked.locals.indexOf(name)] ?? '';
      if (type === 'ghost') return [];
      const [, pool] = /^struct (\w+) \*$/.exec(type) ?? [];
      if (pool === undefined) return [[name, showResult(value)]];
      return [[name, value === NULL ? 'NULL' : `${pool}[${value}]`]];
    });
    return { proc, locals: Object.fromEntries(told) };
  }

  private object(pool: string, id: number, plain: ObjectTold['plain'], memory: KernelView): ObjectTold {
    const holders = this.holders(pool, id, plain, memory);
    const place = `${pool} ${id}`;
    const key = JSON.stringify([plain, holders]);
    const before = this.known.get(place);
    if (before?.key === key) return before.told;
    const { life = null } = plain;
    const told = { pool, id, life: life as string | null, fields: this.fields(pool, plain), holders, plain };
    this.known.set(place, { key, told });
    return told;
  }

  private fields(pool: string, plain: ObjectTold['plain']): FieldTold[] {
    const declared = this.model.shape.structs[pool]?.fields ?? {};
    return Object.entries(plain).flatMap(([name, value]) => {
      const field = declared[name];
      if (field === undefined) return [];
      const isOurs = field.cls.is === 'ledger' || OURS.has(pool);
      return [{ name, text: this.show(pool, name, value), is: field.kind.is, isOurs }];
    });
  }

  private holders(
    pool: string,
    id: number,
    { life }: ObjectTold['plain'],
    memory: KernelView,
  ): readonly Holder[] | null {
    if (!(pool in countedObjects) || life !== 'live') return null;
    const names = this.model.contexts.map(({ name }) => name);
    return countedObjects[pool as CountedPool].holders(memory, id, names).filter(({ count }) => count > 0);
  }
}
