/** What package.json says of this program: that of a checkout, beside the sources, or of the package, around what was built. */
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ENDING } from './own-files.mjs';

interface OwnPackage {
  readonly version: string;
  /** Where addresses of modules lead, from its folder: `./model/*` and the like. Built ones have their declarations beside them. */
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

const FOLDER = new URL(ENDING === '.ts' ? '..' : '../..', import.meta.url);

const { version, exports } = JSON.parse(readFileSync(new URL('package.json', FOLDER), 'utf8')) as OwnPackage;

export { version };

/** Where the compiler finds the types of `kioctx/…`: absolute paths by address, symbolic links resolved; `*` stands for the same in both. */
export function typesByAddress(): Readonly<Record<string, readonly string[]>> {
  const folder = realpathSync(fileURLToPath(FOLDER)).replace(/[/\\]$/, '');
  return Object.fromEntries(
    Object.entries(exports).map(([address, to]) => [
      address.replace(/^\./, 'kioctx'),
      [(typeof to === 'string' ? to : to.types).replace(/^\./, folder)],
    ]),
  );
}
