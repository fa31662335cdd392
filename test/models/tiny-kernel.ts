/** A kernel of two structs with a field of every kind and class, to write models of two or three lines in. */
import {
  type AnyProc,
  bool,
  defineModel,
  type Entries,
  type Entry,
  type Fired,
  type Frame,
  heapStruct,
  int,
  listOf,
  type KernelOf,
  type Machine,
  type Model,
  type ModelParts,
  notationFor,
  NULL,
  oneOf,
  ref,
  spinlock,
  type Step,
  struct,
  type Structs,
  to,
  value,
} from '../../model/core/index.ts';

export const structs = {
  /** Two of them; none is allocated at the start. */
  thing: heapStruct({
    n: int(0, 3).racy().starts(0),
    mark: bool().racy(),
    color: oneOf('red', 'green').racy().starts('red'),
    next: ref('thing').racy().starts(NULL),
    home: ref('root').constant().starts(0),
    count: int(0, 3).guarded_by('home.lock').starts(0),
  }),
  root: struct({
    lock: spinlock(),
    wait_lock: spinlock(),
    total: int(0, 3).guarded_by('lock').starts(0),
    queue: listOf(value('result'), 4).racy(),
    things: listOf(ref('thing')).racy(),
    result: value('result').racy().starts(0),
    flag: bool().racy().starts(false),
    latch: bool().racy().set_once().starts(false),
    seen: int(0, 9).ledger().starts(0),
  }),
};

export type Kernel = KernelOf<typeof structs>;
export const locals = { a: 'int', b: 'int', p: 'struct thing *' } as const;
export type Locals = Frame<typeof locals>;
const { proc, edit } = notationFor(structs);
export { edit };

/** A function of these steps; it returns `a`. */
export const fn = <L extends string>(name: string, steps: Record<L, Step<Kernel, Locals, NoInfer<L>>>) =>
  proc(name, `${name}.c:1`, locals, steps, 'a');

const said = { line: 1, c: 'as the C says' };
/** A step that jumps nowhere by name, so that it fits a function with any labels; add `then` to send it somewhere. */
type Plain<Key extends string> = Extract<Step<Kernel, Locals, never>, Readonly<Record<Key, unknown>>>;
export const act = (run: Plain<'run'>['run']): Plain<'run'> => ({ ...said, run });
export const go = (moves: Plain<'go'>['go']): Plain<'go'> => ({ ...said, go: moves });
export const acquire = (lock: Plain<'acquire'>['acquire']): Plain<'acquire'> => ({ ...said, acquire: lock });
export const release = (lock: Plain<'release'>['release']): Plain<'release'> => ({ ...said, release: lock });
export const when = (
  condition: (k: Kernel, f: Locals) => boolean,
  run: (k: Kernel, f: Locals) => void = () => undefined,
): Plain<'run'> => ({ ...said, when: condition, run });
/** A call without arguments. */
export const calls = (callee: AnyProc): Plain<'call'> => ({ ...said, call: to(callee, () => undefined) });
/** An action that touches nothing. */
export const nothing = act(() => undefined);

/** Allocates and publishes. */
export const born = (id: number) =>
  act((k) => {
    k.alloc('thing', id);
    k.publish('thing', id);
  });

type TinyModelParts = Omit<ModelParts<Structs, Entries, null>, 'contexts' | 'init'>;
export interface TinyParts extends Partial<TinyModelParts> {
  readonly contexts?: Entries;
  readonly init?: (k: Kernel) => void;
}

/** Each entry runs in a context of its function's name; or `contexts` says who runs. */
export const tinyModel = (entries: readonly (AnyProc | Entry)[], { init, ...parts }: TinyParts = {}): Model =>
  defineModel({
    structs,
    sizes: { thing: 2 },
    domains: { result: [-5, 0, 7] },
    contexts: Object.fromEntries(entries.map((one) => [('entry' in one ? one.entry : one).name, one])),
    ...parts,
    init: init as never,
  });

/** The function in an interrupt. */
export const interrupt = (entry: AnyProc): Entry => ({ entry, atomic: true });

/** Fires the named contexts one after another, and looks before each whether it can go, as every search does. */
export const fireAll = (machine: Machine, ...names: string[]): Fired[] =>
  names.map((name) => {
    const number = machine.contexts.indexOf(name);
    if (!machine.enabled(number)) throw new Error(`${name} cannot go`);
    return machine.fire(number);
  });
