/** What is at hand wherever a patch is lifted, and to whom it is told what became of it. */
import type { DiffLine } from '../diffs/index.ts';
import type { Fate } from './accounts.ts';
import type { CParser, Macro } from './c/index.ts';
import type { KernelNames } from './compile/function-scope.ts';
import type { ProcFlows } from './flow/index.ts';

export interface LiftReporter {
  readonly say: (line: DiffLine, fate: Fate) => void;
  /** Nothing but comments stands there, of which all is told. */
  readonly isBlank: (line: DiffLine) => boolean;
  /** At a line of the texts; undefined: at the first that is changed. */
  readonly issue: (line: DiffLine | undefined, message: string, expected: string) => void;
}

export interface LiftContext extends LiftReporter {
  readonly parser: CParser;
  readonly macrosOf: (path: string) => readonly Macro[];
  readonly kernel: KernelNames;
  /** Functions of which all is told already. */
  readonly told: ReadonlySet<string>;
  /** Of the functions of the base, by their names. */
  readonly flows: ProcFlows;
}
