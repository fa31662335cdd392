/** Makes a model of a description that `random-model.ts` draws. */
import {
  type AnyProc,
  bool,
  defineFor,
  defineModel,
  heapStruct,
  int,
  type List,
  listOf,
  type Lock,
  macro,
  type Model,
  NULL,
  oneOf,
  type Pools,
  type Proc,
  ref,
  type Services,
  spinlock,
  type Step,
  struct,
  to,
  value,
} from '../../model/core/index.ts';
import type {
  ListTarget,
  LockTarget,
  ModelPlan,
  Next,
  NodeId,
  Op,
  StepPlan,
  Target,
  When,
} from './random-model-plan.ts';

/** Every kind of field, every class, guards in the object and behind a reference, fields that start unwritten. */
export const structs = {
  node: heapStruct('node', {
    lock: spinlock(),
    n: int(-1, 3).racy().starts(0),
    mark: bool().racy(),
    color: oneOf('red', 'green', 'blue').racy().starts('red'),
    next: ref('node').racy().starts(NULL),
    res: value('result').racy(),
    count: int(0, 3).guarded_by('lock').starts(0),
    kin: listOf(ref('node'), 2).guarded_by('lock'),
    home: ref('root').constant().starts(0),
    held: int(0, 2).guarded_by('home.lock').starts(0),
    origin: int(0, 3).constant().starts(1),
  }),
  root: struct('root', {
    lock: spinlock(),
    total: int(0, 5).guarded_by('lock').starts(0),
    queue: listOf(value('result'), 3).guarded_by('lock'),
    flag: bool().racy().starts(false),
    first: ref('node').racy().starts(0),
    log: listOf(value('result'), 4).ledger(),
  }),
};
const NODES = 3;
const results = [-5, 0, 7];
const colors = ['red', 'green', 'blue'] as const;

type Kernel = Pools<typeof structs> & Services<null>;
const locals = { a: 'int', b: 'int', p: 'struct node *', c0: 'int', c1: 'int', c2: 'int', c3: 'int' } as const;
type Frame = Record<keyof typeof locals, number>;
type Scalars = Record<string, unknown>;

const nodeId = (id: NodeId, f: Frame): number => (id === 'p' ? f.p : id);
const objectOf = (k: Kernel, f: Frame, target: Target): Scalars =>
  'root' in target ? k.root(0) : k.node(nodeId(target.node, f));
const fieldOf = (target: Target): string => ('root' in target ? target.root : target.field);
const lockOf = (k: Kernel, f: Frame, target: LockTarget): Lock =>
  target === 'root' ? k.root(0).lock : k.node(nodeId(target.node, f)).lock;
const listIn = (k: Kernel, f: Frame, target: ListTarget): List =>
  'root' in target ? k.root(0)[target.root] : k.node(nodeId(target.node, f))[target.list];
const elementOf = (list: ListTarget, element: number): number =>
  'root' in list ? (results[element] ?? element) : element;

/** The `nth` value of a field; from the third on, one that the field cannot hold where it is bounded. */
function nthValue(field: string, nth: number): unknown {
  if (field === 'mark' || field === 'flag') return nth % 2 === 1;
  if (field === 'color') return colors[nth];
  if (field === 'res') return results[nth] ?? nth;
  return nth;
}

/** What was read as an integer, for a local to hold. */
const asInt = (read: unknown): number =>
  typeof read === 'string' ? colors.indexOf(read as 'red') : Number(read ?? NULL);

function perform(k: Kernel, f: Frame, op: Op): void {
  switch (op.op) {
    case 'store':
      objectOf(k, f, op.to)[fieldOf(op.to)] = nthValue(fieldOf(op.to), op.nth);
      break;
    case 'load':
      f[op.into] = asInt(objectOf(k, f, op.from)[fieldOf(op.from)]);
      break;
    case 'add': {
      const [object, field] = [objectOf(k, f, op.to), fieldOf(op.to)];
      const read = object[field];
      object[field] = typeof read === 'number' ? read + op.by : nthValue(field, 1);
      break;
    }
    case 'insert': {
      const list = listIn(k, f, op.list);
      list.insert(op.tail ? list.length : 0, elementOf(op.list, op.element));
      break;
    }
    case 'remove':
      f[op.into] = listIn(k, f, op.list).remove(elementOf(op.list, op.element)) ? 1 : 0;
      break;
    case 'head':
      f[op.into] = listIn(k, f, op.list).at(0);
      break;
    case 'alloc':
    case 'publish':
    case 'free':
    case 'discard':
      k[op.op]('node', nodeId(op.node, f));
      break;
    case 'take':
    case 'drop':
      lockOf(k, f, op.lock)[op.op]();
      break;
    case 'point':
      f.p = op.node;
      break;
    case 'follow':
      f.p = k.root(0).first;
      break;
    case 'count':
      f[op.local] += op.by;
      break;
    case 'choose':
      f[op.into] = k.choose(op.into, op.options);
      break;
    case 'bugIf':
      k.BUG_ON(f[op.local] === op.is);
      break;
    case 'sleep':
      k.might_sleep();
      break;
    case 'throw':
      throw new Error('a mistake in a patch module');
  }
}

