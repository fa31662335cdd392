/** What a module that was made of a diff has, as its sidecar may name it: read off its text, which is always of one form. */
import { baseProcs } from '../../model/lift/base-names.ts';
import type { NamedInPatch } from '../../model/lift/sidecar.ts';

const localsIn = (text: string): string[] => [...text.matchAll(/(\w+): '/g)].map(([, name = '']) => name);

export function namedInModule(module: string): NamedInPatch {
  const functions = new Map<string, readonly string[]>();
  for (const [name, { locals }] of baseProcs) functions.set(name, Object.keys(locals as object));
  for (const [, name = '', locals = ''] of module.matchAll(/^export const (\w+) = proc\(\n.*\n.*\n +\{(.*)\},$/gm))
    functions.set(name, localsIn(locals));
  for (const [, name = '', locals = ''] of module.matchAll(/^ +edit\((\w+), \{\n +locals: \{(.*)\},$/gm))
    functions.set(name, [...(functions.get(name) ?? []), ...localsIn(locals)]);
  const [, declared = ''] = /^const fields = \{\n([^]*?)^\};$/m.exec(module) ?? [];
  const fields = [...declared.matchAll(/^ {2}(\w+): \{\n([^]*?)^ {2}\},$/gm)].flatMap(([, pool = '', own = '']) =>
    [...own.matchAll(/^ {4}(\w+): (.*),$/gm)].map(([, name = '', how = '']) => ({ pool, name, declared: how })),
  );
  return { functions, fields };
}
