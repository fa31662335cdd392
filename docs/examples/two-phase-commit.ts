/**
 * Two-phase commit as `TwoPhase.tla` of the TLA+ Examples (transaction_commit) has it: `npx tsx docs/examples/two-phase-commit.ts`.
 *
 * Each instance of a TLA+ action is a context that stands for ever at its one guarded step, so that a state is exactly a
 * state of the specification. TLC finds 288 distinct states for 3 resource managers too.
 */
import { bool, defineModel, type KernelOf, type Model, notationFor, oneOf, type Patch, struct } from 'kioctx/model';
import type { Property } from 'kioctx/properties';
import { isRun, printVerdicts } from './verdicts.ts';

interface World {
  readonly managers: number;
  /** Leave out the turns of the specification that change nothing, such as receiving the same message again. */
  readonly onlyChanges: boolean;
}

const structs = {
  rm: struct({
    rmState: oneOf('working', 'prepared', 'committed', 'aborted').racy().starts('working'),
    tmPrepared: bool().racy().starts(false),
    sentPrepared: bool().racy().starts(false),
  }),
  tm: struct({
    tmState: oneOf('init', 'committed', 'aborted').racy().starts('init'),
    sentCommit: bool().racy().starts(false),
    sentAbort: bool().racy().starts(false),
  }),
};

export type Kernel = KernelOf<typeof structs, World>;
const { proc, edit } = notationFor<typeof structs, World>(structs);
const managersOf = (k: Kernel): number[] => Array.from({ length: k.world.managers }, (_, rm) => rm);
const set = <T extends object>(object: T, values: Partial<T>): unknown => Object.assign(object, values);

/** A step of the specification: enabled `when`, done at once, and then ready again. */
const act = (c: string, when: (k: Kernel, rm: number) => boolean, does: (k: Kernel, rm: number) => void) => ({
  line: 0,
  c,
  when: (k: Kernel, f: { readonly rm: number }) => when(k, f.rm),
  run(k: Kernel, f: { readonly rm: number }) {
    does(k, f.rm);
  },
  then: 'act' as const,
});
const action = (...of: Parameters<typeof act>) =>
  proc(of[0], 'TwoPhase.tla', { rm: 'struct rm *' }, { act: act(...of) });

const commitOn = (votes: 'every' | 'some') =>
  [
    'TMCommit',
    (k: Kernel) => k.tm(0).tmState === 'init' && managersOf(k)[votes]((rm) => k.rm(rm).tmPrepared),
    (k: Kernel) => set(k.tm(0), { tmState: 'committed', sentCommit: true }),
  ] as const;
export const TMCommit = action(...commitOn('every'));
const isWorking = (k: Kernel, rm: number): boolean => k.rm(rm).rmState === 'working';
const TMAbort = action(
  'TMAbort',
  (k) => k.tm(0).tmState === 'init',
  (k) => set(k.tm(0), { tmState: 'aborted', sentAbort: true }),
);
const ofEachManager = [
  action(
    'TMRcvPrepared',
    (k, rm) => k.tm(0).tmState === 'init' && k.rm(rm).sentPrepared && !(k.world.onlyChanges && k.rm(rm).tmPrepared),
    (k, rm) => set(k.rm(rm), { tmPrepared: true }),
  ),
  action('RMPrepare', isWorking, (k, rm) => set(k.rm(rm), { rmState: 'prepared', sentPrepared: true })),
  action('RMChooseToAbort', isWorking, (k, rm) => set(k.rm(rm), { rmState: 'aborted' })),
  action(
    'RMRcvCommitMsg',
    (k, rm) => k.tm(0).sentCommit && !(k.world.onlyChanges && k.rm(rm).rmState === 'committed'),
    (k, rm) => set(k.rm(rm), { rmState: 'committed' }),
  ),
  action(
    'RMRcvAbortMsg',
    (k, rm) => k.tm(0).sentAbort && !(k.world.onlyChanges && k.rm(rm).rmState === 'aborted'),
    (k, rm) => set(k.rm(rm), { rmState: 'aborted' }),
  ),
];

const onFirstVote = edit(TMCommit, { replace: { act: act(...commitOn('some')) } });
/** A transaction manager that commits on the first vote. */
export const commitsEarly: Patch = {
  name: 'commits-early',
  summary: 'TMCommit asks for one prepared manager where the protocol asks for all',
  hunks: [{ name: 'some', standsFor: 'tmPrepared # {} for tmPrepared = RM', edits: [onFirstVote] }],
};

export function twoPhaseCommit(
  managers: number,
  { onlyChanges = false, patch }: { onlyChanges?: boolean; patch?: Patch } = {},
): Model {
  const all = Array.from({ length: managers }, (_, rm) =>
    ofEachManager.map((entry) => [`${entry.name}_${rm}`, { entry, args: { rm }, idles: true }] as const),
  );
  const contexts = {
    TMCommit: { entry: TMCommit, idles: true },
    TMAbort: { entry: TMAbort, idles: true },
    ...Object.fromEntries(all.flat()),
  };
  return defineModel({ structs, sizes: { rm: managers }, contexts, world: { managers, onlyChanges }, patch });
}

const isSome = (k: Kernel, state: string): boolean => managersOf(k).some((rm) => k.rm(rm).rmState === state);

/** TCommit's invariant: no manager has committed while another has aborted. */
export const isConsistent = (k: Kernel): boolean => !(isSome(k, 'committed') && isSome(k, 'aborted'));

const consistent: Property<Kernel> = {
  name: 'consistent',
  meaning: 'No manager has committed while another has aborted.',
  reason: 'A transaction is done everywhere or nowhere.',
  antecedent: { text: 'a manager has committed', reached: (k) => isSome(k, 'committed') },
  always: (k) => (isConsistent(k) ? null : 'one has committed, and one has aborted'),
};

if (isRun(import.meta.url)) {
  printVerdicts('Two-phase commit, 3 managers', twoPhaseCommit(3), [consistent]);
  printVerdicts('commits-early', twoPhaseCommit(3, { patch: commitsEarly }), [consistent]);
}
