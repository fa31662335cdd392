/**
 * What a patch's name stands for: any shipped patch, part or mutant, or several of them joined by `+`; with `[hunk,…]` behind it, those
 * hunks of it alone. A commit of mainline that a shipped patch stands for names it too.
 */
import { compose, type Patch } from './core/index.ts';
import { mutants } from './mutants/index.ts';
import { partPatches, shippedPatches } from './patches/index.ts';
import { patchOfCommit } from './patches/lineage.ts';

/** Every patch that needs no `+` of the user's. */
export const namedPatches: readonly Patch[] = [...shippedPatches, ...partPatches, ...mutants];

export const patchNames: readonly string[] = namedPatches.map(({ name }) => name);

const shipped: ReadonlyMap<string, Patch> = new Map(namedPatches.map((patch) => [patch.name, patch]));

export type PatchFound =
  | { readonly ok: true; readonly patch: Patch }
  | { readonly ok: false; /** No patch has this name. */ readonly unknown: string };

/** `own`: patches that are not shipped, by what the user calls them; they may be parts of a sum, and come first. */
export function patchByName(name: string, own: ReadonlyMap<string, Patch> = new Map()): PatchFound {
  const called = (part: string) => own.get(part) ?? shipped.get(part) ?? shipped.get(patchOfCommit(part) ?? '');
  const [, whole, hunks] = HUNKS.exec(name) ?? [];
  if (whole !== undefined && hunks !== undefined) return someHunks(name, patchByName(whole, own), hunks.split(','));
  const parts = called(name) === undefined ? name.split('+') : [name];
  const patches: Patch[] = [];
  for (const part of parts) {
    const patch = called(part);
    if (patch === undefined) return { ok: false, unknown: part };
    patches.push(patch);
  }
  return { ok: true, patch: compose(patches) };
}

/** `post-eiocbqueued[queue-error,insert-at-last-put]`. */
const HUNKS = /^(.+)\[([^[\]]*)\]$/;

function someHunks(name: string, found: PatchFound, wanted: readonly string[]): PatchFound {
  if (!found.ok) return found;
  const { patch } = found;
  const isThere = (hunk: string): boolean => patch.hunks.some((one) => one.name === hunk);
  if (!wanted.every(isThere)) return { ok: false, unknown: name };
  return { ok: true, patch: { ...patch, name, hunks: patch.hunks.filter((hunk) => wanted.includes(hunk.name)) } };
}
