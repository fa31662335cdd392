/** The cells of a model's memory by what they are, for those who follow how one statement comes to matter for another. */
import { layOut, LOCK_ORDER_POOL, type Shape } from '../../model/core/index.ts';

/** `ledger`: our own records, which the C does not have; `order`: the machine's, of the order of locks. */
export type CellKind = 'life' | 'lock' | 'ledger' | 'order' | 'memory';

export interface CellInfo {
  readonly kind: CellKind;
  /** `kiocb[0].ki_users`, without the slot of a list. */
  readonly name: string;
  readonly pool: string;
  readonly id: number;
  /** Empty for a life. */
  readonly field: string;
}

const AFTER_ALL: CellInfo = { kind: 'order', name: '', pool: '', id: 0, field: '' };

const known = new WeakMap<Shape, (cell: number) => CellInfo>();

/** By cell; laid out once for each shape. */
export function cellsOf(shape: Shape): (cell: number) => CellInfo {
  const infoOf = known.get(shape) ?? layOutCells(shape);
  known.set(shape, infoOf);
  return infoOf;
}

function layOutCells(shape: Shape): (cell: number) => CellInfo {
  const cells: CellInfo[] = [];
  for (const { name: pool, size, fields } of layOut(shape).pools)
    for (let id = 0; id < size; id++) {
      const object = `${pool}[${id}]`;
      cells.push({ kind: 'life', name: object, pool, id, field: '' });
      for (const { name: field, kind, cls, element } of fields) {
        const isOrder = pool === LOCK_ORDER_POOL;
        const is: CellKind = isOrder ? 'order' : kind.is === 'lock' ? 'lock' : cls === 'ledger' ? 'ledger' : 'memory';
        const info = { kind: is, name: `${object}.${field}`, pool, id, field };
        for (let slot = -1; slot < (element?.cap ?? 0); slot++) cells.push(info);
      }
    }
  return (cell) => cells[cell] ?? AFTER_ALL;
}
