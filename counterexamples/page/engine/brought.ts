/** What modules export that the page brings: as the program takes them, a default or the only one. */
import type { Patch } from '../../../model/core/index.ts';
import type { AioProperty } from '../../../properties/aio/index.ts';

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

export const broughtPatch = (exports: Exports): Patch => only(exports, 'hunks') as Patch;
export const broughtProperty = (exports: Exports): AioProperty => only(exports, 'antecedent') as AioProperty;

/** The program has made sure that there is one. */
function only(exports: Exports, key: string): unknown {
  if ('default' in exports) return exports['default'];
  return Object.values(exports).find((one) => typeof one === 'object' && one !== null && key in one);
}
