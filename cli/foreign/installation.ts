/** Where this installation of kioctx lies, and which files are its own. */
import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OWN_FOLDERS } from '../own-files.mjs';

/** The folder of its sources, or of what was built of them, symbolic links resolved, without a slash at the end. */
const INSTALLATION: string = realpathSync(fileURLToPath(new URL('../..', import.meta.url))).replace(/[/\\]$/, '');

/** The path with symbolic links resolved, where there is such a file. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Whether an absolute path is that of one of kioctx's own sources. */
export function isOwnSource(path: string): boolean {
  const [top = ''] = relative(INSTALLATION, real(path)).split(sep);
  return OWN_FOLDERS.includes(top);
}

/** Whether it is part of an installed package, kioctx included. */
export const isPackaged = (path: string): boolean => path.split(sep).includes('node_modules');
