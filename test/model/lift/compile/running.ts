/** Runs steps as they are written, without any machine: what they do to locals and to memory, and how often they touch it at once. */
import type { StepText } from '../../../../model/lift/compile/step-text.ts';

type Fields = Record<string, number | boolean | string>;
interface TestedStep {
  run?: (k: unknown, f: Record<string, number>) => string | undefined;
  go?: (f: Record<string, number>, k: unknown) => string | undefined;
  then?: string;
}

export interface Ran {
  readonly frame: Record<string, number>;
  readonly memory: Fields;
  /** Of each action that was run, the fields that it touched, in order. */
  readonly touches: readonly (readonly string[])[];
}

export function textOf(steps: readonly StepText[]): string {
  return `{\n${steps.map(({ label, body }) => `  ${label}: {\n${body.map((line) => `    ${line}`).join('\n')}\n  },`).join('\n')}\n}`;
}

/** `k.kiocb(0)` is the memory. */
export function runSteps(
  steps: readonly StepText[],
  entry: string,
  frame: Record<string, number>,
  memory: Fields,
): Ran {
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is what is tested
  const table = new Function('NULL', `return ${textOf(steps)};`)(-1) as Record<string, TestedStep>;
  const touches: string[][] = [];
  let current: string[] = [];
  const object = new Proxy(memory, {
    get(of, name: string) {
      current.push(name);
      return of[name];
    },
    set(of, name: string, value: number) {
      current.push(name);
      of[name] = value;
      return true;
    },
  });
  // What halts is a mistake: the tested C is defined.
  const halt = (why: string): never => {
    throw new Error(`halted: ${why}`);
  };
  const k = {
    kiocb: () => object,
    BUG_ON: (condition: boolean) => condition && halt('BUG_ON'),
    trap: halt,
  };
  const labels = steps.map(({ label }) => label);
  for (let label = entry, moves = 0; label !== 'return'; moves++) {
    if (moves > 1000) throw new Error('it goes round');
    const step = table[label] as TestedStep;
    current = [];
    const named = step.run ? step.run(k, frame) : step.go?.(frame, k);
    if (step.run && current.length > 0) touches.push(current);
    label = named ?? step.then ?? labels[labels.indexOf(label) + 1] ?? 'return';
  }
  return { frame, memory, touches };
}
