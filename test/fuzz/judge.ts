/** What no command line and no file may bring the program to. */
import type { Result } from '../cli/program.ts';

export interface Answer extends Result {
  /** The paths of what is in its folder afterwards. */
  readonly left: readonly string[];
}

const CODES: ReadonlySet<number | null> = new Set([0, 1, 2, 3]);
/** Standard output or a file that was asked for could not be written. */
const UNWRITTEN = 74;

/** `    at main (file:///x.ts:1:2)`; the texts of users cannot begin a line. */
const STACK = /^\s+at .*:\d+:\d+\)?$/m;
/** Control and format characters: in a terminal they do things. Colour is asked for, or there is none. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const STEERING = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** What is wrong with input is said in lines that begin so, and maybe the nearest name; without a command, the usage is told. */
const SAID = /^(?:(?:kioctx|error): |\(Did you mean )/;
const USAGE = /^Usage: /;

const wantsFile = (args: readonly string[]): boolean => args.some((arg) => /^(?:-o|--output|--junit)/.test(arg));
/** Help and the version are told as they are, whatever else is asked for. */
const wantsHelp = (args: readonly string[]): boolean =>
  args.some((arg) => /^(?:-h|-V|--help|--version|help)$/.test(arg));
const wantsColor = (args: readonly string[]): boolean => args.some((arg) => arg.includes('--color'));

/** Sentences; none: it behaved. */
export function complaintsAbout(args: readonly string[], { code, stdout, stderr, left }: Answer): string[] {
  const complaints: string[] = [];
  const complain = (is: boolean, what: string) => void (is && complaints.push(what));
  const isKnown = CODES.has(code) || (code === UNWRITTEN && wantsFile(args));
  complain(!isKnown, code === null ? 'it hung, or died of a signal' : `the exit code is ${code}`);
  complain(STACK.test(stdout) || STACK.test(stderr), 'there is a stack trace');
  const isSilent = stdout.trim() === '' && stderr.trim() === '';
  complain(isSilent && !(code === 0 && wantsFile(args)), 'nothing was said');
  const lines = stderr.split('\n').filter((line) => line !== '');
  const isUsage = USAGE.test(stderr);
  complain(code === 2 && !isUsage && !lines.some((line) => SAID.test(line)), 'it does not say what is wrong');
  complain(code === 2 && !isUsage && lines.some((line) => !SAID.test(line)), 'it says more than what is wrong');
  // JSON is read by programs, and has texts as they are but for what JSON.stringify() spells out.
  const plain = args.includes('--json') || args.includes('json') ? stderr : stdout + stderr;
  complain(!wantsColor(args) && STEERING.test(plain), 'there are control characters');
  complain(
    args.includes('--json') && !wantsHelp(args) && code !== 2 && isKnown && !isJson(stdout),
    'what --json prints is no JSON document',
  );
  complain(
    left.some((file) => file.endsWith('.tmp')),
    'it left half a file',
  );
  return complaints;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
