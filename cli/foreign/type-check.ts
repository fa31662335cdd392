/**
 * The types of a user's module, checked as ours are, wherever the file lies: by the compiler that came with kioctx, with our
 * options, `kioctx/…` standing for this installation. No tsconfig.json of the user's is read, nor needed; the loader reads none.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { because, InputError } from '../exit.ts';
import { moduleBehind } from '../lifted/module-files.ts';
import { missing } from '../missing.ts';
import { type Compiled, runProgram } from './compiler-run.ts';
import { typesByAddress } from '../own-package.ts';
import { isOwnSource, isPackaged, real } from './installation.ts';
import { shownPath } from './shown-path.ts';
import type { SourceIssue } from './source-issue.ts';

export interface TypeCheckOptions {
  /** The compiler's program; without it, that of the package typescript. */
  readonly compiler?: string;
  /** Milliseconds until the compiler is ended. */
  readonly limit?: number;
  /** Ends the compiler; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

const LIMIT_MS = 120_000;

export interface Diagnostic {
  /** Absolute. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** `TS2345`. */
  readonly code: string;
  /** In one line. */
  readonly message: string;
}

/**
 * One issue for each thing that the compiler says of the module, or of a file of the user's that it imports. Of plain JavaScript it
 * says what does not parse. Throws InputError where the file cannot be read, or where the compiler is not there, does not end or fails.
 */
export async function typeChecked(file: string, options: TypeCheckOptions = {}): Promise<SourceIssue[]> {
  const entry = real(resolve(moduleBehind(file)));
  return (await diagnosticsOf(file, options))
    .filter(({ path }) => path === entry || !(isOwnSource(path) || isPackaged(path)))
    .map(({ path, line, column, code, message }) => {
      const shown = path === entry ? file : shownPath(path);
      return { code, file: shown, line, column, message, expected: null };
    });
}

/** The same with what is said of kioctx's own sources and of packages, which should be nothing and is not the user's to mend. */
export async function diagnosticsOf(
  file: string,
  { compiler, limit = LIMIT_MS, signal }: TypeCheckOptions = {},
): Promise<Diagnostic[]> {
  if (statSync(moduleBehind(file), { throwIfNoEntry: false })?.isFile() !== true)
    throw missing(file, 'a .ts, .mts, .js or .mjs file');
  const path = real(resolve(moduleBehind(file)));
  requireNoBackslash(file, path);
  const program = compiler ?? (await shippedCompiler(file));
  signal?.throwIfAborted();
  const folder = mkdtempSync(join(tmpdir(), 'kioctx-types-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const config = join(folder, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({ compilerOptions: optionsFor(path), files: [path] }));
    const compiled = await runProgram(program, ['--project', config, '--pretty', 'false'], { limit, signal });
    signal?.throwIfAborted();
    return read(file, compiled);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/** The compiler takes each for a slash, as on Windows, and finds nothing there. */
function requireNoBackslash(file: string, path: string): void {
  if (sep === '/' && path.includes('\\'))
    throw new InputError([
      `${file}: its types cannot be checked: the TypeScript compiler cannot take a path with a backslash; expected a path without one`,
    ]);
}

/** The native program itself: the package's script would put a process in between, which outlives what it is told. */
async function shippedCompiler(file: string): Promise<string> {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
    const { default: path } = (await import(pathToFileURL(join(folder, 'lib/getExePath.js')).href)) as {
      default: () => string;
    };
    return path();
  } catch (problem) {
    throw failed(file, `is not installed: ${because(problem)}`);
  }
}

/** tsconfig.base.json's, but for what serves our own build or is a matter of taste, and modules: the loader takes every file for one, as a bundler does. */
export function optionsFor(path: string): Readonly<Record<string, unknown>> {
  const types = nodeTypesFor(path);
  return {
    target: 'es2023',
    lib: ['es2023'],
    module: 'esnext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    resolveJsonModule: true,
    verbatimModuleSyntax: !path.endsWith('.cts'),
    isolatedModules: true,
    erasableSyntaxOnly: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    allowImportingTsExtensions: true,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    paths: typesByAddress(),
    ...(types === null ? { types: [] } : { types: ['node'], typeRoots: [types] }),
  };
}

/** The folder of the types of Node: those of this installation, or of the user's; null where there are none. */
function nodeTypesFor(path: string): string | null {
  for (const from of [import.meta.url, pathToFileURL(path)])
    try {
      return dirname(dirname(createRequire(from).resolve('@types/node/package.json')));
    } catch {
      // The next one may have them.
    }
  return null;
}

const DIAGNOSTIC = /^(.*)\((\d+),(\d+)\): error (TS\d+): (.*)$/;

/** Lines that begin with a blank explain the one above. */
function read(file: string, { end, said, wrong }: Compiled): Diagnostic[] {
  if (end === 0) return [];
  if (typeof end === 'string') throw failed(file, end);
  const found: Diagnostic[] = [];
  for (const line of said.split(/\r?\n/)) {
    const [, path, at, column, code, message] = DIAGNOSTIC.exec(line) ?? [];
    const last = found.at(-1);
    if (path !== undefined && code !== undefined && message !== undefined)
      found.push({ path: real(resolve(path)), line: Number(at), column: Number(column), code, message });
    else if (line.startsWith(' ') && last !== undefined)
      found[found.length - 1] = { ...last, message: `${last.message} ${line.trim()}` };
    else if (line.trim() !== '') throw failed(file, `fails: ${line.trim()}`);
  }
  if (found.length === 0) throw failed(file, `fails with code ${end}${wrong === '' ? '' : `: ${wrong}`}`);
  return found;
}

const failed = (file: string, why: string): InputError =>
  new InputError([
    `${file}: its types cannot be checked: the TypeScript compiler ${why}; expected the one that is installed with kioctx to run`,
  ]);
