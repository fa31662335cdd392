/** The text of a user's module and of the files that it imports relatively, as syntax trees. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ParserPlugin } from '@babel/parser';
import type { NodePath } from '@babel/traverse';
import { because } from '../exit.ts';
import { moduleBehind } from '../lifted/module-files.ts';
import { readText } from '../reading.ts';
import { isOwnSource, isPackaged, real } from './installation.ts';
import { shownPath } from './shown-path.ts';
import type { SourceIssue } from './source-issue.ts';

// As Node loads CommonJS: what the default import of such a package is differs between Node and test runners.
const require = createRequire(import.meta.url);
const { parse } = require('@babel/parser') as typeof import('@babel/parser');
const { default: traverse } = require('@babel/traverse') as typeof import('@babel/traverse');

export interface Source {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  /** As the user knows it. */
  readonly shown: string;
  /** Without a byte order mark; CR and LF as they are. */
  readonly text: string;
  readonly program: NodePath;
  /** What its relative imports lead to, by specifier. */
  readonly imports: ReadonlyMap<string, string>;
}

/** Parsed, the module itself first; or one issue for each file that does not parse. Throws InputError where it cannot be read. */
export function readSources(file: string): {
  readonly sources: readonly Source[];
  readonly issues: readonly SourceIssue[];
} {
  const sources: Source[] = [];
  const issues: SourceIssue[] = [];
  const queue = [{ path: real(resolve(moduleBehind(file))), shown: file }];
  const seen = new Set(queue.map(({ path }) => path));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const found = parsed(next.path, next.shown);
    if (!found.ok) {
      issues.push(found.issue);
      continue;
    }
    sources.push(found.source);
    for (const path of found.source.imports.values()) {
      if (seen.has(path)) continue;
      seen.add(path);
      queue.push({ path, shown: shownPath(path) });
    }
  }
  return { sources, issues };
}

type Parsed = { readonly ok: true; readonly source: Source } | { readonly ok: false; readonly issue: SourceIssue };

function parsed(path: string, shown: string): Parsed {
  const text = read(path, shown);
  let program: NodePath;
  try {
    program = programIn(text, path);
  } catch (problem) {
    return { ok: false, issue: syntaxIssue(problem, shown) };
  }
  return { ok: true, source: { path, shown, text, program, imports: importsOf(program, path) } };
}

function programIn(text: string, path: string): NodePath {
  // A .cts or .cjs file may be either; every other one is run as a module, whatever the nearest package.json says.
  const sourceType = /\.c[jt]s$/.test(path) ? 'unambiguous' : 'module';
  const programs: NodePath[] = [];
  traverse(parse(text, { sourceType, plugins: pluginsFor(path) }), {
    Program(at) {
      programs.push(at);
      at.stop();
    },
  });
  return programs[0] as NodePath;
}

const read = (path: string, shown: string): string => readText(path, 'module', shown).replace(/^\uFEFF/, '');

function pluginsFor(path: string): ParserPlugin[] {
  // Those of parameters exist in the old form alone.
  const always: ParserPlugin[] = ['decorators-legacy', 'decoratorAutoAccessors', 'explicitResourceManagement'];
  const isTypeScript = /\.[cm]?tsx?$/.test(path);
  return [...always, ...(isTypeScript ? ['typescript' as const] : []), ...(path.endsWith('x') ? ['jsx' as const] : [])];
}

/** A mistake of syntax knows its place; what else the tree is refused for, two declarations of one name, does not. */
function syntaxIssue(problem: unknown, file: string): SourceIssue {
  const { loc } = problem as { readonly loc?: { readonly line: number; readonly column: number } };
  const why = because(problem)
    .replace(/ \(\d+:\d+\)$/, '')
    .replace(/\.$/, '');
  return {
    code: 'syntax',
    file,
    line: loc?.line ?? 1,
    column: (loc?.column ?? 0) + 1,
    message: `this does not parse: ${why}`,
    expected: /\.[cm]?js$/.test(file) ? 'JavaScript (types belong in a .ts file)' : 'TypeScript',
  };
}

/** What a specifier may leave out or call by the name that it has when compiled, as the loader allows it. */
const ENDINGS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '/index.ts', '/index.js'];
const CODE = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']);

/** Only what is the user's: not kioctx itself, and no package. What leads nowhere is the loader's to tell. */
function importsOf(program: NodePath, from: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (specifier: string) => {
    if (!/^(\.{0,2}\/|file:)/.test(specifier)) return;
    const path = pathOf(specifier, from);
    const file = path === null ? null : fileAt(path);
    if (file !== null && !isOwnSource(file) && !isPackaged(file)) found.set(specifier, file);
  };
  program.traverse({
    ImportDeclaration: ({ node }) => add(node.source.value),
    ExportAllDeclaration: ({ node }) => add(node.source.value),
    ExportNamedDeclaration: ({ node }) => {
      if (node.source) add(node.source.value);
    },
    CallExpression({
      node: {
        callee,
        arguments: [first],
      },
    }) {
      const loads = callee.type === 'Import' || (callee.type === 'Identifier' && callee.name === 'require');
      if (loads && first?.type === 'StringLiteral') add(first.value);
    },
  });
  return found;
}

/** As the loader finds it: a specifier is a URL, whose query and fragment name no file. */
function pathOf(specifier: string, from: string): string | null {
  try {
    return fileURLToPath(new URL(specifier, pathToFileURL(from)));
  } catch {
    return null;
  }
}

function fileAt(path: string): string | null {
  const compiled = /^(.*)\.([cm]?)js(x?)$/.exec(path);
  const written = compiled === null ? [] : [`${compiled[1]}.${compiled[2]}ts${compiled[3]}`];
  const candidates = [path, ...written, ...ENDINGS.map((ending) => path + ending)];
  const file = candidates.find((at) => CODE.has(extname(at)) && isFile(at));
  return file === undefined ? null : real(file);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
