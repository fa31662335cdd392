/** The core's public face: notation, patches, machines. */
export type { AskedAgain } from './asked-again.ts';
export { type Asking, BACKWARD, FORWARD } from './asking-order.ts';
export * from './finding.ts';
export { ForbiddenUse, ImpurePredicate, ImpureStep, InternalError, isOurs, LimitReached } from './internal-error.ts';
export type { Asked } from './inquiries.ts';
export type { Memory, Situation } from './inspection.ts';
export type { Ledger, Ledgers } from './ledger.ts';
export { type ModelIssue, showModelIssue } from './issues/issue.ts';
export { patchIssues } from './issues/patches.ts';
export { actionsOf, link, linkOver, type Program } from './link.ts';
export type * from './machine.ts';
export { type Changes, compose, type Edit, editFor, type Hunk, type Patch, PatchMisfit } from './patch.ts';
export { PackedMachine } from './packed.ts';
export { PredicateFailed, whyNot } from './predicate-failed.ts';
export {
  type AnyProc,
  defineFor,
  type Frame,
  type Locals,
  macro,
  type Proc,
  type Services,
  type Step,
  through,
  to,
} from './proc.ts';
export { Futures, SURELY, UNLESS_HELD } from './footprints/futures.ts';
export type { Journal, ObservedStep } from './footprints/journal.ts';
export { Knowledge, type Observed, type Seen, type Way } from './footprints/knowledge.ts';
export { Ownership } from './footprints/ownership.ts';
export { Touches, type Visible } from './footprints/touches.ts';
export { type Inquiries, Unanswered } from './inquiries.ts';
export type { Observation } from './footprints/observation.ts';
export type { Questions } from './questions.ts';
export { type Canonical } from './symmetry/canonical.ts';
export { Images } from './symmetry/images.ts';
export type { Repeat } from './symmetry/repeats.ts';
export {
  after,
  contextsUnder,
  isIdentity,
  NoSymmetry,
  type Permutation,
  renameText,
  type Symmetry,
} from './symmetry/permutations.ts';
export { inOneGo, Pace, type Pieces } from './pieces.ts';
export { ReferenceMachine } from './reference.ts';
export * from './schema.ts';
export { LOCK_ORDER_POOL, type LockOrder, lockOrderStruct } from './lock-order.ts';
export { type Layout, layOut, type Shape, UNALLOCATED } from './layout.ts';
export { isInstance, thrownText } from './thrown.ts';
