/** Globals of the C that the model has. */
import type { Lvalue } from '../compile/lvalue.ts';

const globals: Readonly<Record<string, Lvalue>> = {
  fput_lock: { is: 'lock', text: 'k.aio_globals(GLOBALS).fput_lock' },
  fput_head: { is: 'list', text: 'k.aio_globals(GLOBALS).fput_head', of: { is: 'pointer', to: 'kiocb' } },
};

export const globalLvalue = (name: string): Lvalue | undefined =>
  Object.hasOwn(globals, name) ? globals[name] : undefined;
