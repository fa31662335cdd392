/** Progress on standard error, only when that is a terminal. */
import type { Progress } from '../properties/search/explore.ts';

export interface ProgressLine {
  /** What is being searched now, and how far it is. */
  show(what: string, progress: string): void;
  clear(): void;
}

const EVERY_MS = 100;

/** `searches`: those that a command makes. */
export async function progressOn(stream: NodeJS.WriteStream, quiet: boolean, searches: Tally): Promise<ProgressLine> {
  if (quiet || !stream.isTTY) return { show: () => {}, clear: () => {} };
  // Dozens of files, which hardly any run needs.
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(stream);
  let last = 0;
  return {
    show(what, progress) {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      const overall = sayOverall(searches.overall);
      update(`${overall === null ? '' : `${overall}; `}${what}: ${progress}`);
    },
    clear: () => update.clear(),
  };
}

/** No time is told at which it will be over: nobody knows beforehand how many states there are. */
export function sayProgress(progress: Progress): string {
  const { states, transitions, depth, queue, bytes, seconds, reduced, rounds } = progress;
  const found = `${formatCount(states)} states, ${formatCount(transitions)} transitions, ${formatCount(depth)} deep, ${formatCount(queue)} waiting`;
  const cost = `${formatCount(rate(transitions, seconds))}/s, ${megabytes(bytes)}`;
  if (!reduced) return `${found}, ${cost}`;
  return `${found}, ${cost}, reduced${rounds > 1 ? `, begun anew ${counted(rounds - 1, 'time')}` : ''}`;
}

/** Of many searches: how many are done, of how many, and for how long it has gone on, in seconds. */
export interface Overall {
  readonly done: number;
  readonly of: number;
  readonly seconds: number;
}

/** Counts the searches of a command. */
export class Tally {
  private of = 0;
  private done = 0;
  private readonly begun = performance.now();

  /** There are so many. */
  expect(searches: number): void {
    this.of = searches;
  }

  /** One is done, whatever it came to. */
  countOne(): void {
    this.done++;
  }

  get overall(): Overall {
    return { done: this.done, of: this.of, seconds: (performance.now() - this.begun) / 1000 };
  }
}

/**
 * `37 of 360 searches, 12 m 3 s so far`; null: there is one search, of which its own line says all. The others may be far larger than
 * those that are done, so nothing is said of when they will be.
 */
export const sayOverall = ({ done, of, seconds }: Overall): string | null =>
  of < 2 ? null : `${formatCount(done)} of ${counted(of, 'search', 'searches')}, ${duration(seconds)} so far`;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** `3 s`, `12 m 3 s`, `1 h 0 m`; whole seconds, those begun left out. */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} m ${whole % MINUTE} s`;
  return `${formatCount(Math.floor(whole / HOUR))} h ${Math.floor((whole % HOUR) / MINUTE)} m`;
}

/** So many each second; 0 where no time has passed yet. */
export const rate = (n: number, seconds: number): number => (seconds > 0 ? Math.round(n / seconds) : 0);

const MB = 1e6;
/** `1.5 MB`, `1,200 MB`. */
export const megabytes = (bytes: number): string =>
  `${(bytes / MB).toLocaleString('en-US', { maximumFractionDigits: bytes < 10 * MB ? 1 : 0 })} MB`;

export const formatCount = (n: number | bigint): string => n.toLocaleString('en-US');

/** `1 step`, `2 steps`. */
export const counted = (n: number | bigint, one: string, more = `${one}s`): string =>
  `${formatCount(n)} ${Number(n) === 1 ? one : more}`;
