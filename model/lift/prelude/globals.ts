/** Globals of the C that the model has. */
import type { Place } from '../compile/places.ts';

const globals: Readonly<Record<string, Place>> = {
  fput_lock: { is: 'lock', text: 'k.aio_globals(GLOBALS).fput_lock' },
  fput_head: { is: 'list', text: 'k.aio_globals(GLOBALS).fput_head', of: { is: 'pointer', to: 'kiocb' } },
};

export const globalPlace = (name: string): Place | undefined =>
  Object.hasOwn(globals, name) ? globals[name] : undefined;
