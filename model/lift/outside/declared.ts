/** How a module declares a field that a patch brings. */
import type { Member } from '../c/index.ts';
import { structMeanings } from '../prelude/structs.ts';

const NUMBERS =
  /^(?:unsigned |signed |const |volatile )*(?:int|long|short|char|long long|u?int\d+_t|[us]\d+|__[us]\d+|s?size_t|loff_t|off_t|bool|unsigned|pgoff_t)(?: int)?$/;

/** `value('long').racy()`; null: the model has no such thing. */
export function fieldDeclaration({ name, type, pointers, array, bits }: Member): string | null {
  if (name === null || array.length > 0 || bits !== null) return null;
  if (pointers === 0) {
    if (type === 'spinlock_t') return 'spinlock()';
    return NUMBERS.test(type) || type === 'atomic_t' ? "value('long').racy()" : null;
  }
  const struct = /^(?:const )?struct (\w+)$/.exec(type)?.[1];
  const meaning = struct === undefined ? undefined : structMeanings[struct];
  return pointers === 1 && meaning !== undefined ? `ref('${meaning.pool}').racy()` : null;
}
