/**
 * Peterson's lock for two processes, label by label as `Peterson.tla` in the TLA+ Examples (locks_auxiliary_vars), whose
 * manifest gives 42 distinct states, 77 states generated (76 transitions and the initial state) and a depth of 11.
 */
import {
  bool,
  defineFor,
  editFor,
  int,
  type Machine,
  type Model,
  type Patch,
  type Pools,
  type Services,
  struct,
} from '../../model/core/index.ts';
import { close, context, labelOf, unpatched } from './machines.ts';

/** How often each process goes through the critical section; null: for ever. */
export interface World {
  readonly rounds: number | null;
}

const structs = {
  process: struct('process', { c: bool().racy().starts(false) }),
  shared: struct('shared', { turn: int(0, 1).racy().starts(0) }),
};

type Kernel = Pools<typeof structs> & Services<World>;
const proc = defineFor<Kernel>();
const edit = editFor<Kernel>();
const other = (self: number): number => 1 - self;

export const process = proc(
  'process',
  'Peterson.tla',
  { self: 'int', round: 'int' },
  {
    a0: { line: 21, c: 'skip', run: () => undefined },
    a1: {
      line: 22,
      c: 'c[self] := TRUE',
      run(k, f) {
        k.process(f.self).c = true;
      },
    },
    a2: {
      line: 23,
      c: 'turn := Other(self)',
      run(k, f) {
        k.shared(0).turn = other(f.self);
      },
    },
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

/** The best known way to break the lock, as a compiler or a CPU does it: the two stores change places. */
export const storesSwapped: Patch = {
  name: 'stores-swapped',
  summary: 'turn is stored before c[self]',
  hunks: [
    {
      name: 'swap',
      standsFor: 'two independent stores without a barrier between them',
      edits: [
        edit(process, {
          replace: {
            a1: {
              line: 23,
              c: 'turn := Other(self)',
              run(k, f) {
                k.shared(0).turn = other(f.self);
              },
            },
            a2: {
              line: 22,
              c: 'c[self] := TRUE',
              run(k, f) {
                k.process(f.self).c = true;
              },
            },
          },
        }),
      ],
    },
  ],
};

export const peterson = (rounds: number | null, patch = unpatched): Model =>
  close<World>({
    structs,
    sizes: { process: 2 },
    contexts: [context('p0', process, { self: 0 }), context('p1', process, { self: 1 })],
    patch,
    world: { rounds },
  });

/** How many processes are in the critical section: past the await, and not yet past the store that leaves it. */
export const inCriticalSection = (machine: Machine): number =>
  machine.contexts.filter((_, self) => ['cs', 'a4'].includes(labelOf(machine, self) ?? '')).length;
