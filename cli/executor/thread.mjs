// Threads cannot start from TypeScript on Node 20: this sees to it, where there is TypeScript, and goes on with the real thing.
import { setImmediate } from 'node:timers/promises';

try {
  await import('../typescript.mjs');
  const { ENDING } = await import('../own-files.mjs');
  await import(`./thread${ENDING}`);
} catch (problem) {
  // Of a process that could not be started, its starter stumbles first, and hears why a moment later.
  await setImmediate();
  throw problem;
}
