/** Runs a program to its end, or ends it: nothing that was started outlives whoever waited for it. */
import { spawn } from 'node:child_process';

export interface Compiled {
  /** The exit code; or why there is none, completing "the compiler …". */
  readonly end: number | string;
  /** What was printed on standard output. */
  readonly said: string;
  /** The first line on standard error. */
  readonly wrong: string;
}

interface RunOptions {
  /** Milliseconds. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
}

export function runProgram(program: string, args: readonly string[], { limit, signal }: RunOptions): Promise<Compiled> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let [said, wrong, isLate] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (wrong += text));
    const kill = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      isLate = true;
      kill();
    }, limit);
    signal?.addEventListener('abort', kill);
    process.once('exit', kill);
    const finish = (end: number | string) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      process.off('exit', kill);
      done({ end, said, wrong: wrong.trim().split('\n')[0] ?? '' });
    };
    child.once('error', (problem) => finish(`does not start: ${problem.message}`));
    child.once('close', (code, by) => {
      if (isLate) finish(`did not end within ${limit / 1000} s`);
      else finish(code ?? `was ended by ${by}`);
    });
  });
}
