/** What names mean in a function of the base that a patch changes. */
import type { AnyProc } from '../../core/index.ts';
import { type CParser, parseExpression } from '../c/index.ts';
import { FunctionScope, type KernelNames } from '../compile/function-scope.ts';
import type { ValueKind, Operand } from '../compile/kinds.ts';
import type { Lvalue } from '../compile/lvalue.ts';
import { kindOfDeclaration, kindOfLocal } from '../compile/types.ts';
import type { LocalDeclaration } from '../declarations.ts';
import { type LocalMeanings, localMeanings } from '../prelude/locals.ts';

export interface ScopeInput {
  readonly parser: CParser;
  readonly proc: AnyProc;
  readonly kernel: KernelNames;
}

/** Locals of the C that the model knows something of. */
export function localNames({ name, locals }: AnyProc): ReadonlySet<string> {
  const { aliases = {}, ignored = {}, named = {}, objects = {}, kept = {} } = localMeanings[name] ?? {};
  return new Set([locals as object, aliases, ignored, named, objects, kept].flatMap((all) => Object.keys(all)));
}

function lvalueOfObject({ struct, id, isPointer }: NonNullable<LocalMeanings['objects']>[string]): Lvalue {
  const value: Operand = { text: id, kind: { is: 'pointer', to: struct } };
  return isPointer ? { is: 'value', value } : { is: 'object', struct, id: value };
}

/** `declared`: by the text. `unknown`: locals of the patch's that the model has nothing of, and why. `ofBase`: locals of the C. */
export function scopeOf(
  { parser, proc, kernel }: ScopeInput,
  declared: readonly LocalDeclaration[],
  unknown: ReadonlyMap<string, string>,
  ofBase: ReadonlySet<string>,
): FunctionScope {
  const meanings = localMeanings[proc.name] ?? {};
  const locals = new Map<string, ValueKind>();
  for (const [name, type] of Object.entries(meanings.kept ?? {})) locals.set(name, kindOfLocal(type));
  for (const one of declared) locals.set(one.name, kindOfDeclaration(one));
  for (const [name, type] of Object.entries(proc.locals as Record<string, string>))
    if (type !== 'ghost') locals.set(name, kindOfLocal(type));
  const known = localNames(proc);
  const merged = new Set([...ofBase].filter((name) => !known.has(name)));
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
      objects: new Map(Object.entries(meanings.objects ?? {}).map(([name, one]) => [name, lvalueOfObject(one)])),
      ignored: new Map(Object.entries(meanings.ignored ?? {})),
      taken: Object.keys(proc.locals as object),
      merged,
      own: new Set(declared.map(({ name }) => name).filter((name) => !(name in (proc.locals as object)))),
    },
    kernel,
  );
}
