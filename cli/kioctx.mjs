#!/usr/bin/env node
// Nothing here is newer than what an old Node understands, so that it can say that it is too old. And nothing is imported but by
// code that runs: Node ends with exit code 1 where it cannot load a static import, and 1 says that a property is violated.
const BAD_INPUT = 2;
const INTERNAL = 70;

async function run() {
  // One after the other, so that each can be opened where hardly any file can.
  const { unsupported } = await import('./node-version.mjs');
  const tooOld = unsupported(process.versions.node);
  if (tooOld !== null) {
    console.error(`kioctx: ${tooOld}`);
    return BAD_INPUT;
  }
  const { endsAsForeseen, expectTheUnforeseen, tellUnforeseen } = await import('./unforeseen.mjs');
  expectTheUnforeseen();
  try {
    return await loaded();
  } catch (problem) {
    // Of a process that could not be started, its starter stumbles first, and hears why a moment later.
    await new Promise(setImmediate);
    return tellUnforeseen(problem);
  } finally {
    endsAsForeseen();
  }
}

async function loaded() {
  const { isLoaded, listenForSignals } = await import('./signals.mjs');
  listenForSignals();
  await import('./typescript.mjs');
  const { ENDING } = await import('./own-files.mjs');
  const { main } = await import(`./main${ENDING}`);
  // Where no more files can be opened, what goes wrong is told once, and by then nothing else is to be loaded.
  const { leaveThreads } = await import(`./leave${ENDING}`);
  isLoaded();
  const code = await main(process.argv.slice(2));
  await leaveThreads(code);
  return code;
}

async function start() {
  process.exitCode = INTERNAL;
  try {
    process.exitCode = await run();
  } catch (problem) {
    console.error(`kioctx: it does not start: ${String(problem).split('\n')[0]}`);
  }
  // What is left of threads that could not start would keep the process alive.
  if (process.exitCode === INTERNAL) process.exit();
}

void start();
