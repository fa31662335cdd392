/**
 * Peterson's lock for two processes, label by label as `Peterson.tla` in the TLA+ Examples (locks_auxiliary_vars) has it:
 * `npx tsx docs/examples/peterson.ts`. TLC finds 42 distinct states there too.
 */
import { bool, defineModel, int, type KernelOf, type Model, notationFor, type Patch, struct } from 'kioctx/model';
import { each, type Property, type Situation } from 'kioctx/properties';
import { isRun, printVerdicts } from './verdicts.ts';

/** How often each process goes through the critical section; null: for ever. */
interface World {
  readonly rounds: number | null;
}

const structs = {
  process: struct({ c: bool().racy().starts(false) }),
  shared: struct({ turn: int(0, 1).racy().starts(0) }),
};

type Kernel = KernelOf<typeof structs, World>;
const { proc, edit } = notationFor<typeof structs, World>(structs);
const other = (self: number): number => 1 - self;

const raise = {
  line: 22,
  c: 'c[self] := TRUE',
  run(k: Kernel, f: { readonly self: number }) {
    k.process(f.self).c = true;
  },
};
const yieldTurn = {
  line: 23,
  c: 'turn := Other(self)',
  run(k: Kernel, f: { readonly self: number }) {
    k.shared(0).turn = other(f.self);
  },
};

export const process = proc(
  'process',
  'Peterson.tla',
  { self: 'int', round: 'int' },
  {
    a0: { line: 21, c: 'skip', run: () => undefined },
    a1: raise,
    a2: yieldTurn,
    a3: {
      line: 24,
      c: 'await ~c[Other(self)] \\/ turn = self',
      when: (k, f) => !k.process(other(f.self)).c || k.shared(0).turn === f.self,
      run: () => undefined,
    },
    cs: { line: 25, c: 'skip  /* the critical section */', run: () => undefined },
    a4: {
      line: 26,
      c: 'c[self] := FALSE',
      run(k, f) {
        k.process(f.self).c = false;
      },
    },
    again: {
      line: 20,
      c: 'while (TRUE)',
      go(f, k) {
        if (k.world.rounds === null) return 'a0';
        f.round += 1;
        return f.round < k.world.rounds ? 'a0' : 'return';
      },
    },
  },
);

const swapped = edit(process, { replace: { a1: yieldTurn, a2: raise } });
/** The best known way to break the lock, as a compiler or a CPU does it: the two stores change places. */
export const storesSwapped: Patch = {
  name: 'stores-swapped',
  summary: 'turn is stored before c[self]',
  hunks: [{ name: 'swap', standsFor: 'two independent stores without a barrier between them', edits: [swapped] }],
};

export const peterson = (rounds: number | null, patch?: Patch): Model => {
  const contexts = { p0: { entry: process, args: { self: 0 } }, p1: { entry: process, args: { self: 1 } } };
  return defineModel({ structs, sizes: { process: 2 }, contexts, world: { rounds }, patch });
};

/** How many processes are past the await, and not yet past the store that leaves the critical section. */
export const inCriticalSection = ({ contexts, stack }: Situation): number =>
  contexts.filter((_, self) => ['cs', 'a4'].includes(stack(self).at(-1)?.label ?? '')).length;

const mutualExclusion: Property<Kernel> = {
  name: 'mutual-exclusion',
  meaning: 'The two processes are never in the critical section at once.',
  reason: 'It is what a lock is for.',
  antecedent: { text: 'a process is there', reached: (_, situation) => inCriticalSection(situation) > 0 },
  always: (_, situation) => (inCriticalSection(situation) > 1 ? 'both are in the critical section' : null),
};

const everyoneEnters: Property<Kernel> = {
  name: 'everyone-enters',
  meaning:
    'Where nothing can move any more both have been through all their rounds; and such an end can always be reached.',
  reason: 'A lock that lets nobody in excludes well, too.',
  antecedent: {
    text: 'one waits',
    reached: each('context', (_, { stack }, self) => stack(self).at(-1)?.label === 'a3'),
  },
  atEnd: each('context', (_, { isAtRest, contexts }, self) =>
    isAtRest(self) ? null : `${contexts[self]} waits for ever`,
  ),
  livelock: true,
};

if (isRun(import.meta.url)) {
  printVerdicts("Peterson's lock, for ever", peterson(null), [mutualExclusion]);
  printVerdicts('with two rounds each', peterson(2), [mutualExclusion, everyoneEnters]);
  printVerdicts('with the two stores swapped', peterson(null, storesSwapped), [mutualExclusion]);
}
