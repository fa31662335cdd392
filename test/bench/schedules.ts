/**
 * How many complete random schedules of `dw1-inval` a second of one core goes through: on the packed machine, on the
 * reference machine, and with the same scenario written by hand against fast-check's scheduler, which is the baseline.
 * First a check that all three go through the same scenario.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Bench } from 'tinybench';
import { type AioModel, closeWorld } from '../../model/closed-world.ts';
import { type Machine, PackedMachine, ReferenceMachine } from '../../model/core/index.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { elements, type KernelView } from '../../properties/aio/kernel-view.ts';
import { canonical, type Outcome } from '../../properties/aio/outcome.ts';
import { outcomeSet } from '../../properties/aio/outcome-set.ts';
import { CachingMachine } from '../../properties/search/caching-machine.ts';
import { type Random, uniform } from '../../properties/search/strategies.ts';
import { walk } from '../../properties/search/walk.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { holds, type Ran, runByHand, type Waiting } from './by-hand.ts';
import type { ByHandKernel } from './by-hand/world.ts';

const SCENARIO = 'dw1-inval';
const KERNELS: readonly ByHandKernel[] = ['2.6.20', 'post-eiocbqueued'];
const ROUNDS = 5;
const SEED = 2007;

function modelOf(kernel: ByHandKernel) {
  const patch = shippedPatches.find(({ name }) => name === kernel);
  if (patch === undefined) throw new Error(`no patch ${kernel}`);
  return closeWorld(worldOf(shippedScenario(SCENARIO)), patch);
}

/** Goes through that many random schedules; tells how many steps they took and how many of them violate a property. */
type Contender = (kernel: ByHandKernel) => (schedules: number) => Tally | Promise<Tally>;

interface Tally {
  readonly steps: number;
  readonly violations: number;
}

/** Marsaglia's xorshift32: what fast-check draws with would cost as much as a remembered step. */
function randomFrom(seed: number): Random {
  let state = seed | 0;
  return {
    nextInt(min, max) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return min + Math.floor(((state >>> 0) / 2 ** 32) * (max - min + 1));
    },
  };
}

/** The same predicate at the end of the same scenario. */
function atTheEnd(k: KernelView): Pick<Ran, 'completions' | 'events' | 'due'> {
  const { completions, events_res, first_error, own_result } = k.request(0);
  return { completions, events: elements(events_res), due: first_error === 0 ? own_result : first_error };
}

const walking =
  (make: (model: AioModel) => Machine): Contender =>
  (kernel) => {
    const machine = make(modelOf(kernel));
    const random = randomFrom(SEED);
    return (schedules) => {
      let steps = 0;
      let violations = 0;
      for (let schedule = 0; schedule < schedules; schedule++) {
        steps += walk(machine, uniform, random, () => undefined);
        if (!holds(atTheEnd(machine.inspect as KernelView))) violations++;
      }
      return { steps, violations };
    };
  };

/** Violations are counted and not thrown, so that fast-check goes on to the last run. */
async function schedulingByHand(
  kernel: ByHandKernel,
  waiting: Waiting,
  schedules: number,
  seen: (ran: Ran) => void,
): Promise<void> {
  const property = fc.asyncProperty(fc.scheduler(), fc.boolean(), async (s, invalidateFails) => {
    seen(await runByHand(s, kernel, invalidateFails, waiting));
  });
  const { failed, errorInstance } = await fc.check(property, { numRuns: schedules, seed: SEED, endOnFailure: true });
  if (failed) throw new Error('the scenario by hand failed', { cause: errorInstance });
}

const byHand =
  (waiting: Waiting): Contender =>
  (kernel) =>
  async (schedules) => {
    let steps = 0;
    let violations = 0;
    await schedulingByHand(kernel, waiting, schedules, (ran) => {
      steps += ran.steps;
      if (!holds(ran)) violations++;
    });
    return { steps, violations };
  };

interface Entry {
  readonly name: string;
  readonly schedules: number;
  readonly contender: Contender;
}

const RECOMMENDED = 'fc.scheduler, waitIdle';
const BASELINE = 'fc.scheduler, waitOne (baseline)';

const entries: readonly Entry[] = [
  {
    name: 'packed machine that remembers',
    schedules: 200_000,
    contender: walking((model) => new CachingMachine(new PackedMachine(model))),
  },
  { name: 'packed machine', schedules: 10_000, contender: walking((model) => new PackedMachine(model)) },
  { name: 'reference machine', schedules: 100, contender: walking((model) => new ReferenceMachine(model)) },
  { name: RECOMMENDED, schedules: 2000, contender: byHand('waitIdle') },
  { name: BASELINE, schedules: 10_000, contender: byHand('waitOne') },
];

