/** What a function is to the machine, told by where it is written: a step's, a condition, a predicate; and how to call it. */
import type { NodePath } from '@babel/traverse';

export type Kind = 'step' | 'condition' | 'predicate' | 'function';

export interface Role {
  readonly kind: Kind;
  /** `the step publish`. */
  readonly called: string;
}

const STEP = new Set(['run', 'go', 'acquire', 'release']);
const PREDICATE = new Set(['always', 'atEnd', 'reached', 'onBreach', 'onHalt', 'ask']);

/** Calls of the notation that take functions: of a step, and of a predicate. */
const ARGUMENTS = new Set(['to', 'through']);
const EACH = 'each';

/** The same value, seen by no other name: types, brackets. */
const WRAPPERS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ParenthesizedExpression',
]);

/** The path of the value that all types and brackets around it leave as it is. */
export function unwrapped(path: NodePath): NodePath {
  let at = path;
  while (at.parentPath !== null && at.key === 'expression' && WRAPPERS.has(at.parentPath.node.type)) at = at.parentPath;
  return at;
}

/** The expression inside such types and brackets. */
export function inside(path: NodePath): NodePath {
  let at = path;
  while (WRAPPERS.has(at.node.type)) at = at.get('expression');
  return at;
}

/** The name of a property, a method, or a member that is written as one; null where it is computed. */
export function keyOf({ node }: NodePath): string | null {
  if (!('key' in node) || ('computed' in node && node.computed)) return null;
  const { key } = node;
  if (typeof key !== 'object' || key === null) return null;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'StringLiteral' ? key.value : null;
}

/** Null: it may be anything. */
export function roleOf(fn: NodePath): Role | null {
  let at = fn;
  let call: string | null = null;
  for (;;) {
    at = unwrapped(at);
    const isProperty = at.isObjectMethod() || (at.parentPath?.isObjectProperty() === true && at.key === 'value');
    if (isProperty) return roleOfProperty(at.isObjectMethod() ? at : (at.parentPath as NodePath), call);
    const parent: NodePath | null = at.parentPath;
    if (parent?.isCallExpression() && at.listKey === 'arguments') {
      const { callee } = parent.node;
      const name: string = callee.type === 'Identifier' ? callee.name : '';
      if (call !== null || !(ARGUMENTS.has(name) || name === EACH)) return roleOfCall(call);
      call = name;
    } else if (!parent?.isArrayExpression() && !parent?.isConditionalExpression()) return roleOfCall(call);
    at = parent;
  }
}

function roleOfCall(call: string | null): Role | null {
  if (call === null) return null;
  return call === EACH ? { kind: 'predicate', called: 'a predicate' } : { kind: 'step', called: 'a call' };
}

function roleOfProperty(property: NodePath, call: string | null): Role | null {
  const key = keyOf(property) ?? '';
  if (PREDICATE.has(key)) return { kind: 'predicate', called: `the predicate ${key}` };
  if (call === EACH) return roleOfCall(call);
  const around = property.parentPath === null ? null : unwrapped(property.parentPath).parentPath;
  const label = around?.isObjectProperty() ? keyOf(around) : null;
  if (key === 'when')
    return { kind: 'condition', called: label === null ? 'a condition' : `the condition of the step ${label}` };
  if (STEP.has(key) || (call !== null && key === 'call'))
    return { kind: 'step', called: label === null ? 'a step' : `the step ${label}` };
  return roleOfCall(call);
}

/** A function by its name, its variable's or its property's. */
export function functionNameOf(fn: NodePath): string {
  const { node } = fn;
  if ('id' in node && node.id && typeof node.id === 'object' && 'name' in node.id)
    return `the function ${node.id.name}`;
  const { parentPath: parent } = unwrapped(fn);
  if (parent?.node.type === 'VariableDeclarator' && parent.node.id.type === 'Identifier')
    return `the function ${parent.node.id.name}`;
  const key = keyOf(fn) ?? (parent?.isObjectProperty() ? keyOf(parent) : null);
  return key === null ? 'a function' : `the function ${key}`;
}
