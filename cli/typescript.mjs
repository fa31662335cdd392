// In a checkout, runs the TypeScript sources as they are, on every supported Node: there is no build step. In the package lies
// JavaScript, which needs nothing.
// oxlint-disable-next-line import/no-unassigned-import
import './working-folder.mjs';
import { ENDING } from './own-files.mjs';

if (ENDING === '.ts') {
  // Before tsx is loaded, which asks for the folder that it keeps.
  await import('./compiled-cache.mjs');
  const { register } = await import('tsx/esm/api');
  // Without `tsconfig: false`, tsx would obey whatever tsconfig.json lies in the caller's working directory.
  register({ tsconfig: false });
}
