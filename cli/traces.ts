/** Where traces go: `traces/` in the folder that the command runs in, one file per patch, scenario and property. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trace } from '../counterexamples/trace.ts';

export const TRACES = 'traces';

/** Written beside its place and moved there, so that no half a file is left. Returns the path. */
export function writeTrace(trace: Trace): string {
  mkdirSync(TRACES, { recursive: true });
  const safe = [trace.patch, trace.scenario.name, trace.property].map((part) => part.replaceAll(/[^\w.+-]/g, '_'));
  const path = join(TRACES, `${safe.join('.')}.trace.json`);
  writeFileSync(`${path}.tmp`, `${JSON.stringify(trace, null, 1)}\n`);
  renameSync(`${path}.tmp`, path);
  return path;
}
