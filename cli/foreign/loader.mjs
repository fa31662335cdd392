/**
 * Loader hooks for modules that are not ours: a user's patch or property, and what it imports. Such a module has the query
 * `?foreign=N.M` in its URL, which its imports inherit; another N is another instance of all of them. It is an ES module wherever
 * it lies, `kioctx/…` is the program that runs, and what would let it depend on more than the state is refused.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { ENDING, OWN_FOLDERS } from '../own-files.mjs';

const ROOT = new URL('../../', import.meta.url).href;
const MARK = /[?&](foreign=[\d.]+)/;
const TAKEN_DOWN = '?taken-down';
const SOURCE = /\.m?[jt]s$/;
/** Without state, time, chance or surroundings. */
const HARMLESS = new Set([
  'assert',
  'assert/strict',
  'buffer',
  'path',
  'path/posix',
  'punycode',
  'string_decoder',
  'url',
  'util',
]);
/** What an import may leave out or name otherwise, as the compiler allows. */
const GUESSES = [
  (path) => path,
  (path) => path.replace(/\.js$/, '.ts'),
  (path) => path.replace(/\.mjs$/, '.mts'),
  (path) => `${path}.ts`,
  (path) => `${path}.mts`,
  (path) => `${path}.js`,
  (path) => `${path}.mjs`,
];

const isFile = (path) => existsSync(path) && statSync(path).isFile();
/** Nothing else is cut: a path may have question marks of its own. */
const unmarked = (url) => url.replace(/(?:\?|%3F)foreign=[\d.]+$/i, '');
/** The hooks of Node 20 are asynchronous, those of later ones are not. */
const then = (value, f) => (value instanceof Promise ? value.then(f) : f(value));

export function resolve(specifier, context, next) {
  const [, mark] = MARK.exec(specifier) ?? MARK.exec(context.parentURL ?? '') ?? [];
  if (mark === undefined) return next(specifier, context);
  if (/^(\.\.?\/|\/|file:)/.test(specifier)) return local(specifier, context.parentURL, mark);
  // In a package, a name is looked up beside it; our own is the program that runs.
  const parentURL = specifier.startsWith('kioctx/') ? new URL('package.json', ROOT).href : unmarked(context.parentURL);
  return then(next(specifier, { ...context, parentURL }), (found) => {
    if (!found.url.startsWith('node:')) return marked(found, mark);
    if (HARMLESS.has(found.url.slice('node:'.length))) return found;
    throw new Error(`it imports ${specifier}; expected a module that depends on the modelled state alone`);
  });
}

/** A file, named by a path. */
function local(specifier, parentURL, mark) {
  const wanted = fileURLToPath(new URL(unmarked(specifier), parentURL && unmarked(parentURL)));
  const path = GUESSES.map((guess) => guess(wanted)).find(isFile);
  if (path === undefined) throw new Error(`it imports ${specifier}, and there is no such file`);
  return marked(
    { url: pathToFileURL(realpathSync(path)).href, format: path.endsWith('.json') ? 'json' : 'module' },
    mark,
  );
}

const isOurs = (url) => OWN_FOLDERS.some((folder) => url.startsWith(`${ROOT}${folder}/`));

/** Our own modules are not loaded twice: what stands for one takes it down (inventory.ts), and exports what it exports. */
function marked({ url, format }, mark) {
  const plain = unmarked(url);
  if (isOurs(plain)) return { url: `${plain}${TAKEN_DOWN}`, format: 'module', shortCircuit: true };
  if (format === 'json') return { url: plain, format, importAttributes: { type: 'json' }, shortCircuit: true };
  return { url: format === 'module' ? `${plain}?${mark}` : plain, format, shortCircuit: true };
}

export function load(url, context, next) {
  if (url.endsWith(TAKEN_DOWN))
    return { format: 'module', source: takingDown(url.slice(0, -TAKEN_DOWN.length)), shortCircuit: true };
  if (!MARK.test(url)) return next(url, context);
  const path = fileURLToPath(unmarked(url));
  if (!SOURCE.test(path)) throw new Error(`${path} is no ES module; expected a .ts, .mts, .js or .mjs file`);
  return { format: 'module', source: compiledOnce(readFileSync(path, 'utf8'), path), shortCircuit: true };
}

const takingDown = (ours) => `
import * as ours from ${JSON.stringify(ours)};
import { takeDown } from ${JSON.stringify(new URL(`cli/foreign/inventory${ENDING}`, ROOT).href)};
takeDown(${JSON.stringify(`kioctx/${ours.slice(ROOT.length).replace(/\.js$/, '.ts')}`)}, ours);
export * from ${JSON.stringify(ours)};
`;

/** By path, what was compiled last, and what came of it: a module is loaded dozens of times. */
const known = new Map();

function compiledOnce(text, path) {
  const last = known.get(path);
  if (last?.text === text) return last.code;
  const code = compiled(text, path);
  known.set(path, { text, code });
  return code;
}

/** JavaScript too, which tells the place of a mistake. Whatever tsconfig.json lies beside it is not obeyed. */
function compiled(text, path) {
  const options = {
    loader: path.endsWith('ts') ? 'ts' : 'js',
    format: 'esm',
    target: 'node20',
    sourcefile: path,
    sourcemap: 'inline',
    tsconfigRaw: '{}',
  };
  try {
    return transformSync(text, { ...options, logLevel: 'silent' }).code;
  } catch (problem) {
    const [first] = problem.errors ?? [];
    if (!first?.location) throw problem;
    const { line, column } = first.location;
    throw new SyntaxError(`line ${line}, column ${column + 1}: ${first.text}`);
  }
}
