/**
 * Ghost code: what a model records of the effects of modelled code, for those who judge it. It runs where an effect is, as part of
 * the step that has it, and may write `ledger` fields alone; steps themselves record nothing. What it depends on is what steps
 * depend on: the state, the context that runs and its stack.
 */
import type { Access } from './access.ts';
import type { FrameObject } from '../notation/link.ts';
import type { Layout } from '../layout/layout.ts';
import type { FieldLayout, PoolLayout } from '../layout/pool-layout.ts';

/** A function that runs, with what its locals hold. */
export interface Running {
  readonly proc: string;
  readonly locals: Readonly<FrameObject>;
}

/** Of the context that runs. */
export interface CallStack {
  /** The innermost function that has one of these names; null: none of them runs. */
  innermost(names: readonly string[]): Running | null;
}

/** A value was stored in a field. */
export interface Store {
  readonly stack: CallStack;
  /** What the field held before; null: nothing yet. Told of fields that are integers or references. */
  readonly from: number | null;
  /** Others can see the object. */
  readonly isPublished: boolean;
}

type ByName<Code> = Readonly<Record<string, Code>>;

/** Each by the name of what it is about. `k` is what steps are handed. */
export interface GhostCode<K> {
  /** `struct.field`, behind each store to it. */
  readonly stored?: ByName<(k: K, id: number, stack: CallStack) => void>;
  /** The same for what has to know what was there before, which is then asked of the state too. */
  readonly replaced?: ByName<(k: K, id: number, store: Store) => void>;
  /** Structs: an object came to life, or was given back before others could see it. */
  readonly allocated?: ByName<(k: K, id: number) => void>;
  readonly discarded?: ByName<(k: K, id: number) => void>;
  /** Functions, in front of their first statement. */
  readonly entered?: ByName<(k: K, locals: Readonly<FrameObject>, stack: CallStack) => void>;
  /** Functions, when they have returned `value`; 0 where they return none. */
  readonly returned?: ByName<(k: K, value: number, locals: Readonly<FrameObject>, stack: CallStack) => void>;
  /** Functions, by name, and their locals, in front of each assignment, whatever is assigned. */
  readonly assigned?: ByName<ByName<(k: K, locals: Readonly<FrameObject>) => void>>;
}

/** The stack of a context that has not begun. */
const NOBODY: CallStack = { innermost: () => null };

/** What is run behind a store to a field, and what it has to be told. */
interface FieldCode {
  readonly pool: PoolLayout;
  readonly needsFrom: boolean;
  readonly run: (id: number, from: number | null, isPublished: boolean) => void;
}

/** The ghost code of one machine, found by where its effects are. */
export class GhostHooks {
  private readonly code: GhostCode<unknown>;
  private readonly access: Pick<Access, 'ghostly' | 'isPublished'>;
  private readonly k: unknown;
  private readonly fields = new Map<FieldLayout, FieldCode>();
  private stack: CallStack = NOBODY;

  /** Throws Error where it names a field that there is not. */
  constructor(code: GhostCode<unknown>, layout: Layout, access: GhostHooks['access'], k: unknown) {
    this.code = code;
    this.access = access;
    this.k = k;
    for (const [name, run] of Object.entries(code.stored ?? {}))
      this.hook(layout, name, false, (id) => run(k, id, this.stack));
    for (const [name, run] of Object.entries(code.replaced ?? {}))
      this.hook(layout, name, true, (id, from, isPublished) => run(k, id, { stack: this.stack, from, isPublished }));
  }

  /** Whose stack it is from now on. */
  runsOn(stack: CallStack): void {
    this.stack = stack;
  }

  /** Whether what the field holds has to be told when another value is stored there. */
  needsFrom(field: FieldLayout): boolean {
    return this.fields.get(field)?.needsFrom === true;
  }

  /** `from`: the content of the cell before. */
  stored(field: FieldLayout, base: number, from: number): void {
    const code = this.fields.get(field);
    if (code === undefined) return;
    const { pool, run } = code;
    const id = (base - pool.base) / pool.stride;
    this.access.ghostly(() => run(id, from < field.min ? null : from, this.access.isPublished(base)));
  }

  allocated(pool: string, id: number): void {
    this.run(this.code.allocated?.[pool], (code) => code(this.k, id));
  }

  discarded(pool: string, id: number): void {
    this.run(this.code.discarded?.[pool], (code) => code(this.k, id));
  }

  entered(proc: string): void {
    this.run(this.code.entered?.[proc], (code) => code(this.k, this.localsOf(proc), this.stack));
  }

  returned(proc: string, value: number): void {
    this.run(this.code.returned?.[proc], (code) => code(this.k, value, this.localsOf(proc), this.stack));
  }

  /** The locals of a function whose assignments are told. */
  assignedLocals(proc: string): readonly string[] {
    return Object.keys(this.code.assigned?.[proc] ?? {});
  }

  assigns(proc: string, local: string): void {
    this.run(this.code.assigned?.[proc]?.[local], (code) => code(this.k, this.localsOf(proc)));
  }

  private run<Code>(code: Code | undefined, call: (code: Code) => void): void {
    if (code !== undefined) this.access.ghostly(() => call(code));
  }

  /** Of the innermost that runs. */
  private localsOf(proc: string): Readonly<FrameObject> {
    return (this.stack.innermost([proc]) as Running).locals;
  }

  private hook(layout: Layout, name: string, needsFrom: boolean, run: FieldCode['run']): void {
    const [struct = '', member = ''] = name.split('.');
    const pool = layout.pools.find((one) => one.name === struct);
    const field = pool?.fields.find((one) => one.name === member);
    if (pool === undefined || field === undefined) throw new Error(`ghost code is about ${name}, which is no field`);
    if (needsFrom && field.kind.is !== 'int' && field.kind.is !== 'ref')
      throw new Error(`ghost code asks what ${name} held, which is no integer and no reference`);
    this.fields.set(field, { pool, needsFrom, run });
  }
}
