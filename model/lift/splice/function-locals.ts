/** What names mean in a function of the base that a patch changes. */
import type { AnyProc } from '../../core/index.ts';
import { type CParser, parseExpression } from '../c/index.ts';
import { FunctionScope, type KernelNames } from '../compile/function-scope.ts';
import { NUMBER, type ValueKind, type Operand } from '../compile/kinds.ts';
import type { Lvalue } from '../compile/lvalue.ts';
import { inferredKinds } from '../compile/inferred-kinds.ts';
import { kindOfDeclaration, kindOfLocal } from '../compile/types.ts';
import type { FlowGraph } from '../flow/index.ts';
import type { LocalDeclaration } from '../declarations.ts';
import { type KeptType, type LocalMeanings, localMeanings } from '../prelude/locals.ts';
import { methodKinds } from '../prelude/structs.ts';

/** Locals of the C that what stays of a function reads and writes, which its steps may do in ways of their own. */
export interface HeldLocals {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

export interface ScopeInput {
  readonly parser: CParser;
  readonly proc: AnyProc;
  readonly kernel: KernelNames;
  readonly held?: HeldLocals;
}

export interface TextNames {
  readonly declared: readonly LocalDeclaration[];
  readonly graph: FlowGraph;
  /** Locals of the patch's that the model has nothing of, and why. */
  readonly unknown: ReadonlyMap<string, string>;
  /** Locals of the C. */
  readonly ofBase: ReadonlySet<string>;
  /** Lines that are 2.6.20's own. */
  readonly baseLines: ReadonlySet<number>;
}

/** Locals of the C that the model knows something of. */
export function localNames({ name, locals }: AnyProc): ReadonlySet<string> {
  const { kept = {}, begin = [] } = localMeanings[name] ?? {};
  return new Set([...Object.keys(locals as object), ...Object.keys(kept), ...begin, ...told(name)]);
}

/** Names of the C that stand for an object of the model, or for other C, from the first line of the function on. */
export function standIns(fn: string): ReadonlySet<string> {
  const { aliases, named, objects } = localMeanings[fn] ?? {};
  return new Set([aliases, named, objects].flatMap((all = {}) => Object.keys(all)));
}

/** Names of the C of which the prelude says what they stand for. */
function told(fn: string): string[] {
  const { aliases, ignored, named, objects, lists, numbers } = localMeanings[fn] ?? {};
  return [aliases, ignored, named, objects, lists, numbers].flatMap((all = {}) => Object.keys(all));
}

function kindOfKept(type: KeptType): ValueKind {
  if (typeof type === 'string') return kindOfLocal(type);
  if ('link' in type) return { is: 'link', field: type.link };
  const kind = methodKinds.get(type.method);
  if (kind === undefined) throw new Error(`${type.method} is no method`);
  return kind;
}

function lvalueOfObject({ struct, id, isPointer }: NonNullable<LocalMeanings['objects']>[string]): Lvalue {
  const value: Operand = { text: id, kind: { is: 'pointer', to: struct } };
  return isPointer ? { is: 'value', value } : { is: 'object', struct, id: value };
}

const listOf = (text: string): Lvalue => ({ is: 'list', text, of: { is: 'pointer', to: 'kiocb' } });
const NOT_ZERO: Lvalue = { is: 'value', value: { text: 'true', kind: { is: 'some' } } };
const numberOf = (text: string): Lvalue => ({
  is: 'value',
  value: { text, kind: text === '0' ? { is: 'zero' } : NUMBER },
});

export function scopeOf(
  { parser, proc, kernel, held }: ScopeInput,
  { declared, graph, unknown, ofBase, baseLines }: TextNames,
): FunctionScope {
  const meanings = localMeanings[proc.name] ?? {};
  const locals = new Map<string, ValueKind>();
  const isTold = new Set(told(proc.name));
  const inferred = inferredKinds(declared, graph, meanings.lists);
  for (const one of declared)
    if (!(ofBase.has(one.name) && isTold.has(one.name)))
      locals.set(one.name, inferred.get(one.name) ?? kindOfDeclaration(one));
  for (const [name, type] of Object.entries(proc.locals as Record<string, string>))
    if (type !== 'ghost') locals.set(name, kindOfLocal(type));
  for (const name of meanings.begin ?? []) locals.set(name, NUMBER);
  for (const [name, type] of Object.entries(meanings.kept ?? {})) locals.set(name, kindOfKept(type));
  const known = localNames(proc);
  const merged = new Set([...ofBase].filter((name) => !known.has(name) && held?.writes.has(name) !== false));
  for (const name of merged)
    locals.set(name, { is: 'nothing', why: 'steps of the model have it in ways of their own' });
  for (const [name, why] of unknown) locals.set(name, { is: 'nothing', why });
  const aliases = new Map(
    Object.entries({ ...meanings.aliases, ...meanings.named }).flatMap(([name, text]) => {
      const { expression } = parseExpression(parser, [{ text, at: 0 }]);
      return expression === null ? [] : [[name, expression] as const];
    }),
  );
  return new FunctionScope(
    {
      name: proc.name,
      returns: proc.returns,
      locals,
      aliases,
      objects: new Map<string, Lvalue>([
        ...Object.entries(meanings.objects ?? {}).map(([name, one]) => [name, lvalueOfObject(one)] as const),
        ...Object.entries(meanings.lists ?? {}).map(([name, text]) => [name, listOf(text)] as const),
        ...(meanings.some ?? []).map((name) => [name, NOT_ZERO] as const),
        ...Object.entries(meanings.numbers ?? {}).map(([name, text]) => [name, numberOf(text)] as const),
      ]),
      ignored: new Map(Object.entries(meanings.ignored ?? {})),
      taken: Object.keys(proc.locals as object),
      merged,
      readByBase: new Set([...ofBase].filter((name) => !known.has(name) && held?.reads.has(name) === true)),
      baseLines,
      own: new Set(declared.map(({ name }) => name).filter((name) => !Object.hasOwn(proc.locals as object, name))),
    },
    kernel,
  );
}
