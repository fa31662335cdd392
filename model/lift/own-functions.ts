/** Functions that a patch brings, as functions of the model. */
import { assembled } from './compile/assembly.ts';
import { declarationsIn, shadowingIn } from './declarations.ts';
import { compileFlow, fatesOf, type NodeFate, type NodeTrap, targetOf } from './compile/flow-code.ts';
import { FunctionScope, type KernelNames } from './compile/function-scope.ts';
import { type ValueKind, NUMBER } from './compile/kinds.ts';
import { inferredKinds } from './compile/inferred-kinds.ts';
import { callsIn } from './compile/instructions.ts';
import { Lowering } from './compile/lowering.ts';
import { withUnknownLocals } from './compile/unknown-locals.ts';
import { Names } from './compile/names.ts';
import type { Callable } from './compile/scope.ts';
import type { StepText } from './compile/step-text.ts';
import { kindOfDeclaration, kindOfType } from './compile/types.ts';
import type { FunctionItem, LiftRefusal } from './outside/added.ts';
import { END, flowOf } from './flow/index.ts';
import { stepGraph, uninitialised, withUnsetTrapped } from './splice/unset-locals.ts';

export interface OwnFunction {
  readonly name: string;
  /** `fs/aio.c:195`: the line of 2.6.20 behind which it is put. */
  readonly at: string;
  readonly locals: Readonly<Record<string, string>>;
  readonly returns: string | null;
  readonly steps: readonly StepText[];
  readonly traps: readonly NodeTrap[];
  readonly issues: readonly LiftRefusal[];
  readonly nodes: readonly NodeFate[];
  /** Names of the functions that it calls. */
  readonly calls: readonly string[];
}

/** What it is to those who call it. */
export function ownCallable(item: FunctionItem): Callable {
  const kinds = new Map<string, ValueKind>();
  for (const { name, type, pointers } of item.parameters)
    if (name !== null) kinds.set(name, kindOfType(type, pointers));
  const returnKind = returnKindOf(item);
  return {
    name: item.name,
    locals: {},
    returns: returnKind === null ? null : returnedLocal(item),
    returnKind: returnKind ?? NUMBER,
    parameters: item.parameters.flatMap(({ name }) => name ?? []),
    kinds: Object.fromEntries(kinds),
  };
}

/** Null: it returns nothing. */
function returnKindOf({ returns }: FunctionItem): ValueKind | null {
  const [, type = '', stars = ''] =
    /^(.*?)\s*(\**)$/.exec(returns.replaceAll(/\b(?:static|inline|extern)\b/g, '').trim()) ?? [];
  return type === 'void' && stars === '' ? null : kindOfType(type.trim(), stars.length);
}

/** A local of its own: that of the C which is called so may hold something else. */
function returnedLocal(item: FunctionItem): string {
  const named = new Set([
    ...item.parameters.map(({ name }) => name),
    ...declarationsIn(item.body.body).map(({ name }) => name),
  ]);
  return ['ret', 'result', 'returned', 'returned_value'].find((name) => !named.has(name)) ?? 'returned_by_it';
}

export function ownFunction(item: FunctionItem, path: string, base: number, kernel: KernelNames): OwnFunction {
  const callable = ownCallable(item);
  const parameters = item.parameters.flatMap(({ name }) => name ?? []);
  const locals = new Map<string, ValueKind>();
  for (const { name, type, pointers } of item.parameters)
    if (name !== null) locals.set(name, kindOfType(type, pointers));
  const declarations = declarationsIn(item.body.body);
  const { graph, issues } = flowOf(item.body.body);
  const inferred = inferredKinds(declarations, graph);
  for (const one of declarations) locals.set(one.name, inferred.get(one.name) ?? kindOfDeclaration(one));
  if (callable.returns !== null) locals.set(callable.returns, callable.returnKind);
  const own = new Set(declarations.map(({ name }) => name));
  const { scope, lowering, traps } = withUnknownLocals((unknown) => {
    for (const [name, why] of unknown) locals.set(name, { is: 'nothing', why });
    const names = { name: item.name, returns: callable.returns, locals, aliases: new Map(), ignored: new Map() };
    const inFunction = new FunctionScope({ ...names, taken: [], own }, kernel);
    const code = new Lowering(inFunction);
    return { scope: inFunction, lowering: code, traps: compileFlow(code, graph, () => true) };
  });
  const result = callable.returns === null ? [] : [callable.returns];
  const labels = new Names([]);
  const {
    steps,
    locals: made,
    sources,
  } = assembled({
    instructions: lowering.instructions,
    entries: [targetOf(graph.entry)],
    after: targetOf(END),
    outside: () => 'return',
    kinds: scope.kinds,
    isMade: (local) => scope.isMade(local),
    isAdded: () => false,
    isReset: (local) => local !== callable.returns,
    liveAtEnd: result,
    newLabel: (like) => labels.take(like),
    citation: ({ text }) => ({ line: base, c: text }),
  });
  const bare = declarations.flatMap(({ name, initialiser }) => (initialiser === null ? [name] : []));
  const entry = steps[0]?.label ?? 'return';
  const unset = uninitialised(stepGraph(null, [], steps), entry, [...bare, ...result], callable.returns);
  const set = withUnsetTrapped({ steps, sources }, unset);
  const declared = [...locals].filter(([, kind]) => kind.is !== 'nothing').map(([name]) => name);
  return {
    name: item.name,
    at: `${path}:${base}`,
    locals: Object.fromEntries([...declared, ...made].map((name) => [name, scope.typeOf(name)])),
    returns: callable.returns,
    steps: set.steps,
    traps: [...traps, ...set.traps],
    issues: [...issues, ...shadowingIn(item.body.body, new Set(parameters))],
    nodes: fatesOf(graph, () => true, sources, lowering.silent, null),
    calls: callsIn(lowering.instructions),
  };
}
