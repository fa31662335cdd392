/** One search over the family, in a process of its own, which says as JSON what it came to. `family-run.ts K WAY SECONDS` */
import { closeWorld } from '../../model/closed-world.ts';
import { PackedMachine } from '../../model/core/index.ts';
import { patchByName } from '../../model/named-patches.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { properties } from '../../properties/aio/index.ts';
import { check } from '../../properties/property.ts';
import { explore } from '../../properties/search/explore.ts';
import type { Reductions } from '../../properties/search/reduction.ts';
import { family } from './family.ts';
import { exploringInParallel, toCompletionInParallel } from '../../properties/search/parallel/explore-in-parallel.ts';
import { provingRecipe } from '../../cli/tasks/shared-search.ts';
import { PATCH } from './spin/twin.ts';

/** What each way leaves out; `search` and `search, 2 threads`: nothing, and nothing is judged either. */
const ways: Readonly<Record<string, Reductions | undefined>> = {
  search: undefined,
  unreduced: undefined,
  'without lock discipline': { locks: false },
  'all reductions': {},
};

export interface Told {
  readonly states: number;
  readonly transitions: number;
  /** Of the search alone. */
  readonly seconds: number;
  readonly bytesPerState: number;
  /** Of the whole process, beyond what it took before the search, by state. */
  readonly residentPerState: number;
  readonly isComplete: boolean;
  readonly verdicts: readonly string[];
}

const [k = '1', way = 'search', maxSeconds = '60'] = process.argv.slice(2);
const found = patchByName(PATCH);
if (!found.ok) throw new Error(`no patch ${PATCH}`);
const machine = new PackedMachine(closeWorld(worldOf(family(Number(k))), found.patch));
const limits = { maxSeconds: Number(maxSeconds) };
const before = process.memoryUsage.rss();
const begun = performance.now();
const data = { scenario: family(Number(k)), patch: PATCH, properties: [], outcomes: false };
const checked = way.startsWith('search') ? null : check(machine, properties, { ...limits, leaving: ways[way] });
const { states, transitions, bytes, clipped } =
  checked?.exploration ??
  (way === 'search'
    ? explore(machine, {}, limits)
    : await toCompletionInParallel(exploringInParallel(provingRecipe(data), 2, limits)));
const told: Told = {
  states,
  transitions,
  seconds: (performance.now() - begun) / 1000,
  bytesPerState: bytes / states,
  residentPerState: (process.memoryUsage.rss() - before) / states,
  isComplete: clipped === null,
  verdicts: [...new Set(checked?.judgements.map(({ verdict }) => verdict))],
};
console.log(JSON.stringify(told));
