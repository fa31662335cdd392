/**
 * Two-phase commit as `TwoPhase.tla` of the TLA+ Examples (transaction_commit) has it. Each instance of a TLA+ action is
 * a context that stands for ever at its one guarded step, so that a state is exactly a state of the specification: its
 * manifest gives 288 distinct states for 3 resource managers, 1146 generated (1145 transitions and the initial state)
 * and a depth of 11; a comment in the specification gives 50816 distinct states for 6.
 */
import {
  type AnyProc,
  bool,
  type Context,
  defineFor,
  editFor,
  type Machine,
  type Model,
  oneOf,
  type Patch,
  type Pools,
  type Services,
  struct,
} from '../../model/core/index.ts';
import { close, context, unpatched } from './machines.ts';

export interface World {
  readonly managers: number;
  /** Leave out the turns of the specification that change nothing, such as receiving the same message again. */
  readonly onlyChanges: boolean;
}

const structs = {
  rm: struct('rm', {
    rmState: oneOf('working', 'prepared', 'committed', 'aborted').racy().starts('working'),
    tmPrepared: bool().racy().starts(false),
    sentPrepared: bool().racy().starts(false),
  }),
  tm: struct('tm', {
    tmState: oneOf('init', 'committed', 'aborted').racy().starts('init'),
    sentCommit: bool().racy().starts(false),
    sentAbort: bool().racy().starts(false),
  }),
};

type Kernel = Pools<typeof structs> & Services<World>;
const edit = editFor<Kernel>();
const managersOf = (k: Kernel): number[] => Array.from({ length: k.world.managers }, (_, rm) => rm);

/** One action of the specification: enabled `when`, done in one step, and then ready again. */
const action = (name: string, when: (k: Kernel, rm: number) => boolean, does: (k: Kernel, rm: number) => void) =>
  defineFor<Kernel>()(
    name,
    'TwoPhase.tla',
    { rm: 'struct rm *' },
    { act: { line: 0, c: name, when: (k, f) => when(k, f.rm), run: (k, f) => does(k, f.rm), then: 'act' } },
  );

const TMRcvPrepared = action(
  'TMRcvPrepared',
  (k, rm) => k.tm(0).tmState === 'init' && k.rm(rm).sentPrepared && !(k.world.onlyChanges && k.rm(rm).tmPrepared),
  (k, rm) => {
    k.rm(rm).tmPrepared = true;
  },
);
export const TMCommit = action(
  'TMCommit',
  (k) => k.tm(0).tmState === 'init' && managersOf(k).every((rm) => k.rm(rm).tmPrepared),
  (k) => {
    k.tm(0).tmState = 'committed';
    k.tm(0).sentCommit = true;
  },
);
const TMAbort = action(
  'TMAbort',
  (k) => k.tm(0).tmState === 'init',
  (k) => {
    k.tm(0).tmState = 'aborted';
    k.tm(0).sentAbort = true;
  },
);
const RMPrepare = action(
  'RMPrepare',
  (k, rm) => k.rm(rm).rmState === 'working',
  (k, rm) => {
    k.rm(rm).rmState = 'prepared';
    k.rm(rm).sentPrepared = true;
  },
);
const RMChooseToAbort = action(
  'RMChooseToAbort',
  (k, rm) => k.rm(rm).rmState === 'working',
  (k, rm) => {
    k.rm(rm).rmState = 'aborted';
  },
);
const RMRcvCommitMsg = action(
  'RMRcvCommitMsg',
  (k, rm) => k.tm(0).sentCommit && !(k.world.onlyChanges && k.rm(rm).rmState === 'committed'),
  (k, rm) => {
    k.rm(rm).rmState = 'committed';
  },
);
const RMRcvAbortMsg = action(
  'RMRcvAbortMsg',
  (k, rm) => k.tm(0).sentAbort && !(k.world.onlyChanges && k.rm(rm).rmState === 'aborted'),
  (k, rm) => {
    k.rm(rm).rmState = 'aborted';
  },
);

/** A transaction manager that commits on the first vote. */
export const commitsEarly: Patch = {
  name: 'commits-early',
  summary: 'TMCommit asks for one prepared manager where the protocol asks for all',
  hunks: [
    {
      name: 'some',
      standsFor: 'tmPrepared # {} for tmPrepared = RM',
      edits: [
        edit(TMCommit, {
          replace: {
            act: {
              line: 0,
              c: 'TMCommit',
              when: (k) => k.tm(0).tmState === 'init' && managersOf(k).some((rm) => k.rm(rm).tmPrepared),
              run(k) {
                k.tm(0).tmState = 'committed';
                k.tm(0).sentCommit = true;
              },
              then: 'act',
            },
          },
        }),
      ],
    },
  ],
};

export function twoPhaseCommit(managers: number, { onlyChanges = false, patch = unpatched } = {}): Model {
  const perManager = [TMRcvPrepared, RMPrepare, RMChooseToAbort, RMRcvCommitMsg, RMRcvAbortMsg];
  const always = (entry: AnyProc, rm: number): Context => context(`${entry.name}_${rm}`, entry, { rm }, true);
  return close<World>({
    structs,
    sizes: { rm: managers },
    contexts: [
      context('TMCommit', TMCommit, {}, true),
      context('TMAbort', TMAbort, {}, true),
      ...Array.from({ length: managers }, (_, rm) => perManager.map((entry) => always(entry, rm))).flat(),
    ],
    patch,
    world: { managers, onlyChanges },
  });
}

/** TCommit's invariant: no manager has committed while another has aborted. */
export function isConsistent(machine: Machine): boolean {
  const states = machine.plain().pools['rm']?.map((rm) => rm['rmState']) ?? [];
  return !(states.includes('committed') && states.includes('aborted'));
}
