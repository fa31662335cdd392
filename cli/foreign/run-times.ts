/**
 * When the functions of a module run: while it loads, or later, whenever the machine takes a step or asks a question.
 *
 * A function whose every use is a call runs when its callers run. Uses that come to the same: it is handed to a method that calls
 * it at once (`xs.map(f)`), or to a function whose parameter is only called. Any other use hands the function out: it may run
 * at any time, as often as anybody likes. An export is used where the user's other files import it.
 */
import type { Binding, NodePath } from '@babel/traverse';
import { type ModuleLinks, placeOf } from './module-links.ts';
import { inside, unwrapped } from './roles.ts';

/** A function, or the program of a file, which runs when the module is loaded. */
export type CodePath = NodePath;

/** Where a function is called from; null: that cannot be told. */
type Callers = ReadonlySet<CodePath> | null;

/** Methods that call what they are given before they return. */
const CALLS_AT_ONCE = new Set(
  `every filter find findIndex findLast findLastIndex flatMap forEach from fromAsync groupBy map reduce reduceRight replace
   replaceAll some sort toSorted`.split(/\s+/),
);

export class RunTimes {
  private readonly known = new Map<NodePath['node'], Callers>();
  private readonly links: ModuleLinks;

  constructor(links: ModuleLinks) {
    this.links = links;
  }

  /** Whether it may run when the module has been loaded. */
  isLater(place: CodePath, asked: ReadonlySet<unknown> = new Set()): boolean {
    if (place.isProgram() || asked.has(place.node)) return false;
    const callers = this.callersOf(place);
    return callers === null || [...callers].some((caller) => this.isLater(caller, new Set([...asked, place.node])));
  }

  /** Whether it is known to run while the module loads. */
  isAtLoad(place: CodePath, asked: ReadonlySet<unknown> = new Set()): boolean {
    if (place.isProgram()) return true;
    if (asked.has(place.node)) return false;
    const callers = this.callersOf(place) ?? [];
    return [...callers].some((caller) => this.isAtLoad(caller, new Set([...asked, place.node])));
  }

  /** Whether a function written inside another one runs only while that has not returned. */
  isWithin(place: CodePath, outer: CodePath, asked: ReadonlySet<unknown> = new Set()): boolean {
    if (place.node === outer.node || asked.has(place.node)) return true;
    if (!place.isDescendant(outer)) return false;
    const callers = this.callersOf(place);
    const seen = new Set([...asked, place.node]);
    return callers !== null && [...callers].every((caller) => this.isWithin(caller, outer, seen));
  }

  private callersOf(place: CodePath): Callers {
    const known = this.known.get(place.node);
    if (known !== undefined) return known;
    // What calls itself adds no caller.
    this.known.set(place.node, new Set());
    const callers = this.callersOfFunction(place);
    this.known.set(place.node, callers);
    return callers;
  }

  private callersOfFunction(fn: CodePath): Callers {
    const { node } = fn;
    if (node.type === 'FunctionDeclaration' && node.id && fn.parentPath !== null) {
      const binding = fn.parentPath.scope.getBinding(node.id.name);
      return binding === undefined ? null : this.callersThrough(binding);
    }
    if (node.type === 'FunctionDeclaration' && fn.parentPath?.isExportDefaultDeclaration())
      return this.through(this.links.importersOf(fn.parentPath, 'default'));
    return fn.isFunctionExpression() || fn.isArrowFunctionExpression() ? this.callersByUse(fn) : null;
  }

  /** One use of a function: as a name, or where it is written. */
  private callersByUse(use: NodePath): Callers {
    const value = unwrapped(use);
    const { parentPath: parent } = value;
    if (parent === null) return null;
    const { node } = parent;
    if (node.type === 'TSTypeQuery' || node.type === 'TSTypeReference') return new Set();
    if (node.type === 'CallExpression' || node.type === 'OptionalCallExpression' || node.type === 'NewExpression') {
      if (node.callee === value.node) return new Set([placeOf(parent)]);
      return value.listKey === 'arguments' ? this.callersByPassing(parent, Number(value.key)) : null;
    }
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') {
      const binding = parent.scope.getBinding(node.id.name);
      return binding === undefined ? null : this.callersThrough(binding);
    }
    if (node.type === 'ExportDefaultDeclaration') return this.through(this.links.importersOf(parent, 'default'));
    if (node.type === 'ExportSpecifier') {
      const name = node.exported.type === 'Identifier' ? node.exported.name : node.exported.value;
      return this.through(this.links.importersOf(parent, name));
    }
    return null;
  }

  private callersByPassing(call: NodePath, position: number): Callers {
    const { node } = call;
    if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return null;
    const { callee } = node;
    const isMember = callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression';
    if (isMember && callee.property.type === 'Identifier' && CALLS_AT_ONCE.has(callee.property.name))
      return new Set([placeOf(call)]);
    if (callee.type !== 'Identifier') return null;
    const fn = this.functionCalled(call, callee.name);
    const param = fn?.get(`params.${position}`);
    if (fn === null || param === undefined || Array.isArray(param) || !param.isIdentifier()) return null;
    const binding = fn.scope.getOwnBinding(param.node.name);
    const callers = binding === undefined ? null : this.callersThrough(binding);
    const isOnlyCalled = callers !== null && [...callers].every((caller) => this.isWithin(caller, fn));
    return isOnlyCalled ? new Set([placeOf(call)]) : null;
  }

  private callersThrough(binding: Binding): Callers {
    return binding.constant ? this.through([binding]) : null;
  }

  private through(bindings: readonly Binding[] | null): Callers {
    if (bindings === null) return null;
    const callers = new Set<CodePath>();
    for (const binding of bindings)
      for (const use of binding.referencePaths) {
        const found = use.isExportNamedDeclaration()
          ? this.through(this.links.importersOf(use, binding.identifier.name))
          : use.isExportDefaultDeclaration()
            ? this.through(this.links.importersOf(use, 'default'))
            : this.callersByUse(use);
        if (found === null) return null;
        for (const caller of found) callers.add(caller);
      }
    return callers;
  }

  /** Null where that is not one function of the user's. */
  private functionCalled(call: NodePath, name: string): NodePath | null {
    const named = call.scope.getBinding(name);
    const binding = named === undefined ? undefined : this.links.declared(named);
    if (binding === undefined || !binding.constant) return null;
    const init = binding.path.isVariableDeclarator() ? binding.path.get('init') : binding.path;
    const fn = Array.isArray(init) || init.node === null || init.node === undefined ? null : inside(init as NodePath);
    return fn?.isFunction() ? fn : null;
  }
}
