/** The core's public face: notation, patches, machines. */
export * from './finding.ts';
export { ImpureStep, InternalError } from './internal-error.ts';
export type { Ledger, Ledgers } from './ledger.ts';
export { actionsOf, link, type Program } from './link.ts';
export type * from './machine.ts';
export { type Changes, compose, type Edit, editFor, type Hunk, type Patch, PatchMisfit } from './patch.ts';
export { PackedMachine } from './packed.ts';
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
export type { Knowledge, Observed } from './footprints/knowledge.ts';
export { Touches, type Watched } from './footprints/touches.ts';
export { type Canonical } from './symmetry/canonical.ts';
export {
  contextsUnder,
  isIdentity,
  NoSymmetry,
  type Permutation,
  renameText,
  type Symmetry,
} from './symmetry/permutations.ts';
export { ReferenceMachine } from './reference.ts';
export * from './schema.ts';
export type { Shape } from './layout.ts';
