/** What a write in a module's text comes down to: the variable through which the written thing is reached. */
import type { Binding, NodePath } from '@babel/traverse';
import type { ModuleLinks } from './module-links.ts';
import { placeOf, programOf } from './module-links.ts';
import { inside, keyOf } from './roles.ts';
import { isMember } from './writes.ts';

export interface Root {
  readonly name: string;
  /** The function whose variable it is, or the program. */
  readonly place: NodePath;
  /** Null for a global, and for `this`. */
  readonly binding: Binding | null;
  /** The local name of it that the text goes through. */
  readonly alias: string | null;
}

/** Null where that is no variable: a call's result, or `this` of who knows whom. */
export function rootOf(target: NodePath): Root | null {
  const base = baseOf(target);
  if (base.isThisExpression()) return rootOfThis(base);
  if (!base.isIdentifier() || base.node.name === 'arguments') return null;
  const root = rootOfName(base, base.node.name);
  const isVariableItself = base.node === inside(target).node;
  return isVariableItself ? root : followed(root);
}

/** The same for what a method is called on: that is changed, and not the variable. */
export const rootOfObject = (target: NodePath): Root | null => {
  const root = rootOf(target);
  return root === null ? null : followed(root);
};

function baseOf(path: NodePath): NodePath {
  let at = inside(path);
  while (isMember(at)) at = inside(at.get('object'));
  return at;
}

function rootOfName(at: NodePath, name: string): Root {
  const binding = at.scope.getBinding(name) ?? null;
  return { name, binding, place: binding === null ? programOf(at) : placeOfBinding(binding), alias: null };
}

function placeOfBinding({ scope: { path } }: Binding): NodePath {
  return path.isFunction() ? path : placeOf(path);
}

/** Of a method of an object: the object, which is made where it is written. */
function rootOfThis(at: NodePath): Root | null {
  const fn = at.findParent((parent) => parent.isFunction() && !parent.isArrowFunctionExpression());
  const member = fn?.isObjectMethod() ? fn : fn?.parentPath;
  const object = member?.parentPath;
  if (!member || !object?.isObjectExpression()) return null;
  return { name: 'this', binding: null, place: placeOf(object), alias: null };
}

/** `const m = memo.inner; const { n } = m;`: what is reached through m or n is reached through memo. */
function followed(root: Root): Root {
  const seen = new Set<Binding | null>();
  let at = root;
  while (at.binding !== null && !seen.has(at.binding)) {
    seen.add(at.binding);
    const from = valueOf(at.binding);
    const base = from === null ? null : baseOf(from);
    if (!base?.isIdentifier()) return at;
    at = { ...rootOfName(base, base.node.name), alias: root.name };
  }
  return at;
}

/** The expression that a variable has its value from, once and for all; or the one whose elements it goes through. */
function valueOf({ constant, path }: Binding): NodePath | null {
  if (!constant || !path.isVariableDeclarator()) return null;
  if (path.node.init) return path.get('init') as NodePath;
  const loop = path.parentPath?.parentPath;
  return loop?.isForOfStatement() && path.parentPath?.key === 'left' ? loop.get('right') : null;
}

const CONTAINERS = new Set(
  `Array Map Set WeakMap WeakSet Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
   Float32Array Float64Array BigInt64Array BigUint64Array`.split(/\s+/),
);

/** Whether a variable was declared with an array, an object, a map or a set, which methods of that name change. */
export function isContainer(binding: Binding, links: ModuleLinks, method: string, isItself: boolean): boolean {
  const { path } = links.declared(binding);
  if (!path.isVariableDeclarator() || !path.node.init) return false;
  let at = inside(path.get('init') as NodePath);
  while (isMember(at) || at.isCallExpression()) at = inside(at.get(at.isCallExpression() ? 'callee' : 'object'));
  if (at.isArrayExpression()) return true;
  // A method that the object brings along may do anything.
  if (at.isObjectExpression()) return !isItself || !at.get('properties').some((own) => keyOf(own) === method);
  const callee = at.isNewExpression() ? at.get('callee') : at;
  const { node } = Array.isArray(callee) ? at : callee;
  return node.type === 'Identifier' && (CONTAINERS.has(node.name) || (node.name === 'Object' && !at.isNewExpression()));
}
