/**
 * The program as the package has it: built before the tests begin, since it starts in half the time that the sources take, and is what
 * users run. `test/cli/checkout.test.ts` runs the sources as they are.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build, ROOT } from '../../build/build.mjs';
import { packaged } from '../../build/manifest.mjs';
import { OWN_FOLDERS } from '../../cli/own-files.mjs';

const CACHE = join(ROOT, 'node_modules/.cache/kioctx');
/** The package's root. */
export const BUILT = join(CACHE, 'built');

/** When any of the files was changed last. */
const changed = (): number =>
  Math.max(
    ...[...OWN_FOLDERS, 'build'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => statSync(join(ROOT, folder, file)).mtimeMs,
      ),
    ),
    statSync(join(ROOT, 'package.json')).mtimeMs,
  );

/** Vitest calls it once. Whole or not at all, as two may run. */
export default function setup(): void {
  const manifest = join(BUILT, 'package.json');
  const before = changed();
  if (existsSync(manifest) && statSync(manifest).mtimeMs > before) return;
  mkdirSync(CACHE, { recursive: true });
  const at = mkdtempSync(join(CACHE, 'building-'));
  build(join(at, 'dist'), false);
  const own: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(at, 'package.json'), JSON.stringify(packaged(own)));
  // Others than who builds it run it too.
  chmodSync(at, 0o755);
  rmSync(BUILT, { recursive: true, force: true });
  renameSync(at, BUILT);
}
