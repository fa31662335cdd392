/** The final outcome of a schedule, as programs and tests compare it. */
import type { List, Machine } from '../../model/core/index.ts';
import type { FaultKind } from '../../model/world.ts';
import { CTX, MM } from '../../model/kernel.ts';
import { type End, endOf } from '../search/ends.ts';
import { elements, type KernelView } from './kernel-view.ts';

/** A schedule that an oops ended says nothing more. */
export interface OopsOutcome {
  readonly end: 'oops';
  readonly oops: string;
}

export interface RunOutcome {
  readonly end: 'done' | 'stuck';
  readonly oops: null;
  readonly stuck: readonly string[];
  readonly returns: Readonly<Record<string, readonly number[]>>;
  readonly events: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly cancel_events: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly leaked: { readonly kiocb: number; readonly kioctx_users: number };
  readonly faults: Readonly<Record<string, Readonly<Partial<Record<FaultKind, readonly (number | null)[]>>>>>;
}

export type Outcome = OopsOutcome | RunOutcome;

/** The outcome of the machine's current state, in which nothing can move any more. Of a schedule that came to what is left out there is none. */
export function outcomeOf(machine: Machine, end = endOf(machine) as Exclude<End, 'trap'>): Outcome {
  if (end === 'oops') return { end, oops: machine.halted() ?? '' };
  const k = machine.inspect as KernelView;
  const { iocbs, tasks } = k.world;
  const perRequest = <T>(of: (iocb: number) => T): Record<string, T> =>
    Object.fromEntries(iocbs.map((_, iocb) => [String(iocb), of(iocb)]));
  return {
    end,
    oops: null,
    stuck: machine.contexts.filter((_, context) => !machine.isAtRest(context)).toSorted(),
    returns: Object.fromEntries(tasks.map(({ name }, task) => [name, elements(k.task_log(task).returns)])),
    events: perRequest((iocb) => {
      const { events_res, events_res2 } = k.request(iocb);
      return pairs(events_res, events_res2);
    }),
    cancel_events: perRequest((iocb) => {
      const { cancel_res, cancel_res2 } = k.request(iocb);
      return pairs(cancel_res, cancel_res2);
    }),
    leaked: {
      kiocb: iocbs.filter((_, iocb) => machine.situation.isAlive('kiocb', iocb)).length,
      kioctx_users: machine.situation.isAlive('kioctx', CTX)
        ? k.kioctx(CTX).users - Number(k.mm_struct(MM).ioctx_list === CTX)
        : 0,
    },
    faults: perRequest((iocb) => faultsOf(k, iocb)),
  };
}

const pairs = (res: List, res2: List): [number, number][] => elements(res).map((result, i) => [result, res2.at(i)]);

/** What happened at each chance, for the kinds that the scenario lists and that had one; null: a bio that never ended. */
function faultsOf(k: KernelView, iocb: number): Partial<Record<FaultKind, (number | null)[]>> {
  const { invalidate, osync } = k.request(iocb);
  const { bios = 0, firstBio = 0 } = k.world.iocbs[iocb] ?? {};
  const ended = Array.from({ length: bios }, (_, n) => k.bio(firstBio + n).ended_with ?? null);
  const chances: Record<FaultKind, (number | null)[]> = {
    invalidate: elements(invalidate),
    osync: elements(osync),
    bio: ended.every((result) => result === null) ? [] : ended,
  };
  return Object.fromEntries(
    k.world.listed.filter((kind) => chances[kind].length > 0).map((kind) => [kind, chances[kind]]),
  );
}

/** Key-sorted JSON text: equal outcomes have equal texts, and sets are sorted by it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
