/** Calls ghost code where its effects are. */
import type { CallStack, GhostCode, RunningFunction, SaysGap } from './ghost-code.ts';
import type { FrameObject } from '../notation/link.ts';
import type { Layout } from '../layout/layout.ts';
import type { FieldLayout, PoolLayout } from '../layout/pool-layout.ts';

/** What ghost code needs of how steps reach the state. */
interface GhostAccess {
  /** Runs it as what may look at everything, and write what is ledger. */
  ghostly(run: () => void): void;
  isPublished(base: number): boolean;
  readonly gap: SaysGap;
}

/** The stack of a context that has not begun. */
const NO_STACK: CallStack = { functions: () => [], innermost: () => null };

/** What is run behind a store to a field, and what it has to be told. */
interface FieldCode {
  readonly pool: PoolLayout;
  readonly needsFrom: boolean;
  readonly run: (id: number, from: number | null, isPublished: boolean) => void;
}

/** The ghost code of one machine, found by where its effects are. */
export class GhostHooks {
  private readonly code: GhostCode<unknown>;
  private readonly access: GhostAccess;
  private readonly k: unknown;
  private readonly fields = new Map<FieldLayout, FieldCode>();
  private stack: CallStack = NO_STACK;

  /** Throws Error where it names a field that there is not. */
  constructor(code: GhostCode<unknown>, layout: Layout, access: GhostAccess, k: unknown) {
    this.code = code;
    this.access = access;
    this.k = k;
    for (const [name, run] of Object.entries(code.stored ?? {}))
      this.hook(layout, name, false, (id) => run(k, id, this.stack));
    for (const [name, run] of Object.entries(code.replaced ?? {}))
      this.hook(layout, name, true, (id, from, isPublished) =>
        run(k, id, { stack: this.stack, from, isPublished, gap: this.access.gap }),
      );
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
    this.run(this.code.returned?.[proc], (code) => code(this.k, value, this.localsOf(proc), this.access.gap));
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
    return (this.stack.innermost([proc]) as RunningFunction).locals;
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
