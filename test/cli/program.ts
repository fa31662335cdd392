/** The program as users run it, in a process of its own; and without its start, many times in one process. */
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILT } from './built.ts';

/** The absolute path of a file of this package. */
export const packaged = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** As the package has it (built.ts), and as it is in the checkout. */
export const PROGRAM = join(BUILT, 'dist/cli/kioctx.mjs');
export const SOURCES = packaged('cli/kioctx.mjs');
const SESSION = packaged('test/cli/session.mjs');
/** A run that takes longer hangs, and is killed: its code is null then. */
const HANGS_MS = 240_000;

export interface Result {
  /** The exit code; null where a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What ended the process, if a signal did. */
  readonly endedBy?: NodeJS.Signals;
}

export interface How {
  /** Sends SIGINT, as Ctrl-C does, so many ms after the program began to listen for it. */
  readonly interruptAfter?: number;
  /** Sends it when the program has printed this on standard error. */
  readonly interruptAt?: string;
  /** Sends this one instead. */
  readonly signal?: NodeJS.Signals;
  /** Sends it a second time, so many ms later. */
  readonly againAfter?: number;
  readonly hangsAfter?: number;
  /** Standard input is a socket that nobody writes into, and stands open. */
  readonly silentInput?: true;
  /** Runs the sources, as a checkout does. */
  readonly sources?: true;
  /** Beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments for Node itself. */
  readonly node?: readonly string[];
}

/** What the test runner's own terminal wants, and who runs it, is no business of the program under test. */
function environment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _force, NO_COLOR: _no, NODE_OPTIONS: _options, GITHUB_ACTIONS: _ci, ...env } = process.env;
  return env;
}

/** Tells the test when the program listens for SIGINT: before that, a signal ends it however busy the machine is. */
const TELLS_WHEN_IT_LISTENS = `data:text/javascript,${encodeURIComponent(
  `process.on('newListener', (event) => event === 'SIGINT' && process.send?.('listening'));`,
)}`;

export function inOwnProcess(
  cwd: string,
  args: readonly string[],
  {
    interruptAfter,
    interruptAt,
    signal = 'SIGINT',
    againAfter,
    hangsAfter = HANGS_MS,
    silentInput,
    sources,
    env = {},
    node = [],
  }: How = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const told = interruptAfter === undefined ? [] : ['--import', TELLS_WHEN_IT_LISTENS];
    const input = silentInput ? ('pipe' as const) : ('ignore' as const);
    const stdio = [input, 'pipe', 'pipe', ...(interruptAfter === undefined ? [] : ['ipc' as const])] as const;
    const child = spawn(process.execPath, [...told, ...node, sources ? SOURCES : PROGRAM, ...args], {
      cwd,
      env: { ...environment(), ...env },
      stdio: [...stdio],
    });
    const timers = [setTimeout(() => child.kill('SIGKILL'), hangsAfter)];
    const after = (ms: number) => timers.push(setTimeout(() => child.kill(signal), ms));
    child.once('message', () => {
      after(interruptAfter ?? 0);
      if (againAfter !== undefined) after((interruptAfter ?? 0) + againAfter);
    });
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const before = stderr;
      stderr += text;
      if (interruptAt !== undefined && !before.includes(interruptAt) && stderr.includes(interruptAt))
        child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code, endedBy) => {
      timers.forEach(clearTimeout);
      resolve({ code, stdout, stderr, ...(endedBy === null ? {} : { endedBy }) });
    });
  });
}

/** A script for bash in this folder; `$kioctx` is the program. */
export function inBash(cwd: string, script: string): Promise<Result> {
  const env = { ...environment(), kioctx: `${process.execPath} ${PROGRAM}` };
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { cwd, env, timeout: HANGS_MS, maxBuffer: 1 << 28 }, (problem, stdout, stderr) => {
      const code = problem === null ? 0 : typeof problem.code === 'number' ? problem.code : null;
      resolve({ code, stdout, stderr });
    });
  });
}

/** A process in which the program is started once, and runs one command line after the other. */
export class Session {
  private child: ChildProcess | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private readonly hangsAfter: number;

  constructor(hangsAfter = HANGS_MS) {
    this.hangsAfter = hangsAfter;
  }

  run(cwd: string, args: readonly string[]): Promise<Result> {
    const answer = this.last.then(() => this.ask(cwd, args));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  end(): void {
    this.child?.kill();
    this.child = null;
  }

  private async ask(cwd: string, args: readonly string[]): Promise<Result> {
    const child = (this.child ??= await begun());
    return new Promise((resolve) => {
      const answered = (result: Result) => {
        clearTimeout(timer);
        child.off('message', answered).off('exit', left);
        resolve(result);
      };
      const left = (code: number | null) => {
        this.child = null;
        answered({ code, stdout: '', stderr: 'the program left, with all that shares its process' });
      };
      const timer = setTimeout(() => child.kill('SIGKILL'), this.hangsAfter);
      child.on('message', answered).on('exit', left);
      child.send({ cwd, args });
    });
  }
}

function begun(): Promise<ChildProcess> {
  const child = fork(SESSION, [join(BUILT, 'dist')], {
    env: environment(),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const left = (code: number | null) => reject(new Error(`the program does not start: ${code}`));
    child.once('exit', left).once('message', () => {
      child.off('exit', left);
      resolve(child);
    });
  });
}
