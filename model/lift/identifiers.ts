/** What a lifted module imports, and how it calls functions of the patch: none as what TypeScript, the notation or the module itself has. */
import * as model from '../core/index.ts';
import * as linux from '../linux.ts';
import { baseProcs } from './base-names.ts';
import { RESERVED } from './compile/names.ts';

/** By module: what is imported of it. */
export const IMPORTED: Readonly<Record<string, readonly string[]>> = {
  'kioctx/linux': Object.keys(linux),
  'kioctx/model': [
    ...Object.keys(model).filter((name) => !(name in linux)),
    'withFields',
    'NBYTES',
    'GLOBALS',
    'CTX',
    'MM',
    'submitted',
    'edit',
    'proc',
  ],
  'kioctx/model/env/user-memory.ts': ['copyCancelEvent', 'copyEvent'],
};

const OTHERS = ['Patch', 'patch', 'fields', 'Number', 'Math', 'undefined', 'arguments', 'eval'];

const taken = new Set([...RESERVED, ...Object.values(IMPORTED).flat(), ...OTHERS]);

/** Of a function, by its name in the C. Two of two names have two. */
export const identifierOf = (name: string): string =>
  !baseProcs.has(name) && taken.has(name.replace(/_+$/, '')) ? `${name}_` : name;
