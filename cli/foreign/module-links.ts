/** Which names of a user's files stand for the same thing: imports and what they import. */
import type { Binding, NodePath } from '@babel/traverse';
import type { Source } from './module-sources.ts';

export class ModuleLinks {
  private readonly byPath: ReadonlyMap<string, Source>;
  private readonly byProgram: ReadonlyMap<NodePath['node'], Source>;
  /** By file and exported name; null: handed on, to nobody knows whom. */
  private readonly importers = new Map<string, Binding[] | null>();

  constructor(sources: readonly Source[]) {
    this.byPath = new Map(sources.map((source) => [source.path, source]));
    this.byProgram = new Map(sources.map((source) => [source.program.node, source]));
    for (const source of sources) this.readExports(source);
  }

  sourceOf(path: NodePath): Source {
    const source = this.byProgram.get(programOf(path).node);
    if (source === undefined) throw new Error('this path is of none of the sources');
    return source;
  }

  /** What other files call an export by. Null: that cannot be told. */
  importersOf(exporting: NodePath, name: string): readonly Binding[] | null {
    const { path } = this.sourceOf(exporting);
    const found = this.importers.get(keyed(path, name));
    const isHandedOn = found === null || this.importers.has(keyed(path, '*'));
    return isHandedOn ? null : (found ?? []);
  }

  /** The variable that an imported name stands for, where that is one of the user's; else the name's own. */
  declared(binding: Binding): Binding {
    const { parentPath: from, node } = binding.path;
    if (from?.node.type !== 'ImportDeclaration' || node.type !== 'ImportSpecifier') return binding;
    const source = this.byPath.get(this.sourceOf(binding.path).imports.get(from.node.source.value) ?? '');
    return source?.program.scope.getBinding(textOf(node.imported)) ?? binding;
  }

  private readExports({ program, imports }: Source): void {
    for (const statement of program.get('body') as NodePath[]) {
      const { node } = statement;
      if (!('source' in node) || typeof node.source !== 'object' || node.source?.type !== 'StringLiteral') continue;
      const path = imports.get(node.source.value);
      if (path === undefined) continue;
      if (node.type === 'ExportAllDeclaration') this.importers.set(keyed(path, '*'), null);
      if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration') continue;
      for (const specifier of node.specifiers) {
        if (specifier.type === 'ImportNamespaceSpecifier') this.importers.set(keyed(path, '*'), null);
        else if (specifier.type === 'ExportSpecifier') this.importers.set(keyed(path, specifier.local.name), null);
        else if (specifier.type === 'ImportDefaultSpecifier')
          this.add(path, 'default', statement, specifier.local.name);
        else if (specifier.type === 'ImportSpecifier')
          this.add(path, textOf(specifier.imported), statement, specifier.local.name);
      }
    }
  }

  private add(path: string, name: string, statement: NodePath, local: string): void {
    const key = keyed(path, name);
    const binding = statement.scope.getBinding(local);
    const before = this.importers.get(key);
    if (before !== null && binding !== undefined) this.importers.set(key, [...(before ?? []), binding]);
  }
}

const keyed = (path: string, name: string): string => `${path}\n${name}`;

type Name =
  | { readonly type: 'Identifier'; readonly name: string }
  | { readonly type: 'StringLiteral'; readonly value: string };
const textOf = (name: Name): string => (name.type === 'Identifier' ? name.name : name.value);

export const programOf = (path: NodePath): NodePath => path.scope.getProgramParent().path;

/** The function that a path is written in, or the program. */
export const placeOf = (path: NodePath): NodePath => path.getFunctionParent() ?? programOf(path);
