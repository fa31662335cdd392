/** Decides properties of one world in the page as `kioctx prove` does: the same search, judged and confirmed alike. */
import { PackedMachine, runToEnd } from '../../../model/core/index.ts';
import { showResult } from '../../../model/include/linux/errno.ts';
import { type AioProperty, alwaysWatched, type KernelView } from '../../../properties/aio/index.ts';
import { checking, type Judgement, SHORTEST_WITHIN, type Verdict } from '../../../properties/checker/check.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import type { Clip, Searched } from '../../../properties/search/exploration.ts';
import type { Progress, Stoppable } from '../../../properties/search/search-run.ts';
import { type ViolatedTrace, traceOf } from '../../aio/trace.ts';
import { confirming } from '../../confirm.ts';
import { reducingSwitches } from '../../fewer-switches.ts';
import { askModulesAgain } from './ask-again.ts';
import type { Brought, Catalogue, PatchedWorld } from './catalogue.ts';

export interface PageProof extends Pick<Searched, 'states' | 'transitions' | 'seconds' | 'reduced' | 'ends'> {
  /** In the order in which they were asked for. */
  readonly rows: readonly ProvedRow[];
  /** Why the search stopped early; null: it saw all that it takes to judge. */
  readonly clip: Clip | null;
  /** Of what there was too much, or what could not be asked again. */
  readonly limit: string | null;
}

export interface ProvedRow {
  readonly property: string;
  readonly verdict: Verdict;
  /** What is wrong. */
  readonly message: string | null;
  /** Null where nothing is violated, or somebody stopped before it was told. */
  readonly trace: ViolatedTrace | null;
}

export interface PageProofRequest {
  readonly world: PatchedWorld;
  /** By name. */
  readonly properties: readonly string[];
  readonly maxStates?: number | undefined;
}

/** All that the program may leave out as well. */
const LEAVING = { locks: true, symmetry: true };

/** Progress is null while violations are told. `fresh`: instances of what the page brings, which are used up. */
export function* proving(
  catalogue: Catalogue,
  { world, properties: names, maxStates }: PageProofRequest,
  fresh: Brought[],
): Stoppable<Progress | null, PageProof> {
  const asked = names.map((name) => catalogue.property(name));
  const properties = [...asked, ...alwaysWatched.filter((one) => !asked.includes(one))];
  const machine = new PackedMachine(catalogue.model(world));
  const options = { leaving: LEAVING, keepGraph: true, shortestWithin: SHORTEST_WITHIN, maxStates };
  const { judgements, exploration } = yield* checking(machine, properties, options);
  const left = askModulesAgain(machine, { catalogue, world, properties }, fresh);
  const rows: ProvedRow[] = [];
  let isStopped = false;
  for (const judgement of judgements) {
    const { property, violation } = judgement;
    if (violation === null && !asked.includes(property)) continue;
    isStopped ||= (yield null) === 'stop';
    const trace = violation === null || isStopped ? null : traced(catalogue, world, property, violation);
    const verdict = left === null || violation !== null ? judgement.verdict : 'clipped';
    rows.push({
      property: property.name,
      verdict,
      message: trace?.finding.message ?? violation?.message ?? null,
      trace,
    });
  }
  const { states, transitions, seconds, reduced, ends, clipped, limit } = exploration;
  const clip = clipped ?? (left === null ? null : 'limit');
  return { rows, states, transitions, seconds, reduced, ends, clip, limit: limit ?? left };
}

/** Confirmed on the reference machine; with as few switches as reordering its steps brings. */
function traced(
  catalogue: Catalogue,
  world: PatchedWorld,
  property: AioProperty,
  { turns, lasso }: NonNullable<Judgement<KernelView>['violation']>,
): ViolatedTrace {
  const model = catalogue.model(world);
  const machine = new PackedMachine(model);
  const straight =
    lasso === undefined
      ? runToEnd(reducingSwitches(machine, turns, (findings) => violationHere(machine, property, findings) !== null))
      : turns;
  const own = {
    patch: catalogue.bringsPatch(world.patch) ? world.patch : undefined,
    property: catalogue.isBrought(property) ? property.name : undefined,
  };
  const name = `${world.patch}, ${world.scenario.name}`;
  const confirmed = runToEnd(confirming({ name, model, property, turns: straight, own, showValue: showResult }));
  return traceOf(confirmed, {
    patch: world.patch,
    scenario: world.scenario,
    property: property.name,
    certified: false,
  });
}
