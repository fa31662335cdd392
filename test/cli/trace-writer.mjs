// Writes the trace in a file again and again into traces/, each time of another length, for so many seconds.
import { readFileSync } from 'node:fs';

await import('../../cli/typescript.mjs');
const { traceWriter } = await import('../../cli/traces.ts');

const [, , file, seconds] = process.argv;
const trace = JSON.parse(readFileSync(file, 'utf8'));
const end = performance.now() + 1000 * Number(seconds);
for (let n = 0; performance.now() < end; n++) {
  const finding = { ...trace.finding, message: 'x'.repeat((n * 7919) % 300_000) };
  if (traceWriter('traces').write({ ...trace, finding }) === null) process.exitCode = 1;
}
