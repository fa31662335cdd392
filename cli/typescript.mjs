// Runs the TypeScript sources as they are, on every supported Node: there is no build step.
import { register } from 'tsx/esm/api';

// Without `tsconfig: false`, tsx would obey whatever tsconfig.json lies in the caller's working directory.
register({ tsconfig: false });
