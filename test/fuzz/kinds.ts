/** What is fuzzed. */
import type fc from 'fast-check';
import type { Command } from './command.ts';
import { commandLines } from './command-lines.ts';
import { patchCommands } from './patch-modules.ts';
import { propertyCommands } from './property-modules.ts';
import { scenarioCommands } from './scenario-files.ts';
import { traceCommands } from './trace-files.ts';

export interface Kind {
  readonly name: string;
  readonly commands: fc.Arbitrary<Command>;
  /** Commands of it that CI runs: some seconds of a core. */
  readonly runs: number;
  /** Why it is not clean yet; CI then leaves it out. Delete it when that is mended. */
  readonly open?: string;
}

export const kinds: readonly Kind[] = [
  { name: 'scenario', commands: scenarioCommands, runs: 50 },
  { name: 'trace', commands: traceCommands, runs: 50 },
  { name: 'line', commands: commandLines, runs: 50 },
  {
    name: 'patch',
    commands: patchCommands,
    runs: 30,
    open: 'a patch of odd shape may still end in an internal error: each takes a process, and not enough were tried',
  },
  {
    name: 'property',
    commands: propertyCommands,
    runs: 30,
    open: 'a property of odd shape may still end in an internal error: each takes a process, and not enough were tried',
  },
];
