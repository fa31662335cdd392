/** What steps of the modelled kernel touch, as random schedules show it: a step may touch more where none of them led. */
import { PackedMachine, type Patch } from '../../model/core/index.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { context_log, kioctx_log, request, task_log } from '../../model/ghost/ledger.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { seededRandom } from '../search/seeded-random.ts';
import { uniform } from '../search/strategies.ts';
import { walk } from '../search/walk.ts';

/**
 * Fields of the kernel's structs (`kioctx.reqs_active`), sorted. Left out is what is recorded for properties alone; that an object
 * is alive; and of locks, that they are looked at: who takes or gives back one writes it.
 */
export interface StepAccess {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Of each scenario. The longest way to a step that any of them has takes a few. */
const SCHEDULES = 30;
const SEED = 2007;
const RECORDS = new Set([request, task_log, context_log, kioctx_log].map(({ name }) => name));

/** By step of the function (`label`); those that no schedule came to are not in it. */
export function accessesSeen(
  proc: string,
  scenarios: readonly Scenario[],
  patch: Patch,
): ReadonlyMap<string, StepAccess> {
  const seen = new Map<string, { reads: Set<string>; writes: Set<string> }>();
  for (const scenario of scenarios) {
    // What ghost code looks at is no access of the kernel's.
    const { ghost: _, ...model } = closeWorld(worldOf(scenario), patch);
    const machine = new PackedMachine(model);
    const isLock = (pool: string, field: string) => model.shape.structs[pool]?.fields[field]?.kind.is === 'lock';
    const random = seededRandom(SEED);
    machine.record(true);
    for (let schedule = 0; schedule < SCHEDULES; schedule++)
      walk(machine, uniform, random, () => {
        const [first] = machine.passed();
        if (first?.proc !== proc) return;
        const access = seen.get(first.label) ?? { reads: new Set(), writes: new Set() };
        seen.set(first.label, access);
        const { reads, writes } = machine.footprint();
        for (const [pool, field] of fieldsOf(reads)) if (!isLock(pool, field)) access.reads.add(`${pool}.${field}`);
        for (const [pool, field] of fieldsOf(writes)) access.writes.add(`${pool}.${field}`);
      });
  }
  return new Map(
    [...seen].map(([label, { reads, writes }]) => [label, { reads: sorted(reads), writes: sorted(writes) }]),
  );
}

const fieldsOf = (cells: readonly string[]): (readonly [pool: string, field: string])[] =>
  cells.flatMap((cell) => {
    const [, pool = '', field = ''] = /^(\w+)\[\d+\]\.(\w+)/.exec(cell) ?? [];
    return pool === '' || field === 'life' || RECORDS.has(pool) ? [] : [[pool, field] as const];
  });

const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].toSorted();
