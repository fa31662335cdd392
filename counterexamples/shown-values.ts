/** What fields hold, as text. */
import type { FieldKind, Model } from '../model/core/index.ts';
import type { ShowValue } from './locals.ts';

/** What a field of a pool's objects holds, as text. */
export type ShowField = (pool: string, field: string, value: unknown) => string;

export const plainText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Values as `showValue` has them, locks by their holders, references by what they refer to. */
export function fieldShower({ shape, contexts }: Model, showValue: ShowValue): ShowField {
  const nameOf = (context: number): string => contexts[context]?.name ?? '';
  const show = (value: unknown, kind: FieldKind | undefined): string => {
    if (Array.isArray(value)) {
      const of = kind?.is === 'list' ? kind.of : undefined;
      return `[${value.map((element) => show(element, of)).join(' ')}]`;
    }
    if (kind?.is === 'lock') return value === null ? 'free' : `held by ${nameOf(value as number)}`;
    if (value === null) return 'NULL';
    if (kind?.is === 'ref' && typeof value === 'number')
      return kind.to === 'context' ? nameOf(value) : `${kind.to}[${value}]`;
    return kind?.is === 'value' && typeof value === 'number' ? showValue(value) : plainText(value);
  };
  return (pool, field, value) => show(value, shape.structs[pool]?.fields[field]?.kind);
}
