/** One run of esbuild: the page's own modules and those of the user's, as one script that a browser and its worker run. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildFailure, Loader, Message, Plugin } from 'esbuild';
import { INSTANCES } from '../../counterexamples/page/engine/ask-again.ts';
import { InputError } from '../exit.ts';
import { ENDING } from '../own-files.mjs';
import { isOwnSource } from '../foreign/installation.ts';
import { readSources, type Source } from '../foreign/module-sources.ts';
import { isOfNode } from './node-imports.ts';
import { shownPath } from '../foreign/shown-path.ts';
import { visible } from '../../model/diagnostics/visible.ts';

const require = createRequire(import.meta.url);

/** Files of the user's, each a patch or a property. */
export interface PageModules {
  readonly patches: readonly string[];
  readonly properties: readonly string[];
}

/** `?instance=3`: each instance is a copy of the module with variables of its own, as the program has when it asks once more. */
const INSTANCE = /\?instance=(\d+)$/;

export interface Bundle {
  /** The text of the script. */
  readonly script: string;
  /** The files of which something is in it, from the current folder. */
  readonly inputs: readonly string[];
}

/** Throws InputError where a module of the user's cannot be in a page. */
export async function bundled(modules: PageModules): Promise<Bundle> {
  const { build } = await import('esbuild');
  const view = fileURLToPath(new URL('../../counterexamples/page/view/main', import.meta.url));
  const main = `${view}${ENDING === '.ts' ? '.tsx' : '.js'}`;
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents: entry(main, modules), resolveDir: dirname(main), loader: 'js' },
      bundle: true,
      write: false,
      metafile: true,
      minify: true,
      // Errors are known by their names.
      keepNames: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      mainFields: ['module', 'main'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
      logLevel: 'silent',
      logOverride: { 'empty-import-meta': 'error' },
      tsconfigRaw: '{}',
      plugins: [userModules(modules)],
    });
    const [needed] = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    if (needed !== undefined)
      throw new InputError([
        `${[...modules.patches, ...modules.properties].join(', ')}: uses what needs ${needed}, which is not there in a browser; expected what describes a patch or a property, and no search of its own`,
      ]);
    const inputs = Object.values(metafile.outputs).flatMap(({ inputs: used }) =>
      Object.entries(used).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    return { script: outputFiles[0]?.text ?? '', inputs };
  } catch (problem) {
    if (!isBuildFailure(problem)) throw problem;
    throw new InputError([...new Set(problem.errors.map(issueOf))]);
  }
}

function entry(main: string, { patches, properties }: PageModules): string {
  const brought = fileURLToPath(new URL(`../../counterexamples/page/engine/brought${ENDING}`, import.meta.url));
  const lines = [
    `import { start } from ${JSON.stringify(main)};`,
    `import { broughtPatch, broughtProperty } from ${JSON.stringify(brought)};`,
  ];
  const instances: string[] = [];
  const count = patches.length + properties.length === 0 ? 1 : INSTANCES;
  for (let instance = 0; instance < count; instance++) {
    const named = (file: string, kind: string, nth: number): string => {
      const name = `${kind}${nth}_${instance}`;
      lines.push(`import * as ${name} from ${JSON.stringify(`${file}?instance=${instance}`)};`);
      return name;
    };
    const all = [
      `patches: [${patches.map((file, i) => `broughtPatch(${named(file, 'patch', i)})`).join(', ')}]`,
      `properties: [${properties.map((file, i) => `broughtProperty(${named(file, 'property', i)})`).join(', ')}]`,
    ];
    instances.push(`{ ${all.join(', ')} }`);
  }
  return [...lines, `start([${instances.join(', ')}]);`].join('\n');
}

/** Modules of the user's, found as the program finds them; `kioctx/…` is the page's own. */
function userModules({ patches, properties }: PageModules): Plugin {
  const sources = new Map<string, Source>();
  for (const file of [...patches, ...properties]) {
    const read = readSources(file);
    for (const source of read.sources) sources.set(source.path, source);
  }
  return {
    name: 'modules of the user',
    setup(build) {
      const entries = new Set<string>();
      const byShown = new Map([...sources.values()].map((source) => [source.shown, source.path]));
      build.onResolve({ filter: INSTANCE }, ({ path }) => {
        const [mark = ''] = INSTANCE.exec(path) ?? [];
        const file = path.slice(0, -mark.length);
        const found = byShown.get(file) ?? file;
        return { path: found, suffix: mark, pluginData: mark };
      });
      build.onResolve({ filter: /^kioctx(\/|$)/ }, ({ path }) => {
        const offered = require.resolve(path);
        entries.add(offered);
        return { path: offered };
      });
      // Of what an entry of the package leads to, only what is asked for is taken: the rest may need Node, or is large.
      build.onResolve({ filter: /^\.\.?\// }, ({ path, importer }) =>
        entries.has(importer) ? { path: join(dirname(importer), path), sideEffects: false } : undefined,
      );
      build.onResolve({ filter: /^node:/ }, ({ path, importer }) =>
        isOwnSource(importer) ? { path, external: true, sideEffects: false } : undefined,
      );
      build.onResolve({ filter: /.*/ }, ({ path, importer, pluginData }) => {
        const source = sources.get(importer);
        if (source === undefined || typeof pluginData !== 'string') return undefined;
        if (isOfNode(path)) return { errors: [{ text: `it imports ${path}, which is not there in a browser` }] };
        const local = source.imports.get(path);
        return local === undefined ? undefined : { path: local, suffix: pluginData, pluginData };
      });
      build.onLoad({ filter: /.*/ }, ({ path, suffix, pluginData }) => {
        if (!INSTANCE.test(suffix)) return undefined;
        return { contents: readFileSync(path, 'utf8'), loader: loaderOf(path), pluginData: pluginData as unknown };
      });
    },
  };
}

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
  '.json': 'json',
};
const loaderOf = (path: string): Loader => LOADERS[extname(path)] ?? 'js';

const isBuildFailure = (problem: unknown): problem is BuildFailure =>
  problem instanceof Error && Array.isArray(Reflect.get(problem, 'errors'));

/** With file and line. A mistake in a file of our own is ours, and told as it is. */
function issueOf({ text, location }: Message): string {
  if (location === null || isOwnSource(location.file)) return `the page cannot be made: ${text}`;
  const file = shownPath(location.file.replace(INSTANCE, ''));
  return visible(
    `${file}:${location.line}:${location.column + 1}: ${text.replace(/ with the "iife" output format$/, '')}; expected a module that runs in a page, where nothing is read and nothing is waited for`,
  );
}
