/** A file that is not there, and those that were probably meant. */
import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { alternatives, nearestNames } from '../model/core/issues/nearest.ts';
import { InputError } from './exit.ts';

/** What lies beside it, of the same kind, under nearly its name: ` (did you mean …?)`, or nothing. */
function nearby(path: string): string {
  const [folder, ending] = [dirname(path), extname(path)];
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => extname(name) === ending);
  } catch {
    return '';
  }
  const stems = nearestNames(
    basename(path, ending),
    names.map((name) => basename(name, ending)),
  );
  const near = stems.map((stem) => (path.includes('/') ? join(folder, stem + ending) : stem + ending));
  return near.length === 0 ? '' : ` (did you mean ${alternatives(near)}?)`;
}

/** `expected`: what should be there. */
export const missing = (path: string, expected: string): InputError =>
  new InputError([`${path}: there is no such file${nearby(path)}; expected ${expected}`]);
