/**
 * Random scenarios, for a search that has no scenario of its own to start from, and their shrinking.
 *
 * Made so that a race is met soon. All is small: what is known to go wrong in AIO takes two or three contexts, and each
 * more makes every single interleaving less likely. Every request is submitted, by exactly one task, and every
 * task does something: what never runs is time lost. Mostly one task submits, all in one call, and the others read, since
 * the races are between whoever submits, whoever completes, and whoever reads; a task that submits also reads at times,
 * and mostly if nobody else does, so that events are seen. Readers ask for what may come, `min_nr` to `nr` of the requests:
 * whoever asks for more sleeps for ever with no bug about; but one call in sixteen asks for anything, even what is refused.
 * Half of the requests are direct writes, which have the longest way and meet two of the kinds of fault. A kind is listed
 * only where some request can meet it, half the time, with an error or two, out of so many that errors of two kinds on one
 * schedule are mostly told apart. All draws are uniform: what is likely to fail depends on the patch.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { FaultKind } from '../../model/env/world.ts';
import type { ErrnoName } from '../../model/include/linux/errno.ts';
import {
  type Scenario,
  type ScenarioCall,
  type ScenarioIocb,
  scenarioSchema,
  type ScenarioTask,
} from '../../model/scenarios/scenario.ts';
import { subScenarios } from '../../model/scenarios/sub-scenarios.ts';

/** Both included. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What is left out is as in `usual`. */
export interface ScenarioConstraints {
  readonly tasks?: Partial<Bounds>;
  readonly requests?: Partial<Bounds>;
  /** Of each direct request. */
  readonly bios?: Partial<Bounds>;
  readonly ring_nr?: Partial<Bounds>;
  /** The kinds of fault that may be listed. */
  readonly faults?: readonly FaultKind[];
}

type Constraints = {
  readonly [key in keyof ScenarioConstraints]-?: key extends 'faults' ? readonly FaultKind[] : Bounds;
};

const usual: Constraints = {
  tasks: { min: 1, max: 3 },
  requests: { min: 1, max: 3 },
  bios: { min: 1, max: 2 },
  ring_nr: { min: 2, max: 5 },
  faults: ['invalidate', 'osync', 'bio'],
};

/** What the format of scenarios allows. */
const allowed = {
  tasks: { min: 1, max: 16 },
  requests: { min: 0, max: 16 },
  bios: { min: 1, max: 4 },
  ring_nr: { min: 2, max: 1024 },
};

/** The errors that a kind may be listed with. Whatever a bio fails with, direct I/O makes -EIO of it. */
const drawnErrors: Readonly<Record<FaultKind, readonly ErrnoName[]>> = {
  invalidate: ['EIO', 'ENOSPC', 'ENOMEM'],
  osync: ['EIO', 'ENOSPC', 'ENOMEM'],
  bio: ['EIO'],
};

/**
 * Throws a plain Error for bounds that no scenario has.
 *
 * Shrinking goes from the smallest up and leaves out what the constraints do not allow: first the scenarios inside, as
 * `subScenarios` tells, the scenario itself not among them; then the scenario without any error, and with one error
 * fewer; then with a smaller ring. So the first of them that fails is smallest under deletions, and everything is strictly
 * smaller in (tasks and requests, what else can be deleted, errors, ring). It needs no context: a scenario is its own.
 */
export function scenarios(constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  const bounds = (key: keyof typeof allowed): Bounds => {
    const { min, max } = { ...usual[key], ...constraints[key] };
    const [low, high] = [allowed[key].min, allowed[key].max];
    const fits = Number.isInteger(min) && Number.isInteger(max) && low <= min && min <= max && max <= high;
    if (!fits)
      throw new Error(`no scenario has ${min} to ${max} as its ${key}; expected min <= max in ${low} to ${high}`);
    return { min, max };
  };
  return new ScenarioArbitrary({
    tasks: bounds('tasks'),
    requests: bounds('requests'),
    bios: bounds('bios'),
    ring_nr: bounds('ring_nr'),
    faults: constraints.faults ?? usual.faults,
  });
}

