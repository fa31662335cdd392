/** Where in the text of a module its hunks stand. Loads a parser: to be imported only where a user's module is given. */
import type { NodePath } from '@babel/traverse';
import { inside, keyOf } from './roles.ts';
import { readSources } from './module-sources.ts';

/** The line of each hunk's first edit, by the hunk's name, as far as the module itself spells both out. */
export function hunkLines(file: string): ReadonlyMap<string, number> {
  const [source] = readSources(file).sources;
  const lines = new Map<string, number>();
  source?.program.traverse({
    ObjectExpression(path) {
      const name = textOf(valueOf(path, 'name'));
      const edits = valueOf(path, 'edits');
      const line = edits === null ? undefined : firstOf(edits).node.loc?.start.line;
      if (name !== null && line !== undefined && !lines.has(name)) lines.set(name, line);
    },
  });
  return lines;
}

function valueOf(object: NodePath, key: string): NodePath | null {
  for (const property of object.get('properties') as NodePath[]) {
    if (property.isObjectProperty() && keyOf(property) === key) return inside(property.get('value'));
  }
  return null;
}

function textOf(path: NodePath | null): string | null {
  if (path?.isStringLiteral()) return path.node.value;
  if (!path?.isTemplateLiteral() || path.node.expressions.length > 0) return null;
  return path.node.quasis[0]?.value.cooked ?? null;
}

/** Of a list its first element; else itself. */
function firstOf(path: NodePath): NodePath {
  const [first] = path.isArrayExpression() ? (path.get('elements') as NodePath[]) : [];
  return first?.node ? inside(first) : path;
}
