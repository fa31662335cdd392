#!/usr/bin/env node
// Nothing here is newer than what an old Node understands, so that it can say that it is too old.
import { unsupported } from './node-version.mjs';
import { isLoaded, listenForSignals } from './signals.mjs';
import { endsAsForeseen, expectTheUnforeseen, tellInternalError } from './unforeseen.mjs';

const BAD_INPUT = 2;

async function run() {
  expectTheUnforeseen();
  listenForSignals();
  try {
    await import('./typescript.mjs');
    const { main } = await import('./main.ts');
    isLoaded();
    process.exitCode = await main(process.argv.slice(2));
    const { leaveThreads } = await import('./leave.ts');
    await leaveThreads(process.exitCode);
  } catch (problem) {
    process.exitCode = tellInternalError(problem);
  }
  endsAsForeseen();
}

const tooOld = unsupported(process.versions.node);
if (tooOld === null) void run();
else {
  console.error(`kioctx: ${tooOld}`);
  process.exitCode = BAD_INPUT;
}