const label = (position: number): string => `s${position}`;

function nextLabel(next: Next, f: Frame, position: number, count: number): string | undefined {
  if (next === 'on') return undefined;
  if (next === 'return') return 'return';
  if (next === 'nowhere') return 'nowhere';
  if (f[next.when] !== next.is) return undefined;
  return position + next.ahead < count ? label(position + next.ahead) : 'return';
}

function isEnabled(k: Kernel, f: Frame, when: When): boolean {
  if (when === 'always') return true;
  if (when === 'flag') return k.root(0).flag;
  if (when === 'total') return k.root(0).total < 3;
  if (when === 'node') return k.node(k.root(0).first).n < 3;
  return f[when.local] !== when.isNot;
}

const counters = ['c0', 'c1', 'c2', 'c3'] as const;

function stepOf(plan: StepPlan, at: number, steps: readonly StepPlan[], procs: readonly AnyProc[]) {
  const said = { line: at, c: JSON.stringify(plan) };
  const performAll = (ops: readonly Op[], k: Kernel, f: Frame) => ops.forEach((op) => perform(k, f, op));
  switch (plan.does) {
    case 'act':
      return {
        ...said,
        ...(plan.when === 'always' ? {} : { when: (k: Kernel, f: Frame) => isEnabled(k, f, plan.when) }),
        run(k: Kernel, f: Frame) {
          performAll(plan.ops, k, f);
          return nextLabel(plan.next, f, at, steps.length);
        },
      };
    case 'acquire':
      return { ...said, acquire: (k: Kernel, f: Frame) => lockOf(k, f, plan.lock) };
    case 'release':
      return { ...said, release: (k: Kernel, f: Frame) => lockOf(k, f, plan.lock) };
    case 'call': {
      const call = to(procs[plan.callee] as Proc<typeof locals>, (g, f: Frame) => {
        g.a = f[plan.with];
        g.p = f.p;
      });
      return { ...said, call, ...(plan.into === null ? {} : { result: plan.into }) };
    }
    case 'go':
      return {
        ...said,
        go(f: Frame, k: Kernel) {
          performAll(plan.ops, k, f);
          return nextLabel(plan.next, f, at, steps.length);
        },
      };
    case 'loop': {
      const counter = counters[steps.slice(0, at).filter(({ does }) => does === 'loop').length];
      const turn = (f: Frame) => {
        if (counter === undefined || f[counter] === plan.times) return undefined;
        f[counter] += 1;
        return label(Math.max(0, at - plan.back));
      };
      return plan.acts ? { ...said, run: (_: Kernel, f: Frame) => turn(f) } : { ...said, go: turn };
    }
    case 'spin':
      return { ...said, go: () => label(at) };
  }
}

export function buildModel({ procs: plans, contexts, lockOrder }: ModelPlan): Model {
  const define = defineFor<Kernel>();
  const procs: AnyProc[] = [];
  for (let i = plans.length - 1; i >= 0; i--) {
    const { isMacro, steps } = plans[i] as ModelPlan['procs'][number];
    const table = steps.map((plan, at) => [label(at), stepOf(plan, at, steps, procs)]);
    const made = define(
      `f${i}`,
      'random',
      locals,
      Object.fromEntries(table) as Record<string, Step<Kernel, Frame, string>>,
      'a',
    );
    procs[i] = isMacro ? macro(made) : made;
  }
  const entries = contexts.map(
    ({ entry, a, idles, atomic }, i) =>
      [`ctx${i}`, { entry: procs[entry] as AnyProc, args: { a }, idles, atomic }] as const,
  );
  const model = defineModel({
    structs,
    sizes: { node: NODES },
    domains: { result: results },
    contexts: Object.fromEntries(entries),
    lockOrder,
    init(k) {
      k.alloc('node', 0);
      k.publish('node', 0);
    },
  });
  // Nobody says so to those who free.
  const pins = { node: Array.from({ length: NODES }, (_, id) => [`node[${id}].held`]) };
  return { ...model, shape: { ...model.shape, pins } };
}
