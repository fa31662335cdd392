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
}

export const kinds: readonly Kind[] = [
  { name: 'scenario', commands: scenarioCommands, runs: 30 },
  { name: 'trace', commands: traceCommands, runs: 30 },
  { name: 'line', commands: commandLines, runs: 30 },
  { name: 'patch', commands: patchCommands, runs: 30 },
  { name: 'property', commands: propertyCommands, runs: 30 },
];
