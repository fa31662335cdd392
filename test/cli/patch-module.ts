/** Texts of modules as a user writes them: patches that import the model from where it is installed. */

export interface Changing {
  readonly name: string;
  /** What the patch does to aio_complete(), as source text for `edit`. */
  readonly changes?: string;
}

/** A patch as source text. Left to itself it leaves out the wakeup, as the mutant no-wake does. */
export const changing = ({ name, changes = "{ remove: ['active', 'wake'] }" }: Changing): string => `{
  name: ${JSON.stringify(name)},
  summary: 'changes aio_complete()',
  hunks: [{ name: 'my-hunk', standsFor: 'nothing', edits: [edit(aio_complete, ${changes} as never)] }],
}`;

/** A module that exports patches under these names. `from` leads to the package. */
export const patchModule = (patches: Readonly<Record<string, string>>, from = 'kioctx/'): string =>
  [
    `import type { Patch } from ${JSON.stringify(`${from}model/core/index.ts`)};`,
    `import { edit } from ${JSON.stringify(`${from}model/kernel.ts`)};`,
    `import { aio_complete } from ${JSON.stringify(`${from}model/fs/aio/complete.ts`)};`,
    ...Object.entries(patches).map(([name, patch]) => `export const ${name}: Patch = ${patch};`),
    '',
  ].join('\n');
