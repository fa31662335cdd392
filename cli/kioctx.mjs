#!/usr/bin/env node
await import('./typescript.mjs');
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
