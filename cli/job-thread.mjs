// Workers cannot start from TypeScript on Node 20: this registers tsx and goes on with the real thing.
import { register } from 'tsx/esm/api';

register({ tsconfig: false });
await import('./job-thread.ts');
