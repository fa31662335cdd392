// tsx keeps what it has compiled in the folder for temporary files, and does not come to an end where it can make no folder there.
// Then it has to do without: each start takes longer. So it has where the folder is somebody else's, who could put other code in it.
import { accessSync, constants, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As tsx calls it; where users have no numbers, the folder that it lies in tells enough. */
const folder = process.geteuid ? join(tmpdir(), `tsx-${process.geteuid()}`) : tmpdir();

try {
  if (!existsSync(folder)) mkdirSync(folder);
  if (!isOurs()) throw new Error(`${folder} is no folder of ours`);
  accessSync(folder, constants.W_OK);
} catch {
  process.env.TSX_DISABLE_CACHE = '1';
}

function isOurs() {
  const there = lstatSync(folder);
  return there.isDirectory() && (!process.geteuid || there.uid === process.geteuid());
}
