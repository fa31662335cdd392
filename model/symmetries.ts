/**
 * The symmetries of a closed world: which tasks and requests can change places. A task may stand for another if it makes the
 * same calls for requests that change places in the same way, and a request for another of the same kind. Calls name requests
 * in an order, so that a permutation of the tasks says which requests follow. Requests that no call names stay where they are.
 */
import {
  contextsUnder,
  isIdentity,
  type Model,
  NoSymmetry,
  type Patch,
  type Permutation,
  poolOfStruct,
  type Symmetry,
} from './core/index.ts';
import { type AnswerByCall, answerFor, factsOf, type WorldCall } from './calls.ts';
import type { CountedBy } from './kernel.ts';
import { mostCalls, type World, type WorldIocb } from './world.ts';

/** More permutations than this, with the identity, cost a search more than they save: then some tasks keep their places. */
export const MOST_PERMUTATIONS = 120;
/** Places tried before the search for permutations is given up, and there are none. */
const MOST_TRIES = 100_000;

/** Pointers whose type does not name the pool: the user's iocb has the number of its request. */
const types = { 'struct iocb __user *': 'request' };

/** The task, and the request, whose place each takes. */
type Renaming = { readonly tasks: readonly number[]; readonly iocbs: readonly number[] };

/** All of a request but the numbers of its bios and kicks. */
const kindOf = ({ op, bios, o_sync, append, kicks, cancellable, lastFile }: WorldIocb): string =>
  JSON.stringify([op, bios, o_sync, append, kicks, cancellable, lastFile]);

const named = (made: WorldCall): readonly number[] => factsOf(made).names;

/** What tells calls of one name apart, beside the requests that they name and how many these are. */
const details: AnswerByCall<readonly (number | boolean)[]> = {
  io_submit: () => [],
  io_getevents: ({ min_nr, nr, timeout, signals, until }) => [min_nr, nr, timeout, signals, until],
  io_cancel: () => [],
  io_destroy: () => [],
  io_setup: () => [],
  reap: ({ nr }) => [nr],
  exit: () => [],
  sync_io: () => [],
};

/** A call without the requests that it names. */
const shapeOf = (made: WorldCall): string =>
  JSON.stringify([made.call, named(made).length, ...answerFor(details, made)]);

class Renamings {
  readonly found: Renaming[] = [];
  private tries = 0;
  private readonly world: World;
  private readonly fixed: number;
  private readonly shapes: readonly string[];
  private readonly requests: readonly (readonly number[])[];
  private readonly kinds: readonly string[];

  /** The first `fixed` tasks keep their places. */
  constructor(world: World, fixed: number) {
    this.world = world;
    this.fixed = fixed;
    this.shapes = world.tasks.map(({ calls }) => calls.map(shapeOf).join());
    this.requests = world.tasks.map(({ calls }) => calls.flatMap(named));
    this.kinds = world.iocbs.map(kindOf);
  }

  /** No, where there are too many; null, where finding out takes too long. */
  get isComplete(): boolean | null {
    if (this.tries > MOST_TRIES) return null;
    return this.found.length <= MOST_PERMUTATIONS;
  }

  /** Finds places for the tasks from this one on, with those before it and their requests in theirs. */
  place(tasks: readonly number[], iocbs: ReadonlyMap<number, number>): void {
    const task = tasks.length;
    if (task === this.shapes.length) {
      const all = this.world.iocbs.map((_, iocb) => iocbs.get(iocb) ?? iocb);
      if (new Set(all).size === all.length) this.found.push({ tasks, iocbs: all });
      return;
    }
    for (let place = 0; place < this.shapes.length; place++) {
      if (!this.isComplete || this.tries++ > MOST_TRIES) return;
      if (tasks.includes(place) || this.shapes[place] !== this.shapes[task]) continue;
      if (task < this.fixed && place !== task) continue;
      const more = this.follow(iocbs, this.requests[task] ?? [], this.requests[place] ?? []);
      if (more !== null) this.place([...tasks, place], more);
    }
  }

  /** The places of the requests, if those of `from` go to those of `to`; null if they cannot. */
  private follow(
    iocbs: ReadonlyMap<number, number>,
    from: readonly number[],
    to: readonly number[],
  ): ReadonlyMap<number, number> | null {
    const more = new Map(iocbs);
    for (const [i, iocb] of from.entries()) {
      const place = to[i] as number;
      if (this.kinds[iocb] !== this.kinds[place]) return null;
      const known = more.get(iocb);
      if (known !== undefined ? known !== place : [...more.values()].includes(place)) return null;
      more.set(iocb, place);
    }
    return more;
  }
}

