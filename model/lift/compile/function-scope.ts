/** The scope of one function: its locals, those that the compiler makes, and names for places. */
import { typeOfLocal } from './types.ts';
import type { Lvalue } from './lvalue.ts';
import type { ValueKind } from './kinds.ts';
import { Names } from './names.ts';
import type { Callable, ModelField, Scope } from './scope.ts';
import type { Expression } from '../c/index.ts';

/** What a scope knows of the kernel and the patch. */
export interface KernelNames {
  field(pool: string, name: string): ModelField | undefined;
  flags(pool: string): readonly string[];
  callable(name: string): Callable | undefined;
}

export interface FunctionNames {
  readonly name: string;
  readonly returns: string | null;
  /** By name. */
  readonly locals: ReadonlyMap<string, ValueKind>;
  readonly aliases: ReadonlyMap<string, Expression>;
  /** Why nothing here looks at them. */
  readonly ignored: ReadonlyMap<string, string>;
  /** Further names that locals of this function have. */
  readonly taken: readonly string[];
  /** What others are or point to. */
  readonly objects?: ReadonlyMap<string, Lvalue>;
  /** Of the C, which steps of the base have in ways of their own. */
  readonly merged?: ReadonlySet<string>;
  /** Of the C, which steps of the base read in ways of their own. */
  readonly readByBase?: ReadonlySet<string>;
  /** Locals that the patch declares. */
  readonly own: ReadonlySet<string>;
  /** Lines of the text that are 2.6.20's own; none: all of it is the patch's. */
  readonly baseLines?: ReadonlySet<number>;
}

export class FunctionScope implements Scope {
  readonly name: string;
  readonly returns: string | null;
  /** Of all locals, those of the compiler too. */
  readonly kinds: Map<string, ValueKind>;
  private readonly of: FunctionNames;
  private readonly kernel: KernelNames;
  private readonly names: Names;
  private readonly made = new Set<string>();
  private targets = 0;

  constructor(of: FunctionNames, kernel: KernelNames) {
    this.of = of;
    this.name = of.name;
    this.returns = of.returns;
    this.kernel = kernel;
    this.kinds = new Map(of.locals);
    this.names = new Names([...of.locals.keys(), ...of.taken]);
  }

  local(name: string): { readonly kind: ValueKind } | undefined {
    const kind = this.of.locals.get(name);
    return kind === undefined ? undefined : { kind };
  }
  object(name: string): Lvalue | undefined {
    return this.of.objects?.get(name);
  }
  isMerged(name: string): boolean {
    return this.of.merged?.has(name) === true;
  }
  isReadByBase(name: string): boolean {
    return this.of.readByBase?.has(name) === true;
  }
  isOwn(name: string): boolean {
    return this.of.own.has(name);
  }
  alias(name: string): Expression | undefined {
    return this.of.aliases.get(name);
  }
  ignored(name: string): string | undefined {
    return this.of.ignored.get(name);
  }
  field(pool: string, name: string): ModelField | undefined {
    return this.kernel.field(pool, name);
  }
  flags(pool: string): readonly string[] {
    return this.kernel.flags(pool);
  }
  isOfBase(line: number): boolean {
    return this.of.baseLines?.has(line) === true;
  }
  callable(name: string): Callable | undefined {
    return this.kernel.callable(name);
  }
  newLocal(like: string, kind: ValueKind): string {
    const name = this.names.take(like);
    this.kinds.set(name, kind);
    this.made.add(name);
    return name;
  }
  newTarget(like: string): string {
    return `${like} ${++this.targets}`;
  }
  isMade(local: string): boolean {
    return this.made.has(local);
  }
  /** As the module declares it. */
  typeOf(local: string): string {
    return typeOfLocal(this.kinds.get(local) ?? { is: 'number' });
  }
}
