/** Source files made of invented C by the same script as the kernel's. */
import { cReader } from '../../../build/source/read-c.ts';
import { tableOfFile } from '../../../build/source/table.ts';
import { madeSourceFile, type ModelledLines, type SourceFile } from '../../../model/source/source-file.ts';

const read = await cReader();

/** A file whose function, the one that line `cited` lies in, is modelled. */
export function madeOf(text: string, cited: number): { readonly file: SourceFile; readonly modelled: ModelledLines } {
  const file = madeSourceFile('shop.c', tableOfFile(text, [cited], read));
  const [modelled] = file.facts.modelled;
  if (modelled === undefined) throw new Error('nothing is modelled');
  return { file, modelled };
}