/** What both sides tell of an end. */
const asByHand = ({ end, oops, returns, events }: Pick<Ran, 'end' | 'oops' | 'returns' | 'events'>): string =>
  canonical(end === 'oops' ? { end, oops } : { end, oops, returns, events });

const asModelled = (outcome: Outcome): string =>
  outcome.end === 'oops'
    ? canonical({ end: outcome.end, oops: outcome.oops })
    : asByHand({
        ...outcome,
        returns: outcome.returns['submitter'] ?? [],
        events: (outcome.events['0'] ?? []).map(([res]) => res),
      });

/** What is written by hand must reach exactly the model's outcomes, and the property must fail exactly on 2.6.20. */
export async function checkByHand(schedules = 3000): Promise<void> {
  for (const kernel of KERNELS) {
    const every = new Set(outcomeSet(new PackedMachine(modelOf(kernel))).outcomes.map(asModelled));
    const runs: string[] = [];
    for (const waiting of ['waitOne', 'waitIdle'] as const) {
      const reached = new Set<string>();
      const each: string[] = [];
      let twice = 0;
      let violations = 0;
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that none slows another
      await schedulingByHand(kernel, waiting, schedules, (ran) => {
        const end = asByHand(ran);
        reached.add(end);
        each.push(`${end} ${ran.completions}`);
        if (ran.completions > 1) twice++;
        if (!holds(ran)) violations++;
      });
      const agree = canonical([...reached].toSorted()) === canonical([...every].toSorted());
      console.log(
        `by hand, ${kernel}, ${waiting}: ${schedules} schedules reach ${reached.size} of the model's ${every.size} outcomes, ` +
          `${twice} complete the request twice`,
      );
      if (!agree) throw new Error(`by hand: ${[...reached].join(' ')}, the model: ${[...every].join(' ')}`);
      if (violations > 0 !== (kernel === '2.6.20')) throw new Error(`by hand, ${kernel}: ${violations} violations`);
      runs.push(each.join('\n'));
    }
    if (runs[0] !== runs[1]) throw new Error(`by hand, ${kernel}: waitOne and waitIdle run different schedules`);
  }
}

export interface Rate {
  readonly name: string;
  readonly kernel: ByHandKernel;
  readonly stepsPerSchedule: number;
  readonly violations: number;
  readonly perSecond: number;
}

/** Complete random schedules per second of one contender in this process: a median. */
export async function schedulesPerSecond(kernel: ByHandKernel, name: string): Promise<Rate> {
  const entry = entries.find((e) => e.name === name);
  if (entry === undefined) throw new Error(`nobody is called ${name}`);
  const { schedules, contender } = entry;
  const go = contender(kernel);
  let tally: Tally = { steps: 0, violations: 0 };
  const bench = new Bench({ iterations: ROUNDS, time: 0, warmup: true, warmupIterations: 2, warmupTime: 0 });
  bench.add(name, async () => {
    tally = await go(schedules);
  });
  await bench.run();
  const result = bench.tasks[0]?.result;
  if (result === undefined || !('latency' in result)) throw new Error(`${name} did not finish`);
  return {
    name,
    kernel,
    stepsPerSchedule: tally.steps / schedules,
    violations: tally.violations / schedules,
    perSecond: schedules / (result.latency.p50 / 1000),
  };
}

const here = fileURLToPath(import.meta.url);

/** In a process of its own: a second machine in a process has views of other classes, and slows the code that both run. */
const alone = (kernel: ByHandKernel, name: string): Rate =>
  JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', here, kernel, name], { encoding: 'utf8' })) as Rate;

export function compareSchedules(): void {
  for (const kernel of KERNELS) {
    const rates = entries.map(({ name }) => alone(kernel, name));
    const rateOf = (name: string) => rates.find((rate) => rate.name === name)?.perSecond ?? Number.NaN;
    console.table(
      rates.map(({ name, perSecond, stepsPerSchedule, violations }) => ({
        'random schedules by': name,
        kernel,
        'steps/schedule': Number(stepsPerSchedule.toFixed(1)),
        violating: `${(100 * violations).toFixed(0)} %`,
        [`schedules/s (median of ${ROUNDS})`]: Math.round(perSecond),
        'times the baseline': Number((perSecond / rateOf(BASELINE)).toPrecision(2)),
        'times waitIdle': Number((perSecond / rateOf(RECOMMENDED)).toPrecision(2)),
      })),
    );
  }
}

if (process.argv[1] === here) {
  const [kernel, name] = process.argv.slice(2);
  console.log(JSON.stringify(await schedulesPerSecond(kernel as ByHandKernel, name ?? '')));
}
