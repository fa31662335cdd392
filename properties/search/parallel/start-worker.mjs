// Workers cannot start from TypeScript on Node 20: this registers tsx, where there is TypeScript, and goes on with the real thing.
import { existsSync } from 'node:fs';

const ENDING = existsSync(new URL('worker.ts', import.meta.url)) ? '.ts' : '.js';
if (ENDING === '.ts') {
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: false });
}
await import(`./worker${ENDING}`);
