/** Where control may go from a step, by what is written of it: nothing is run. */
import type { AnyProc, AnyStep } from '../../core/notation/proc.ts';

/** Strings and comments of a function's source, so that what is in one is not taken for the other. */
const PIECES = /\/\*.*?\*\/|\/\/[^\n]*|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/gs;

interface Written {
  readonly strings: readonly string[];
  /** It may end without naming a label. */
  readonly mayNameNone: boolean;
}

const written = new WeakMap<object, Written>();

/** Of a step's `run` or `go`. */
function whatIsWritten(code: Function): Written {
  const known = written.get(code) ?? readCode(code.toString());
  written.set(code, known);
  return known;
}

function readCode(source: string): Written {
  const strings: string[] = [];
  const code = source.replaceAll(PIECES, (piece: string, ...parts: readonly (string | undefined)[]) => {
    const string = parts.slice(0, 3).find((part) => typeof part === 'string');
    if (string !== undefined) strings.push(string);
    return piece.startsWith('/') ? ' ' : ' 0 ';
  });
  const arrow = /^[^{]*?=>(?!\s*\{)/.test(code);
  if (arrow) return { strings, mayNameNone: strings.length === 0 || /=>\s*void\b/.test(code) };
  return { strings, mayNameNone: !endsWithReturn(code) || /\breturn\s*(?:[;}]|undefined\b|void\b)/.test(code) };
}

/** Whether the last statement of a function's block returns something. A return further in does not count. */
function endsWithReturn(code: string): boolean {
  const body = code.slice(code.indexOf('{', code.indexOf(')')) + 1, code.lastIndexOf('}'));
  let depth = 0;
  let last = 0;
  for (let i = 0; i < body.length; i += 1) {
    const letter = body[i] as string;
    if ('{(['.includes(letter)) depth += 1;
    if ('})]'.includes(letter)) depth -= 1;
    if (depth === 0 && (letter === ';' || letter === '}') && body.slice(i + 1).trim() !== '') last = i + 1;
  }
  return /^\s*return\b/.test(body.slice(last));
}

export interface StepSuccessor {
  /** A label of the proc, or `return`. */
  readonly to: string;
  /** `named`: its code names the label. `then`: the step says so. `next`: it is what stands behind the step. */
  readonly by: 'named' | 'then' | 'next';
}

/** May be more than a run ever takes, never fewer as long as labels are written in the step itself. */
export function waysOfStep(proc: AnyProc, label: string): readonly StepSuccessor[] {
  const steps = proc.steps as ReadonlyMap<string, AnyStep>;
  const step = steps.get(label);
  if (step === undefined) throw new Error(`${proc.name} has no step ${label}`);
  const labels = [...steps.keys()];
  const falls: StepSuccessor =
    step.then === undefined
      ? { to: labels[labels.indexOf(label) + 1] ?? 'return', by: 'next' }
      : { to: step.then, by: 'then' };
  const code = 'run' in step ? step.run : 'go' in step ? step.go : null;
  if (code === null) return [falls];
  const { strings, mayNameNone } = whatIsWritten(code);
  const named = new Set(strings.filter((one) => one === 'return' || steps.has(one)));
  const ways = [...named].map((to): StepSuccessor => ({ to, by: 'named' }));
  return mayNameNone || ways.length === 0 ? [...ways, falls] : ways;
}

export const stepSuccessors = (proc: AnyProc, label: string): ReadonlySet<string> =>
  new Set(waysOfStep(proc, label).map(({ to }) => to));
