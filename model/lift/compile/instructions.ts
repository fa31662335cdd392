/** C in small pieces: at most one touch of shared memory each. Steps are made of them (pieces.ts). */
import type { Operand } from './kinds.ts';

/** A place in the code that jumps lead to; the name of a step, once it is one. */
export type Target = string;

interface Piece {
  /** The line of the diff that it comes from, and the C to show; null: it only leads on. */
  readonly from: { readonly line: number; readonly text: string } | null;
}

export type Instruction = Piece &
  (
    | { readonly is: 'mark'; readonly target: Target }
    | { readonly is: 'jump'; readonly to: Target }
    /** `condition`: of TypeScript. */
    | { readonly is: 'branch'; readonly condition: string; readonly yes: Target; readonly no: Target }
    | { readonly is: 'set'; readonly local: string; readonly value: string }
    /** An action. `result`: the local that takes what `text` is; null: `text` is a statement. */
    | {
        readonly is: 'touch';
        readonly text: string;
        readonly result: { local: string; kind: Operand['kind'] } | null;
        /** A statement that is a part of the same action, behind the value. */
        readonly then?: string;
      }
    /** A statement that touches no shared memory. */
    | { readonly is: 'check'; readonly text: string }
    | { readonly is: 'acquire' | 'release'; readonly lock: string }
    | {
        readonly is: 'call';
        readonly proc: string;
        readonly args: readonly { readonly local: string; readonly value: string }[];
        readonly result: string | null;
      }
    /** `isLeftOut`: by the model, on a way of 2.6.20's own. */
    | { readonly is: 'trap'; readonly why: string; readonly isLeftOut?: true }
  );

/** The locals (`f.x`) that a text of TypeScript names. */
export const localsIn = (text: string): string[] => [...text.matchAll(/\bf\.(\w+)/g)].map(([, name]) => name as string);

/** Names of the functions that are called, each once. */
export const callsIn = (instructions: readonly Instruction[]): string[] => [
  ...new Set(instructions.flatMap((one) => (one.is === 'call' ? [one.proc] : []))),
];

/** What it reads of the frame, and what it writes there. */
export function usesOf(instruction: Instruction): {
  readonly reads: readonly string[];
  readonly writes: string | null;
} {
  switch (instruction.is) {
    case 'branch':
      return { reads: localsIn(instruction.condition), writes: null };
    case 'set':
      return { reads: localsIn(instruction.value), writes: instruction.local };
    case 'touch':
      return {
        reads: localsIn(`${instruction.text} ${instruction.then ?? ''}`),
        writes: instruction.result?.local ?? null,
      };
    case 'check':
      return { reads: localsIn(instruction.text), writes: null };
    case 'acquire':
    case 'release':
      return { reads: localsIn(instruction.lock), writes: null };
    case 'call':
      return { reads: instruction.args.flatMap(({ value }) => localsIn(value)), writes: instruction.result };
    case 'mark':
    case 'jump':
    case 'trap':
      return { reads: [], writes: null };
  }
}
