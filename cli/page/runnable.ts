/** Whether modules of the user's can run in a page, as far as their text says. */
import { modulesAmong } from '../given.ts';

/** `called`: patches and properties, as the user called them. Without modules nothing that reads them is loaded. Throws InputError. */
export async function requireRunnable(called: readonly string[]): Promise<void> {
  const files = modulesAmong(called);
  if (files.length > 0) (await import('./node-imports.ts')).requireNothingOfNode(files);
}
