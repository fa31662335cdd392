/**
 * The reductions, one by one and together, against SPIN on a hand-written twin of the same model (spin/README.md): k direct
 * writes by one task, one bio each, an invalidation that may fail, a reader, a canceller. Every search is a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Told } from './family-run.ts';
import { spinIsThere, verify, type Verified } from './spin/twin.ts';

/** What a search may take, in seconds and in units of 2^20 bytes. */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 120);
const MEGABYTES = Number(process.env['BENCH_MEGABYTES'] ?? 8000);
const MOST = Number(process.env['BENCH_MOST'] ?? 5);

interface Row {
  readonly k: number;
  readonly search: string;
  readonly states: number;
  readonly transitions: number;
  readonly 'seconds (process)': number;
  readonly 'M transitions/s': number;
  readonly 'bytes/state': number;
  readonly 'resident/state': number | string;
  readonly finished: string;
}

const runner = fileURLToPath(new URL('family-run.ts', import.meta.url));
const round = (n: number, digits = 2): number => Number(n.toFixed(digits));

function ours(k: number, way: string): Row {
  const begun = performance.now();
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', runner, String(k), way, String(SECONDS)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${way}, k = ${k}: ${stderr}`);
  const { states, transitions, seconds, bytesPerState, residentPerState, isComplete, verdicts } = JSON.parse(
    stdout,
  ) as Told;
  return {
    k,
    search: `kioctx, ${way}`,
    states,
    transitions,
    'seconds (process)': round((performance.now() - begun) / 1000),
    'M transitions/s': round(transitions / seconds / 1e6),
    'bytes/state': round(bytesPerState, 1),
    'resident/state': round(residentPerState, 1),
    finished: isComplete ? verdicts.join(', ') || 'yes' : 'no: time',
  };
}

const theirs = (
  k: number,
  search: string,
  { states, transitions, seconds, bytesPerState, isComplete }: Verified,
): Row => ({
  k,
  search,
  states,
  transitions,
  'seconds (process)': round(seconds),
  'M transitions/s': round(transitions / seconds / 1e6),
  'bytes/state': round(bytesPerState, 1),
  'resident/state': '',
  finished: isComplete ? 'yes' : 'no: memory or time',
});

/** Unreduced searches of three requests would take hours: these are made for one and two. */
const SMALL = 2;

export function againstSpin(): void {
  const missing = spinIsThere();
  if (typeof missing === 'string') console.log(`Not measured: SPIN. ${missing}`);
  const rows: Row[] = [];
  for (let k = 1; k <= MOST; k++) {
    const spin = (search: string, reduction: boolean, merging: boolean, helped = false) =>
      typeof missing === 'string'
        ? []
        : [theirs(k, search, verify(k, { reduction, merging, helped, maxMegabytes: MEGABYTES, maxSeconds: SECONDS }))];
    const table = [
      ...(k <= SMALL
        ? [ours(k, 'search'), ours(k, 'search, 2 threads'), ours(k, 'unreduced'), ours(k, 'without lock discipline')]
        : []),
      ours(k, 'all reductions'),
      ...(k <= SMALL + 1
        ? [
            ...(k <= SMALL ? spin('SPIN -O2, unreduced', false, true) : []),
            ...spin('SPIN -O2, its reduction', true, true),
            ...(k <= SMALL ? spin('SPIN -O2, its reduction, no statement merging', true, false) : []),
            ...spin('SPIN -O2, its reduction, helped by hand', true, true, true),
          ]
        : []),
    ];
    console.table(table);
    rows.push(...table);
    tellRatios(table);
  }
  const reduced = rows.filter(({ search }) => search.endsWith('all reductions'));
  reduced.slice(1).forEach(({ k, states }, i) => {
    const before = reduced[i]?.states ?? Number.NaN;
    console.log(`states with all reductions, from k = ${k - 1} to ${k}: times ${round(states / before, 1)}`);
  });
}

/** What the table says in ratios. A search that did not finish is at least so long. */
function tellRatios(table: readonly Row[]): void {
  const of = (search: string) => table.find((row) => row.search === search);
  const [plain, spinPlain] = [of('kioctx, search'), of('SPIN -O2, unreduced')];
  if (plain && spinPlain)
    console.log(
      `unreduced transitions/s: ${round(plain['M transitions/s'] / spinPlain['M transitions/s'])} times SPIN's`,
    );
  const reduced = of('kioctx, all reductions');
  for (const row of table.filter(({ search }) => search.includes('its reduction')))
    if (reduced)
      console.log(
        `to the verdict, against ${row.search}: ${row.finished === 'yes' ? '' : 'less than '}1/${round(row['seconds (process)'] / reduced['seconds (process)'], 1)} of the time, ` +
          `1/${round(row.states / reduced.states, 0)} of the states`,
      );
}
