/** The program as users run it: a process of its own, in an empty folder of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** The absolute path of a file of this package. */
export const packaged = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const PROGRAM = packaged('cli/kioctx.mjs');
/** A run that takes longer hangs, and is killed: its code is null then. */
const HANGS_MS = 240_000;

// One for each test file, since each file has this module for itself; made when it is needed.
let root: string | null = null;
afterAll(() => {
  if (root !== null) rmSync(root, { recursive: true, force: true });
});

export interface Result {
  /** The exit code; null where a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface How {
  /** Sends SIGINT, as Ctrl-C does, so many ms after the program began to listen for it. */
  readonly interruptAfter?: number;
  readonly hangsAfter?: number;
}

export interface Folder {
  readonly path: string;
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
  return {
    path,
    run: (args, how = {}) => run(path, args, how),
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write,
    contents: () => readdirSync(path, { recursive: true }).map(String).toSorted(),
  };
}

/** In a fresh folder that nobody looks into. */
export const kioctx = (...args: readonly string[]): Promise<Result> => folder().run(args);

/** Tells the test when the program listens for SIGINT: before that, a signal ends it however busy the machine is. */
const TELLS_WHEN_IT_LISTENS = `data:text/javascript,${encodeURIComponent(
  `process.on('newListener', (event) => event === 'SIGINT' && process.send?.('listening'));`,
)}`;

function run(cwd: string, args: readonly string[], { interruptAfter, hangsAfter = HANGS_MS }: How): Promise<Result> {
  // What the test runner's own terminal wants is no business of the program under test.
  const { FORCE_COLOR: _force, NO_COLOR: _no, NODE_OPTIONS: _options, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const told = interruptAfter === undefined ? [] : ['--import', TELLS_WHEN_IT_LISTENS];
    const stdio = ['ignore', 'pipe', 'pipe', ...(interruptAfter === undefined ? [] : ['ipc' as const])] as const;
    const child = spawn(process.execPath, [...told, PROGRAM, ...args], { cwd, env, stdio: [...stdio] });
    const timers = [setTimeout(() => child.kill('SIGKILL'), hangsAfter)];
    child.once('message', () => timers.push(setTimeout(() => child.kill('SIGINT'), interruptAfter)));
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      timers.forEach(clearTimeout);
      resolve({ code, stdout, stderr });
    });
  });
}
