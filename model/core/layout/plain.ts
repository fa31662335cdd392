/** Cell contents and the plain values that people read: the two directions, and whole pools written out. */
import { FREED, type Layout, LIVE, OWNED, UNALLOCATED } from './layout.ts';
import type { FieldLayout } from './pool-layout.ts';
import { NULL } from '../notation/schema.ts';

/** What a plain state shows for a field that was never written. */
export const UNWRITTEN = '?';

export function plainValue(field: FieldLayout, content: number): unknown {
  if (content < field.min) return UNWRITTEN;
  switch (field.kind.is) {
    case 'bool':
      return content === 1;
    case 'enum':
      return field.kind.names[content];
    case 'value':
      return field.domain?.at(content);
    case 'ref':
    case 'lock':
      return content === NULL ? null : content;
    default:
      return content;
  }
}

export function contentOf(field: FieldLayout, plain: unknown): number {
  if (plain === UNWRITTEN) return field.min - 1;
  switch (field.kind.is) {
    case 'enum':
      return field.kind.names.indexOf(plain as string);
    case 'value':
      return field.domain?.numberOf(plain as number) ?? NULL;
    case 'ref':
    case 'lock':
      return plain === null ? NULL : (plain as number);
    default:
      return Number(plain);
  }
}

export function plainLife(life: number, contexts: readonly string[]): string {
  if (life === UNALLOCATED) return 'unallocated';
  if (life === LIVE) return 'live';
  return life === FREED ? 'freed' : `private to ${contexts[life - OWNED]}`;
}

export function lifeContent(plain: string, contexts: readonly string[]): number {
  const named = [UNALLOCATED, LIVE, FREED].find((life) => plainLife(life, contexts) === plain);
  return named ?? OWNED + contexts.findIndex((_, i) => plainLife(OWNED + i, contexts) === plain);
}

/** Objects pool by pool as plain values; `life` only where the struct lives on the heap. */
export function plainPools(layout: Layout, get: (cell: number) => number): Record<string, Record<string, unknown>[]> {
  return Object.fromEntries(
    layout.pools.map((pool) => [
      pool.name,
      Array.from({ length: pool.size }, (_, id) => {
        const base = pool.base + id * pool.stride;
        const object: Record<string, unknown> = pool.heap ? { life: plainLife(get(base), layout.contexts) } : {};
        for (const field of pool.fields) {
          const at = base + field.offset;
          object[field.name] = field.element
            ? Array.from({ length: get(at) }, (_unused, slot) => plainElement(field, get(at + 1 + slot)))
            : plainValue(field, get(at));
        }
        return object;
      }),
    ]),
  );
}

export const plainElement = (field: FieldLayout, content: number): unknown =>
  field.domain === null ? content : field.domain.at(content);
