/** What steps of the base are made of: names that a patch cannot give another meaning without changing these. */
import { baseFields, baseProcs } from '../base-names.ts';
import { constantMeaning } from '../prelude/constants.ts';
import { functionMeanings } from '../prelude/functions.ts';
import { structMeanings } from '../prelude/structs.ts';

/** By number (include/linux/aio.h:35, 36; bit 0 is free, as its name stands in a comment). */
export const BASE_FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [1, 'KIF_KICKED'],
  [2, 'KIF_CANCELLED'],
];

/** A function, macro or constant. */
export const isBaseName = (name: string): boolean =>
  Object.hasOwn(functionMeanings, name) ||
  constantMeaning(name) !== undefined ||
  baseProcs.has(name) ||
  BASE_FLAGS.some(([, flag]) => flag === name);

/** A member of a struct of the C that the model has. */
export function baseHas(struct: string, member: string): boolean {
  const meaning = structMeanings[struct];
  if (meaning === undefined) return false;
  const known = meaning.fields[member];
  if (known !== undefined) return !('nothing' in known);
  return baseFields.has(`${meaning.pool}.${member}`);
}