function renamingsOf(world: World): readonly Renaming[] {
  for (let fixed = 0; fixed < world.tasks.length; fixed++) {
    const renamings = new Renamings(world, fixed);
    renamings.place([], new Map());
    if (renamings.isComplete === null) return [];
    if (renamings.isComplete) return renamings.found;
  }
  return [];
}

/** Where the members of each iocb in a pool that numbers them one after another go: its `count` from `first` on. */
const members = (
  { iocbs }: World,
  places: readonly number[],
  of: (iocb: WorldIocb) => readonly [first: number, count: number],
): number[] =>
  iocbs.flatMap((iocb, i) => {
    const [first] = of(iocbs[places[i] as number] as WorldIocb);
    return Array.from({ length: of(iocb)[1] }, (_, n) => first + n);
  });

function poolsUnder(
  world: World,
  { tasks, iocbs }: Renaming,
  sizes: Readonly<Record<string, number>>,
): Permutation['pools'] {
  const heads = [...tasks, tasks.length];
  const pools: Record<string, readonly number[]> = {
    kiocb: iocbs,
    file: iocbs,
    dio: iocbs,
    request: iocbs,
    usb_ep: iocbs,
    retrying_file: iocbs,
    bio: members(world, iocbs, ({ firstBio, bios }) => [firstBio, bios]),
    kick: members(world, iocbs, ({ firstKick, kicks }) => [firstKick, kicks]),
    wait_queue_t: tasks,
    task_struct: tasks,
    aio_timeout: tasks,
    user_signal: tasks,
    task_log: tasks,
    // The last of each is the worker's, and its work's.
    run_list: heads,
    timer_list: heads,
  };
  return Object.fromEntries(Object.entries(pools).filter(([pool]) => sizes[pool] !== 0));
}

/** Where the objects go of which there is one of each of these; those of contexts go with them. */
const countedUnder = (
  world: World,
  { tasks, iocbs }: Renaming,
): Readonly<Record<Exclude<CountedBy, 'contexts'>, readonly number[]>> => {
  const calls = mostCalls(world);
  return {
    tasks,
    calls: tasks.flatMap((task) => Array.from({ length: calls }, (_, call) => task * calls + call)),
    requests: iocbs,
    bios: members(world, iocbs, ({ firstBio, bios }) => [firstBio, bios]),
  };
};

/** The pools of a patch by what their objects are counted by. Where there are so many as it likes, each keeps its place. */
const counts = (structs: NonNullable<Patch['structs']>): (readonly [pool: string, by: string])[] =>
  Object.entries(structs).flatMap(([pool, declared]) => {
    const { count } = poolOfStruct(declared);
    return typeof count === 'string' ? [[pool, count] as const] : [];
  });

/**
 * All permutations of the world, or those that leave the first tasks in their places where these are too many. Nobody has to
 * trust them: whoever uses them tries them first (properties/search/symmetric.ts). `structs`: those of a patch.
 */
export function symmetryOf(
  world: World,
  model: Pick<Model, 'contexts' | 'shape' | 'program'>,
  structs: NonNullable<Patch['structs']> = {},
): Symmetry {
  const own = counts(structs);
  const permutations = renamingsOf(world).map((renaming): Permutation => {
    const under: Readonly<Record<string, readonly number[]>> = countedUnder(world, renaming);
    const ofPatch = own.flatMap(([pool, by]) => (under[by] === undefined ? [] : [[pool, under[by]] as const]));
    const pools = { ...poolsUnder(world, renaming, model.shape.sizes), ...Object.fromEntries(ofPatch) };
    const contexts = contextsUnder(model, pools, types);
    if (contexts === null) throw new NoSymmetry('the contexts cannot be told apart');
    const ofContexts = own.flatMap(([pool, by]) => (by === 'contexts' ? [[pool, contexts] as const] : []));
    return { pools: { ...pools, context_log: contexts, ...Object.fromEntries(ofContexts) }, contexts };
  });
  return { permutations: permutations.filter((permutation) => !isIdentity(permutation)), types };
}
