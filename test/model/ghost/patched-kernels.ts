/** Every shipped patch, part and mutant as a kernel of its own. */
import type { Patch } from '../../../model/core/index.ts';
import { patchByName, patchNames } from '../../../model/named-patches.ts';

/** These change what only the patch before the `+` brings. */
const ON_ANOTHER: Readonly<Record<string, string>> = {
  wake: 'post-eiocbqueued+wake',
  'wake-with-reference': 'wait-by-callback+wake-with-reference',
  'insert-twice': 'post-eiocbqueued+insert-twice',
  'last-error-wins': 'post-eiocbqueued+last-error-wins',
};

export function kernelNamed(name: string): Patch {
  const found = patchByName(name);
  if (!found.ok) throw new Error(`no patch is called ${found.unknown}`);
  return found.patch;
}

export const patchedKernels: readonly Patch[] = [...new Set(patchNames.map((name) => ON_ANOTHER[name] ?? name))].map(
  kernelNamed,
);
