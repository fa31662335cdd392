/** What package.json says of this program. */
import { readFileSync } from 'node:fs';

interface OwnPackage {
  readonly version: string;
  /** Where the addresses of its modules lead, from its folder: `./model/*` and the like. */
  readonly exports: Readonly<Record<string, string>>;
}

export const { version, exports } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as OwnPackage;
