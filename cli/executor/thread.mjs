// Threads cannot start from TypeScript on Node 20: this registers tsx and goes on with the real thing.
await import('../typescript.mjs');
await import('./thread.ts');
