/** What names mean in a function of the base that a patch changes. */
import type { AnyProc } from '../../core/index.ts';
import { type CParser, parseExpression } from '../c/index.ts';
import { FunctionScope, type KernelNames } from '../compile/function-scope.ts';
import type { Kind } from '../compile/kinds.ts';
import { kindOfDeclaration, kindOfLocal } from '../compile/types.ts';
import type { LocalDeclaration } from '../declarations.ts';
import { localMeanings } from '../prelude/locals.ts';

export interface ScopeInput {
  readonly parser: CParser;
  readonly proc: AnyProc;
  readonly kernel: KernelNames;
}

/** Locals of the C that the model knows something of. */
export function localNames({ name, locals }: AnyProc): ReadonlySet<string> {
  const { aliases = {}, ignored = {}, named = {} } = localMeanings[name] ?? {};
  return new Set([locals as object, aliases, ignored, named].flatMap((all) => Object.keys(all)));
}

/** `declared`: by the text. */
export function scopeOf({ parser, proc, kernel }: ScopeInput, declared: readonly LocalDeclaration[]): FunctionScope {
  const meanings = localMeanings[proc.name] ?? {};
  const locals = new Map<string, Kind>();
  for (const one of declared) locals.set(one.name, kindOfDeclaration(one));
  for (const [name, type] of Object.entries(proc.locals as Record<string, string>))
    if (type !== 'ghost') locals.set(name, kindOfLocal(type));
  const aliases = new Map(
    Object.entries({ ...meanings.aliases, ...meanings.named }).flatMap(([name, text]) => {
      const { expression } = parseExpression(parser, [{ text, at: 0 }]);
      return expression === null ? [] : [[name, expression] as const];
    }),
  );
  return new FunctionScope(
    {
      name: proc.name,
      returns: proc.returns as string | null,
      locals,
      aliases,
      ignored: new Map(Object.entries(meanings.ignored ?? {})),
      taken: Object.keys(proc.locals as object),
    },
    kernel,
  );
}
