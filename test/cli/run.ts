/** The program in an empty folder of its own. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inOwnProcess, type How, type Result, Session } from './program.ts';

// The test files that one worker takes share them.
let root: string | null = null;
const session = new Session();

/** When a test file is done (test/cli/clean.ts). */
export function removeFolders(): void {
  if (root !== null) rmSync(root, { recursive: true, force: true });
  root = null;
}

export interface Folder {
  readonly path: string;
  /** In a process of its own where something is said about how. */
  run(args: readonly string[], how?: How): Promise<Result>;
  read(file: string): string;
  write(file: string, text: string): void;
  /** The paths of all files and folders in it, sorted. */
  contents(): string[];
}

/** A fresh folder with these files. It is removed when the test file is done. */
export function folder(files: Readonly<Record<string, string>> = {}): Folder {
  root ??= mkdtempSync(join(tmpdir(), 'kioctx-cli-'));
  const path = mkdtempSync(join(root, 'at-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  const contents = () => readdirSync(path, { recursive: true }).map(String).toSorted();
  return {
    path,
    run: (args, how) => (how === undefined ? session.run(path, args) : inOwnProcess(path, args, how)),
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write,
    contents,
  };
}

/** In a fresh folder that nobody looks into. */
export const kioctx = (...args: readonly string[]): Promise<Result> => folder().run(args);
