/** Which shipped scenarios come to the steps that a patch changes. */
import { shippedScenarioNames } from '../../../cli/shipped-scenarios.ts';
import { type Hunk, PackedMachine, type Patch } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { base } from '../../../model/patches/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { pct, type Strategy, uniform } from '../../../properties/search/strategies.ts';
import { walk } from '../../../properties/search/walk.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

/** Always the same schedules. Uniform picks seldom let an interrupt wait for a whole system call. */
const WALKS: readonly Strategy[] = [uniform, pct(1), pct(1), pct(2)];

const passed = new Map<string, ReadonlySet<string>>();

/** The statements (`proc.label`), and their functions, that some schedules of the scenario pass without any patch. */
function passedIn(scenario: string): ReadonlySet<string> {
  const known = passed.get(scenario);
  if (known !== undefined) return known;
  const all = new Set<string>();
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), base));
  machine.record(true);
  WALKS.forEach((strategy, nth) =>
    walk(machine, strategy, seededRandom(nth), () => {
      for (const { proc, label } of machine.passed()) all.add(proc).add(`${proc}.${label}`);
    }),
  );
  passed.set(scenario, all);
  return all;
}

/** The scenarios that pass one of these statements; all, where none does. */
export function scenariosPassing(statements: readonly string[]): readonly string[] {
  const names = shippedScenarioNames();
  const reaching = names.filter((name) => statements.some((statement) => passedIn(name).has(statement)));
  return reaching.length > 0 ? reaching : names;
}

/** For patches that change something only when something else comes to pass beside the statement that they change. */
const RARE: Readonly<Record<string, readonly string[]>> = {
  // The context is marked dead while a request is being submitted.
  'check-dead': ['dw1-destroy', 'dw1-last-destroy', 'queued-destroy', 'retry1-destroy', 'append1-destroy'],
  // The canceller is there before the interrupt.
  'cancel-when-dequeued': ['queued-self-cancel', 'queued-destroy', 'queued-cancel-reader'],
  // The canceller is there before the interrupt, and so is the destroyer.
  'cancel-by-cmpxchg': ['queued-cancel', 'queued-destroy', 'queued-self-cancel', 'dw1-last-destroy'],
  // Somebody waits when the interrupt comes.
  'wait-by-callback+wake-with-reference': ['retry1', 'retry2'],
  // io_submit returns an error.
  'keep-context': ['two-dw-ring2'],
};

const reachingHunk = ({ edits }: Hunk): readonly string[] =>
  scenariosPassing(
    edits.flatMap(({ proc, claims }) => (claims.length > 0 ? claims.map((label) => `${proc}.${label}`) : [proc])),
  );

/** How many schedules it takes, about, for one that comes to what the patch changes. */
export const schedulesPerReach = ({ name }: Patch): number => (name in RARE ? 5 : 1);

/** For each hunk of the patch, scenarios that come to it; for the base, all scenarios. */
export function scenariosReaching({ name, hunks }: Patch): readonly (readonly string[])[] {
  const rare = RARE[name];
  if (rare !== undefined) return [rare];
  return hunks.length === 0 ? [shippedScenarioNames()] : hunks.map(reachingHunk);
}
