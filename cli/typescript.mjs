// Runs the TypeScript sources as they are, on every supported Node: there is no build step.
// oxlint-disable-next-line import/no-unassigned-import -- before anything asks for the folder
import './working-folder.mjs';
import { register } from 'tsx/esm/api';

// Without `tsconfig: false`, tsx would obey whatever tsconfig.json lies in the caller's working directory.
register({ tsconfig: false });
