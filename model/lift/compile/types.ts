/** Types of the C, and what their values are in the model. */
import type { Item } from '../c/index.ts';
import { UNSIGNED } from './unsigned.ts';
import { NUMBER, TRUTH, type ValueKind } from './kinds.ts';
import type { ModelField } from './scope.ts';
import type { FieldKind } from '../../core/index.ts';
import { structMeanings, structOfPool } from '../prelude/structs.ts';

/** Narrower ones would lose a part of what is put into them. */
const INTEGERS =
  /^(?:(?:const|volatile|register|unsigned|signed) )*(?:int|long|unsigned|signed|long long|long int|u?int(?:32|64)_t|(?:__)?[us](?:32|64)|s?size_t|loff_t|off_t|pgoff_t|ulong|uint)$/;

const UNSIGNED_TYPE = /\bunsigned\b|^(?:const )?(?:uint|(?:__)?u(?:32|64)|size_t|pgoff_t|ulong|uint(?:32|64)_t)$/;

export const isUnsignedType = (type: string): boolean => UNSIGNED_TYPE.test(type);

/** Whether a cast to it leaves a number or pointer as it is. */
export const isWide = (type: string): boolean => type.endsWith('*') || INTEGERS.test(type) || type === 'void';

/** Of a declaration: `struct kiocb` with one star, `unsigned long` with none. */
export function kindOfType(type: string, pointers: number): ValueKind {
  const struct = /(?:^|\s)struct (\w+)$/.exec(type)?.[1] ?? (type === 'wait_queue_t' ? type : undefined);
  if (pointers === 0 && /^(?:const )?(?:bool|_Bool)$/.test(type)) return TRUTH;
  if (pointers === 0 && INTEGERS.test(type)) return isUnsignedType(type) ? UNSIGNED : NUMBER;
  if (pointers === 1 && struct !== undefined && structMeanings[struct] !== undefined)
    return { is: 'pointer', to: struct };
  return { is: 'nothing', why: `${type}${pointers > 0 ? ` ${'*'.repeat(pointers)}` : ''} is not in the model` };
}

/** Of a local that the C declares. */
export function kindOfDeclaration({
  type,
  pointers,
  array,
  storage,
}: Extract<Item, { kind: 'declaration' }>): ValueKind {
  if (storage === 'static' || storage === 'extern')
    return { is: 'nothing', why: `a ${storage} variable is not modelled` };
  if (array.length > 0) return { is: 'nothing', why: 'arrays are not modelled' };
  return kindOfType(type, pointers);
}

/** Of a local as the model declares it: `struct kiocb *`, `long`. */
export function kindOfLocal(type: string): ValueKind {
  if (!type.endsWith('*')) return isUnsignedType(type) ? UNSIGNED : NUMBER;
  const bare = type.replace(/(?: __user)? \*$/, '');
  return kindOfType(bare, 1);
}

/** How the model declares a local that holds such values. */
export function typeOfLocal(kind: ValueKind): string {
  if (kind.is === 'link') return structMeanings['kiocb']?.type ?? 'long';
  return kind.is === 'pointer' ? (structMeanings[kind.to]?.type ?? 'long') : 'long';
}

export function kindOfField(kind: FieldKind, isGuarded: boolean): ModelField {
  return { kind: valueKind(kind), isGuarded };
}

function valueKind(kind: FieldKind): ModelField['kind'] {
  switch (kind.is) {
    case 'int':
    case 'value':
      return NUMBER;
    case 'bool':
      return { is: 'truth' };
    case 'enum':
      return { is: 'state', names: kind.names };
    case 'ref':
      return { is: 'pointer', to: structOfPool(kind.to) ?? kind.to };
    case 'lock':
      return { is: 'lock' };
    case 'list': {
      const of = valueKind(kind.of);
      return { is: 'list', of: of.is === 'lock' || of.is === 'list' ? NUMBER : of };
    }
  }
}
