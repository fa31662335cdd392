// Runs the TypeScript sources as they are, on every supported Node: there is no build step.
// Before tsx is loaded, which asks for both.
// oxlint-disable import/no-unassigned-import
import './working-folder.mjs';
import './compiled-cache.mjs';
// oxlint-enable import/no-unassigned-import
import { register } from 'tsx/esm/api';

// Without `tsconfig: false`, tsx would obey whatever tsconfig.json lies in the caller's working directory.
register({ tsconfig: false });
