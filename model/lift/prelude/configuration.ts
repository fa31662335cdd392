/** The configuration that patches are read for: the kernel that the model is of. A symbol that is not here decides nothing, which is told. */
import type { Configuration } from '../c/index.ts';

const symbols: Readonly<Record<string, boolean | number>> = {
  __KERNEL__: true,
  CONFIG_SMP: true,
  CONFIG_PREEMPT: true,
  CONFIG_BLOCK: true,
  CONFIG_MMU: true,
  // fs/aio.c:38 prints no more than this.
  DEBUG: 0,
};

export const configuration: Configuration = (symbol) => (symbol.startsWith('CONFIG_DEBUG_') ? false : symbols[symbol]);
