// Around `npm pack`: builds, and has package.json lead to what was built; behind it, package.json is again as it was. Its exports lead
// to the sources in a checkout, and Node has no way to lead to one of two by what is there.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, ROOT } from './build.mjs';
import { packaged } from './manifest.mjs';

const MANIFEST = join(ROOT, 'package.json');
const SAVED = join(ROOT, 'node_modules', '.cache', 'kioctx', 'package.json');

/** Puts it back where a run before did not come to its end, too. */
function restore() {
  if (existsSync(SAVED)) renameSync(SAVED, MANIFEST);
}

const [, , when] = process.argv;
restore();
if (when === 'before') {
  build();
  mkdirSync(dirname(SAVED), { recursive: true });
  copyFileSync(MANIFEST, SAVED);
  writeFileSync(MANIFEST, `${JSON.stringify(packaged(JSON.parse(readFileSync(MANIFEST, 'utf8'))), null, 2)}\n`);
} else rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
