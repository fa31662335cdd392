/** The functions of the modelled kernel, under no patch. */
import type { AnyProc } from '../../../model/core/index.ts';
import * as linux from '../../../model/linux.ts';

const isProc = (one: unknown): one is AnyProc => typeof one === 'object' && one !== null && 'steps' in one;

export const baseProcs: readonly AnyProc[] = (Object.values(linux) as unknown[]).filter(isProc);
