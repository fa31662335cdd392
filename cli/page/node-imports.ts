/** What a module of the user's imports of Node's is not there in a browser: it is refused with its place before anything is loaded. */
import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { InputError } from '../exit.ts';
import { readSources, type Source } from '../foreign/module-sources.ts';
import { showSourceIssue } from '../foreign/source-issue.ts';

export const isOfNode = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(specifier);

/** Files that are not there, or do not parse, are for whoever loads them to tell. Throws InputError. */
export function requireNothingOfNode(files: readonly string[]): void {
  const issues = files
    .filter((file) => existsSync(file))
    .flatMap((file) => readSources(file).sources.flatMap(issuesOf));
  if (issues.length > 0) throw new InputError([...new Set(issues)]);
}

function issuesOf({ program, shown }: Source): string[] {
  const issues: string[] = [];
  const add = ({ source }: { readonly source?: { readonly value: string; readonly loc?: unknown } | null }): void => {
    if (!source || !isOfNode(source.value)) return;
    const { start } = source.loc as { readonly start: { readonly line: number; readonly column: number } };
    const message = `it imports ${source.value}, which is not there in a browser`;
    const expected = 'a module that runs in a page, where nothing is read and nothing is waited for';
    const place = { file: shown, line: start.line, column: start.column + 1 };
    issues.push(showSourceIssue({ code: 'node-import', ...place, message, expected }));
  };
  program.traverse({
    ImportDeclaration: ({ node }) => add(node),
    ExportAllDeclaration: ({ node }) => add(node),
    ExportNamedDeclaration: ({ node }) => add(node),
  });
  return issues;
}