class ScenarioArbitrary extends fc.Arbitrary<Scenario> {
  readonly #constraints: Constraints;

  constructor(constraints: Constraints) {
    super();
    this.#constraints = constraints;
  }

  /** Without bias: the ranges are so small that their ends come up anyway. */
  override generate(mrng: fc.Random): fc.Value<Scenario> {
    return new fc.Value(draw(new Dice(mrng), this.#constraints), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Scenario {
    const read = scenarioSchema.safeParse(value);
    // What leaves a default to be filled in may be read as a scenario, but is none.
    return read.success && isDeepStrictEqual(read.data, value) && isWithin(read.data, this.#constraints);
  }

  override shrink(scenario: Scenario): fc.Stream<fc.Value<Scenario>> {
    return fc
      .stream(smaller(scenario, this.#constraints))
      .filter((found) => isWithin(found, this.#constraints))
      .map((found) => new fc.Value(found, undefined));
  }
}

const isIn = (value: number, { min, max }: Bounds): boolean => min <= value && value <= max;

function isWithin({ tasks, iocbs, ring_nr, faults }: Scenario, constraints: Constraints): boolean {
  return (
    isIn(tasks.length, constraints.tasks) &&
    isIn(iocbs.length, constraints.requests) &&
    isIn(ring_nr, constraints.ring_nr) &&
    iocbs.every((iocb) => iocb.op === 'buffered' || isIn(iocb.bios, constraints.bios)) &&
    Object.keys(faults).every((kind) => constraints.faults.some((known) => known === kind))
  );
}

function* smaller(scenario: Scenario, { ring_nr }: Constraints): Generator<Scenario, void> {
  for (const sub of subScenarios(scenario)) if (!isDeepStrictEqual(sub, scenario)) yield sub;
  yield* withFewerErrors(scenario);
  for (let entries = ring_nr.min; entries < scenario.ring_nr; entries += 1) yield { ...scenario, ring_nr: entries };
}

/** None at all, then each one left out; a kind whose last error goes, goes too. */
function* withFewerErrors(scenario: Scenario): Generator<Scenario, void> {
  const listed = Object.entries(scenario.faults);
  if (listed.length === 0) return;
  yield { ...scenario, faults: {} };
  for (const [kind, names] of listed) {
    const others = listed.filter(([other]) => other !== kind);
    // Without its only error, or having none, a kind goes; if it is the only kind, that was the first of all.
    if (names.length < 2 && others.length > 0) yield { ...scenario, faults: Object.fromEntries(others) };
    if (names.length < 2) continue;
    for (const name of names) {
      const left = names.filter((other) => other !== name);
      yield { ...scenario, faults: { ...scenario.faults, [kind]: left } };
    }
  }
}

/** Draws, all uniform. */
class Dice {
  readonly #mrng: fc.Random;

  constructor(mrng: fc.Random) {
    this.#mrng = mrng;
  }

  from(min: number, max: number): number {
    return this.#mrng.nextInt(min, max);
  }

  within({ min, max }: Bounds): number {
    return this.from(min, max);
  }

  /** True once in so many throws. */
  once(inThrows: number): boolean {
    return this.from(1, inThrows) === 1;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.from(0, values.length - 1)] as T;
  }
}

function draw(dice: Dice, constraints: Constraints): Scenario {
  const requests = dice.within(constraints.requests);
  const iocbs = Array.from({ length: requests }, () => drawIocb(dice, constraints.bios));
  return {
    version: 1,
    name: 'random',
    ring_nr: dice.within(constraints.ring_nr),
    iocbs,
    tasks: drawTasks(dice, dice.within(constraints.tasks), requests),
    faults: drawFaults(dice, constraints.faults, iocbs),
  };
}

function drawIocb(dice: Dice, bounds: Bounds): ScenarioIocb {
  const op = dice.pick(['direct_write', 'direct_write', 'direct_read', 'buffered'] as const);
  if (op === 'buffered') return { op };
  const bios = dice.within(bounds);
  if (op === 'direct_read') return { op, bios };
  return { op, bios, o_sync: dice.once(2), append: dice.once(4) };
}

const named = (name: string, number: number, of: number): string => (of > 1 ? `${name}${number + 1}` : name);

/** Submitters first. Each of them submits something, in the order of the requests' numbers. */
function drawTasks(dice: Dice, tasks: number, requests: number): ScenarioTask[] {
  const most = Math.min(tasks, requests);
  const submitters = most > 1 && dice.once(3) ? dice.from(2, most) : Math.min(1, most);
  const owners = Array.from({ length: requests }, (_, id) => (id < submitters ? id : dice.from(0, submitters - 1)));
  const readers = tasks - submitters;
  return [
    ...Array.from({ length: submitters }, (_, number) => ({
      name: named('submitter', number, submitters),
      calls: drawSubmits(dice, { ids: idsOf(owners, number), requests, readsToo: readers === 0 }),
    })),
    ...Array.from({ length: readers }, (_, number) => ({
      name: named('reader', number, readers),
      calls: drawReads(dice, requests),
    })),
  ];
}

const idsOf = (owners: readonly number[], owner: number): number[] =>
  owners.flatMap((other, id) => (other === owner ? [id] : []));

/** Mostly one io_submit. One that reads does so after any of them, and always after the last. */
function drawSubmits(
  dice: Dice,
  { ids, requests, readsToo }: { ids: readonly number[]; requests: number; readsToo: boolean },
): ScenarioCall[] {
  const reads = readsToo ? !dice.once(4) : dice.once(4);
  const batches: number[][] = [];
  for (const id of ids) {
    const last = batches.at(-1);
    if (last === undefined || dice.once(4)) batches.push([id]);
    else last.push(id);
  }
  return batches.flatMap((io_submit, batch): ScenarioCall[] => {
    const readsHere = reads && (batch === batches.length - 1 || dice.once(2));
    return readsHere ? [{ io_submit }, drawRead(dice, requests)] : [{ io_submit }];
  });
}

/** One call, or two, or three. */
function drawReads(dice: Dice, requests: number): ScenarioCall[] {
  const calls = dice.once(4) ? dice.from(2, 3) : 1;
  return Array.from({ length: calls }, () => drawRead(dice, requests));
}

/** One in five is a poll. */
function drawRead(dice: Dice, requests: number): ScenarioCall {
  if (dice.once(16)) {
    return { io_getevents: { min_nr: dice.from(0, requests + 1), nr: dice.from(0, requests + 1) } };
  }
  const nr = dice.from(1, Math.max(1, requests));
  return { io_getevents: { min_nr: dice.once(5) ? 0 : dice.from(1, nr), nr } };
}

function drawFaults(dice: Dice, kinds: readonly FaultKind[], iocbs: readonly ScenarioIocb[]): Scenario['faults'] {
  const listed = kinds.filter((kind) => iocbs.some((iocb) => meets(iocb, kind)) && dice.once(2));
  return Object.fromEntries(
    listed.map((kind) => {
      const first = dice.pick(drawnErrors[kind]);
      const others = drawnErrors[kind].filter((name) => name !== first);
      return [kind, others.length > 0 && dice.once(3) ? [first, dice.pick(others)] : [first]];
    }),
  );
}

/** Whether a request comes to a chance of this kind: every direct write to the invalidation, and so on. */
function meets(iocb: ScenarioIocb, kind: FaultKind): boolean {
  switch (kind) {
    case 'bio':
      return iocb.op !== 'buffered';
    case 'invalidate':
      return iocb.op === 'direct_write';
    case 'osync':
      return iocb.op === 'direct_write' && iocb.o_sync;
  }
}
