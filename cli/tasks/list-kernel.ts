/** What a patch can name in the kernel under another one: functions, steps of one, fields. */
import { unpatched } from '../../model/core/index.ts';
import { fieldRows, functionRows, type KernelRow, stepRows } from '../list-kernel.ts';
import { patchOf } from './code.ts';

export interface KernelAsked {
  readonly what: 'functions' | 'steps' | 'fields';
  /** The function whose steps are wanted, or the struct whose fields. */
  readonly of: string | undefined;
  /** As the user called it; undefined: none. */
  readonly patch: string | undefined;
}

/** Throws InputError where there is no such function, struct or patch. */
export async function listKernel({ what, of, patch: called }: KernelAsked): Promise<KernelRow[]> {
  const patch = called === undefined ? unpatched : await patchOf(called);
  if (what === 'functions') return functionRows(patch);
  return what === 'steps' ? stepRows(of, patch) : fieldRows(of, patch);
}
