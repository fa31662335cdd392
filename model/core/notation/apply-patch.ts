/** From a base and a patch to a kernel: its functions linked, its structs with what the patch adds, and how those begin. */
import { fieldIssues, type Ground, ownStructIssues } from '../issues/fields.ts';
import { isRecord, type Issue, type ModelIssue, placed } from '../issues/issue.ts';
import { lockOrderIssues } from '../issues/lock-order.ts';
import { said } from '../issues/names.ts';
import { unknownReported } from '../issues/reports.ts';
import { type Counting, structsOf } from '../issues/structs.ts';
import { chainsOf, type LockOrder } from '../layout/lock-order.ts';
import { beginning } from './beginning.ts';
import { type Program, tryLink } from './link.ts';
import { extendedBy, type Patch } from './patch.ts';
import type { AnyProc } from './proc.ts';
import type { Structs } from './schema.ts';

/** What a patch is applied to: the memory, and the functions from which all others are called. */
export interface Base extends Ground, Counting {
  readonly entries: readonly AnyProc[];
  /** In what the contexts of the patch begin, what else it has function pointers to, and what is wrong with these. */
  readonly ofPatch?: {
    readonly contexts: readonly { readonly entry: AnyProc }[];
    readonly pointedTo?: readonly AnyProc[];
    readonly issues: readonly ModelIssue[];
  };
  readonly lockOrder?: LockOrder;
  /** It has a workqueue, and has seen to the works of the patch. */
  readonly hasQueue?: true;
}

export interface PatchedKernel {
  readonly program: Program;
  readonly structs: Structs;
  readonly sizes: Readonly<Record<string, number>>;
  /** As chains. */
  readonly lockOrder: readonly (readonly string[])[];
  /** Brings the objects of the patch to how they begin. */
  readonly begin: (k: unknown) => void;
}

/** Or all that is wrong with the patch. Throws Error where the base itself is wrong. */
export type Applied =
  | { readonly ok: true; readonly kernel: PatchedKernel }
  | { readonly ok: false; readonly issues: readonly ModelIssue[] };

export function applyPatch(base: Base, patch: Patch): Applied {
  const { ofPatch = { contexts: [], issues: [] }, lockOrder = [] } = base;
  const own = [...ofPatch.contexts.map(({ entry }) => entry), ...(ofPatch.pointedTo ?? [])];
  const linked = tryLink(base.entries, patch, own);
  const isTyped = [patch.fields, patch.structs, patch.works].every((part) => part === undefined || isRecord(part));
  // By its looks it is no patch, and linking has said so.
  if (!linked.ok && !isTyped) return linked;
  const declared = structsOf(patch, base.structs, base);
  const ground = {
    ...base,
    structs: { ...base.structs, ...declared.structs },
    sizes: { ...base.sizes, ...declared.sizes },
  };
  const structs = extendedBy(ground.structs, patch);
  const wrong = [
    ...[...declared.issues, ...ownStructIssues(declared.structs, ground), ...queueIssues(patch, base)].map(
      placed(`patch ${said(patch.name)}`),
    ),
    ...fieldIssues(patch, ground),
  ];
  const issues = [...ofPatch.issues, ...wrong, ...(linked.ok ? unknownReported(patch, linked.program) : linked.issues)];
  if (!linked.ok || issues.length > 0) return { ok: false, issues };
  const misplaced = lockOrderIssues(patch, structs, lockOrder);
  if (misplaced.length > 0) return { ok: false, issues: misplaced };
  const chains = [...chainsOf(lockOrder), ...(patch.lockOrder ?? [])].filter((chain) => chain.length > 0);
  const begin = beginning(declared.begun, ground.sizes, base.world);
  return { ok: true, kernel: { program: linked.program, structs, sizes: ground.sizes, lockOrder: chains, begin } };
}

const queueIssues = ({ works = {} }: Patch, { hasQueue }: Base): Issue[] =>
  hasQueue === true || Object.keys(works).length === 0
    ? []
    : [{ code: 'declared', message: 'it has works, and the model has no workqueue', expected: 'no works' }];
