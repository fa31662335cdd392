// In a checkout, runs the TypeScript sources as they are, on every supported Node: there is no build step. In the package lies
// JavaScript, which needs nothing.
import { existsSync } from 'node:fs';
// oxlint-disable-next-line import/no-unassigned-import
import './working-folder.mjs';

/** What the program's own files end in. */
export const ENDING = existsSync(new URL('main.ts', import.meta.url)) ? '.ts' : '.js';

if (ENDING === '.ts') {
  // Before tsx is loaded, which asks for the folder that it keeps.
  await import('./compiled-cache.mjs');
  const { register } = await import('tsx/esm/api');
  // Without `tsconfig: false`, tsx would obey whatever tsconfig.json lies in the caller's working directory.
  register({ tsconfig: false });
}
