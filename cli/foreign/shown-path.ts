import { isAbsolute, relative } from 'node:path';

/** A path from the folder that the user is in, where it lies in there; else as it is. */
export function shownPath(path: string): string {
  const from = relative(process.cwd(), path);
  return from.startsWith('..') || isAbsolute(from) ? path : from;
}
