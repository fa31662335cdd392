/** The core's public face: notation, patches, machines. */
export type { AskedAgain } from './memo/asked-again.ts';
export { type Asking, BACKWARD, FORWARD } from './memo/asking-order.ts';
export * from './machine/finding.ts';
export {
  ForbiddenUse,
  ImpurePredicate,
  ImpureStep,
  InternalError,
  isOurs,
  LimitReached,
} from './errors/internal-error.ts';
export type { ObservedAnswer } from './predicates/inquiries.ts';
export type { InspectedMemory, Situation } from './predicates/inspection.ts';
export type { InternTable, InternTables } from './intern-table.ts';
export { described, isRecord, type Issue, type ModelIssue, placed, showModelIssue } from './issues/issue.ts';
export { locksOf } from './issues/lock-order.ts';
export { said } from './issues/names.ts';
export { countOf, type Counting } from './issues/structs.ts';
export { patchIssues } from './issues/patches.ts';
export { applyPatch, type Base, type PatchedKernel } from './notation/apply-patch.ts';
export { actionsOf, link, linkedStep, type LinkedProc, type Program } from './notation/link.ts';
export type * from './machine/machine.ts';
export type * from './machine/model.ts';
export type { CallStack, GhostCode, RunningFunction, SaysGap, Store } from './machine/ghost-code.ts';
export type * from './machine/state.ts';
export { type ContextsOfPatch, contextsOfPatch } from './machine/contexts.ts';
export { defineModel, type ModelParts } from './machine/define-model.ts';
export { begun } from './machine/try-beginning.ts';
export {
  type HowMany,
  type DeclaredContexts,
  type DeclaredStruct,
  type Entries,
  type Entry,
  type Pool,
  poolFor,
  poolOfStruct,
  type Work,
} from './notation/declared.ts';
export { type KernelOf, type Notation, notationFor, type Writing, writingFor } from './notation/notation-for.ts';
export {
  type Changes,
  compose,
  type Edit,
  editFor,
  type ErrorReport,
  type Hunk,
  type Patch,
  PatchMisfit,
  unpatched,
} from './notation/patch.ts';
export { PackedMachine } from './machine/packed.ts';
export type { HearsLocals } from './machine/frame-buffers.ts';
export { PredicateFailed, whyNot } from './predicates/predicate-failed.ts';
export {
  anyLabel,
  type AnyProc,
  type AnyStep,
  type Define,
  defineFor,
  type Frame,
  type Locals,
  macro,
  type Proc,
  type RemovedStep,
  rerouted,
  type Services,
  type Step,
  stepOf,
  through,
  to,
} from './notation/proc.ts';
export { MayAccess, CONFLICT, CONFLICT_UNLESS_HELD } from './footprints/may-access.ts';
export type { Journal, ObservedStep } from './footprints/journal.ts';
export { Knowledge, type Observed, type LocalState, type ObservedTransition } from './footprints/knowledge.ts';
export { Ownership } from './footprints/ownership.ts';
export { StepFootprints, type VisibleGroups } from './footprints/step-footprints.ts';
export { type Inquiries, Unanswered } from './predicates/inquiries.ts';
export { isObservable, type Observable, type Observation } from './footprints/observation.ts';
export type { StateQuestions } from './memo/state-questions.ts';
export { type Canonical } from './symmetry/canonical.ts';
export { imageOfQuestion, Images } from './symmetry/images.ts';
export type { Repeat } from './symmetry/repeats.ts';
export { after, contextsUnder, isIdentity, NoSymmetry, renameText } from './symmetry/permutations.ts';
export type { Permutation, Symmetry } from './symmetry/symmetry.ts';
export { runToEnd, YieldCounter, type Coroutine } from './coroutine.ts';
export { type Awaited, ReferenceMachine, type StatementRecord } from './machine/reference.ts';
export type { StateLook } from './predicates/looks.ts';
export type { LocalTouch } from './machine/locals-recorder.ts';
export * from './notation/schema.ts';
export { LOCK_ORDER_POOL, type LockOrder, lockOrderStruct } from './layout/lock-order.ts';
export type { FieldKind } from './notation/schema.ts';
export { type Layout, layOut, type Shape, UNALLOCATED } from './layout/layout.ts';
export { isInstance, thrownText } from './errors/thrown.ts';
