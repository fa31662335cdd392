// Which files are the program's own: sources in a checkout, JavaScript in the package. Plain JavaScript, for whoever runs before any
// TypeScript does.
import { existsSync } from 'node:fs';

/** What lies beside these folders may be anybody's, as in a checkout where somebody tries a patch. */
export const OWN_FOLDERS = ['model', 'properties', 'counterexamples', 'cli'];

/** What the program's modules end in. */
export const ENDING = existsSync(new URL('main.ts', import.meta.url)) ? '.ts' : '.js';
