/** Where the text of a module writes: assignments of every form, `delete`, and calls that change what they are called on. */
import type { NodePath } from '@babel/traverse';
import { inside } from './roles.ts';

export interface Write {
  /** What is written: a variable, or a member of something. */
  readonly target: NodePath;
  /** Completes "the step late …". */
  readonly verb: 'assigns' | 'deletes' | 'changes';
  /** The method that changes it; such a call says little of what it is called on. */
  readonly method: string | null;
}

/** Methods of arrays, maps and sets that change them. */
const CHANGING = new Set(
  'add clear copyWithin delete fill pop push reverse set shift sort splice unshift getOrInsert getOrInsertComputed'.split(
    ' ',
  ),
);

/** Functions that write their first argument. */
const WRITING: Readonly<Record<string, readonly string[]>> = {
  Object: ['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf'],
  Reflect: ['set', 'defineProperty', 'deleteProperty', 'setPrototypeOf'],
};

export function writesIn(program: NodePath): Write[] {
  const writes: Write[] = [];
  const assigned = (path: NodePath) => {
    for (const target of targetsOf(path)) writes.push({ target, verb: 'assigns', method: null });
  };
  program.traverse({
    AssignmentExpression: (path) => assigned(path.get('left')),
    UpdateExpression: (path) => assigned(path.get('argument')),
    ForXStatement: (path) => {
      const left = path.get('left') as NodePath;
      if (!left.isVariableDeclaration()) assigned(left);
    },
    UnaryExpression: (path) => {
      if (path.node.operator !== 'delete') return;
      writes.push({ target: inside(path.get('argument')), verb: 'deletes', method: null });
    },
    CallExpression: (path) => {
      writes.push(...changesBy(path));
    },
    OptionalCallExpression: (path) => {
      writes.push(...changesBy(path));
    },
  });
  return writes;
}

/** The variables and members that an assignment's left side names. */
function targetsOf(path: NodePath): NodePath[] {
  const at = inside(path);
  if (at.isObjectPattern())
    return at
      .get('properties')
      .flatMap((part) => targetsOf(part.get(part.isRestElement() ? 'argument' : 'value') as NodePath));
  if (at.isArrayPattern())
    return (at.get('elements') as NodePath[]).filter(({ node }) => node !== null).flatMap(targetsOf);
  if (at.isAssignmentPattern()) return targetsOf(at.get('left'));
  if (at.isRestElement()) return targetsOf(at.get('argument'));
  return [at];
}

function changesBy(call: NodePath): Write[] {
  const callee = call.get('callee') as NodePath;
  if (!isMember(callee)) return [];
  const method = memberName(callee);
  const on = inside(callee.get('object'));
  if (method === null) return [];
  if (on.isIdentifier() && WRITING[on.node.name]?.includes(method) && !on.scope.hasBinding(on.node.name, true)) {
    const [first] = call.get('arguments') as NodePath[];
    return first === undefined ? [] : [{ target: inside(first), verb: 'changes', method: null }];
  }
  return CHANGING.has(method) ? [{ target: on, verb: 'changes', method }] : [];
}

export const isMember = ({ node }: NodePath): boolean =>
  node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';

function memberName({ node }: NodePath): string | null {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return null;
  return !node.computed && node.property.type === 'Identifier' ? node.property.name : null;
}
