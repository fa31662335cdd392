/** How a module declares a field that a patch brings. */
import type { Member } from '../c/index.ts';
import type { PatchLine } from '../patched-file.ts';
import { kindOfType } from '../compile/types.ts';
import { structMeanings } from '../prelude/structs.ts';

export interface AddedField {
  readonly pool: string;
  readonly name: string;
  /** How the module declares it: `value('long').racy()`. */
  readonly declared: string;
  readonly isUnsigned: boolean;
  readonly line: PatchLine;
}

/** `value('long').racy()`; null: the model has no such thing. */
export function fieldDeclaration({ name, type, pointers, array, bits }: Member): string | null {
  if (name === null || array.length > 0 || bits !== null) return null;
  if (pointers === 0) {
    if (type === 'spinlock_t') return 'spinlock()';
    const { is } = kindOfType(type, 0);
    if (is === 'truth') return 'bool().racy()';
    return is === 'number' || type === 'atomic_t' ? "value('long').racy()" : null;
  }
  const struct = /^(?:const )?struct (\w+)$/.exec(type)?.[1];
  const meaning = struct === undefined ? undefined : structMeanings[struct];
  return pointers === 1 && meaning !== undefined ? `ref('${meaning.pool}').racy()` : null;
}

/** How a field begins in memory that is zeroed. */
export function zeroOf(declared: string): string {
  if (declared.startsWith('bool(')) return '.starts(false)';
  if (declared.startsWith('ref(')) return '.starts(NULL)';
  return declared.startsWith('value(') ? '.starts(0)' : '';
}
