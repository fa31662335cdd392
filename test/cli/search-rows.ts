/** What `run --json` prints, trace files, and the commands that are printed to be pasted; as the formats are documented. */
import type { Result } from './program.ts';
import type { Folder } from './run.ts';

export interface SearchRow {
  readonly patch: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: string;
  readonly runs: number;
  readonly seed: number;
  readonly path: string | null;
  readonly shrinks: number;
  readonly cut: number;
  readonly seconds: number;
  readonly trace: string | null;
  /** Our own additions: what stopped the search, and the kept trace that failed. */
  readonly clip: string | null;
  readonly corpus: string | null;
}

export interface Searched {
  readonly results: readonly SearchRow[];
  readonly totals: Readonly<Record<string, number>>;
  readonly version: string;
}

/** Throws where the text is anything but one JSON document. */
export const searchedIn = (stdout: string): Searched => JSON.parse(stdout) as Searched;

export interface Minimal {
  readonly tasks: number;
  readonly requests: number;
  readonly faults: number;
  readonly switches: number;
  readonly steps: number;
  readonly certified: boolean;
}

export interface TraceFile {
  readonly patch: string;
  readonly scenario: { readonly name: string; readonly faults: Readonly<Record<string, readonly string[]>> };
  readonly property: string;
  readonly finding: { readonly message: string };
  readonly minimal: Minimal;
  readonly schedule: readonly string[];
}

export const traceIn = (text: string): TraceFile => JSON.parse(text) as TraceFile;

export const tracesIn = (here: Folder): string[] => here.contents().filter((name) => name.endsWith('.trace.json'));

/** The only trace in a folder. */
export function onlyTrace(here: Folder): { readonly path: string; readonly text: string; readonly trace: TraceFile } {
  const [path = 'no trace', ...others] = tracesIn(here);
  if (others.length > 0) throw new Error(`more than one trace: ${path}, ${others.join(', ')}`);
  const text = here.read(path);
  return { path, text, trace: traceIn(text) };
}

/** Proves one violation in this folder. */
export async function proved(here: Folder, scenario: string, patch: string, property: string) {
  await here.run(['prove', scenario, '--patch', patch, '--property', property, '--quiet']);
  return onlyTrace(here);
}

/** A schedule that fails, and takes many seconds to shrink: some 500,000 places. */
export const SHRINKING: readonly string[] =
  'run no-lost-wakeup --patch post-eiocbqueued --seed 3 --path 1 --strategy uniform'.split(' ');

/** Stops in the midst of that; where it had not come so far, once more and later. */
export async function unshrunk(here: Folder, seconds = 1): Promise<Result> {
  const found = await here.run([...SHRINKING, '--max-seconds', String(seconds)]);
  return found.code === 3 && seconds < 16 ? unshrunk(here, seconds * 4) : found;
}

/** The arguments of the first line that is this command, ready to be pasted. */
export function pasted(stdout: string, command: 'run' | 'replay'): string[] {
  const line = new RegExp(`^npx kioctx (${command} .*)$`, 'm').exec(stdout)?.[1] ?? '';
  return Array.from(line.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '');
}

/** Without what is never the same: how long it took. */
export const timeless = (stdout: string): string => stdout.replace(/\d+\.\d s\.$/m, '');
