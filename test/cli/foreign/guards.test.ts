import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { folder } from '../run.ts';

/** What a module does, and what it is told to have used. */
const USES: Readonly<Record<string, readonly [use: string, says: string]>> = {
  'draws random numbers': ['Math.random()', 'Math.random()'],
  'draws them behind a function of the language': ['[1].map(Math.random)', 'Math.random()'],
  'looks at the clock': ['Date.now()', 'Date.now'],
  'makes a date': ['new Date()', 'new Date()'],
  'measures time': ['performance.now()', 'performance.now'],
  'asks for random bytes': ['crypto.getRandomValues(new Uint8Array(1))', 'crypto.getRandomValues'],
  'sets a timer': ['setTimeout(() => {}, 0)', 'setTimeout()'],
  'sets another timer': ['setImmediate(() => {})', 'setImmediate()'],
  'ends the process': ['process.exit(0)', 'process.exit'],
  'reads the environment': ['process.env.HOME', 'process.env'],
  'compiles code that ends the process': ['new Function("process.exit(0)")()', 'process.exit'],
  'fetches something': ['fetch("http://localhost")', 'fetch()'],
  'reads the time off a file': ['new File([], "x").lastModified', 'new File()'],
  'draws a random address': ['URL.createObjectURL(null)', 'URL.createObjectURL()'],
  'looks at what time an event has': ['new Event("x").timeStamp', 'new Event()'],
  'writes today’s date': ['Intl.DateTimeFormat("en").format()', 'Intl.DateTimeFormat'],
  'looks into memory that was not cleared': ['Buffer.allocUnsafe(8)', 'Buffer.allocUnsafe'],
  'keeps something in another machine’s memory': ['new WebAssembly.Memory({ initial: 1 })', 'WebAssembly.Memory'],
  'keeps something on globalThis': ['globalThis.kept = 1', 'globalThis.kept'],
  'defines something there': ['Object.defineProperty(globalThis, "kept", { value: 1 })', 'globalThis.kept'],
};

it('a module that is not ours cannot use what its answer must not depend on, and cannot hide that it tried', async () => {
  const source = Object.entries(USES).map(([name, [use]]) => `${JSON.stringify(name)}: () => { ${use}; },`);
  const hidden = '"hides it": () => { try { process.exit(0) } catch {} },';
  const harmless = '"calculates": () => { Math.max(1, 2); JSON.stringify([new Map()]); },';
  const here = folder({ 'uses.mjs': `export const uses = { ${source.join('\n')} ${hidden} ${harmless} };` });
  const thread = new Worker(new URL('guarded-thread.mjs', import.meta.url), { workerData: `${here.path}/uses.mjs` });
  const said = await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
  await thread.terminate();
  const sentence = (says: string) => `uses ${says}`;
  expect(said).toEqual({
    foreign: [
      ...Object.entries(USES).map(([name, [, says]]) => [name, sentence(says), sentence(says)]),
      ['hides it', 'nothing', sentence('process.exit')],
      ['calculates', 'nothing', 'nothing'],
    ],
    own: ['number', 'number', 'number', 'number', 0],
  });
});
