/** From a base and a patch to a kernel: its functions linked, and its structs with the fields that the patch adds. */
import { fieldIssues, type Ground } from '../issues/fields.ts';
import { isRecord, type ModelIssue } from '../issues/issue.ts';
import { unknownReported } from '../issues/reports.ts';
import { type Program, tryLink } from './link.ts';
import { extendedBy, type Patch } from './patch.ts';
import type { AnyProc } from './proc.ts';
import type { Structs } from './schema.ts';

/** What a patch is applied to: the memory, and the functions from which all others are called. */
export interface Base extends Ground {
  readonly entries: readonly AnyProc[];
}

export interface PatchedKernel {
  readonly program: Program;
  readonly structs: Structs;
}

/** Or all that is wrong with the patch. Throws Error where the base itself is wrong. */
export type Applied =
  | { readonly ok: true; readonly kernel: PatchedKernel }
  | { readonly ok: false; readonly issues: readonly ModelIssue[] };

export function applyPatch(base: Base, patch: Patch): Applied {
  const linked = tryLink(base.entries, patch);
  const isTyped = patch.fields === undefined || isRecord(patch.fields);
  const wrong = isTyped ? fieldIssues(patch, base) : [];
  const issues = [...wrong, ...(linked.ok ? unknownReported(patch, linked.program) : linked.issues)];
  if (!linked.ok || issues.length > 0) return { ok: false, issues };
  return { ok: true, kernel: { program: linked.program, structs: extendedBy(base.structs, patch) } };
}
