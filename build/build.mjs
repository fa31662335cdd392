// `npm run build`: what the package ships, in dist: the sources as JavaScript with declarations, one file for one file, so that what
// a user imports is the very module that the program runs; and beside them what they read. Nothing in a checkout needs it.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { OWN_FOLDERS } from '../cli/own-files.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What is no TypeScript, or has its declarations beside it; and the licence of what others made. */
const AS_THEY_ARE = /\.(json|css|mjs|d\.mts|wasm)$|[/\\]LICENSE$/;

/** `isChecked`: with types, and declarations of them. */
export function build(to = join(ROOT, 'dist'), isChecked = true) {
  rmSync(to, { recursive: true, force: true });
  compile(to, isChecked);
  for (const folder of OWN_FOLDERS)
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }))
      if (AS_THEY_ARE.test(file) && !file.endsWith('tsconfig.json'))
        cpSync(join(ROOT, folder, file), join(to, folder, file));
  importJsonAsJavaScript(to);
}

/** TypeScript 7 is a native program, which its package tells the place of. */
function compile(to, isChecked) {
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(compiler), 'bin', 'tsc');
  const options = ['--project', join(ROOT, 'build'), '--outDir', to, ...(isChecked ? [] : ['--noCheck'])];
  const { status } = spawnSync(process.execPath, [tsc, ...options], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the sources do not compile');
}

/** Node took import attributes up in the middle of 20. */
function importJsonAsJavaScript(to) {
  for (const importing of ['properties/aio/manifest.js', 'model/source/source-file.js']) {
    const file = join(to, importing);
    const text = readFileSync(file, 'utf8');
    const names = [...text.matchAll(/'\.\/([\w.-]+\.json)' with \{ type: 'json' \}/g)].map(([, name]) => name);
    if (names.length === 0) throw new Error(`${file} imports no JSON; expected to make JavaScript of it`);
    for (const name of names) {
      const json = join(dirname(file), name);
      writeFileSync(`${json}.js`, `export default ${readFileSync(json, 'utf8').trim()};\n`);
    }
    writeFileSync(file, text.replaceAll(/(\.json)' with \{ type: 'json' \}/g, "$1.js'"));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) build();
