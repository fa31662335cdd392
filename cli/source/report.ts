/** What `kioctx check-source` prints. */
import { visible } from '../../model/diagnostics/visible.ts';
import { type HeldFile, type HeldFunction, isUnchanged } from '../../model/source/held-against.ts';
import { stepsAtFor } from '../../model/source/steps-at.ts';
import { sourceFile, type SourceFile } from '../../model/source/source-file.ts';
import { baseProcs } from '../../model/lift/base-names.ts';
import type { CompiledFunction } from '../../model/lift/compiled-base.ts';
import { fittedTable } from '../fitted-table.ts';
import type { Palette } from '../options.ts';
import { counted, formatCount } from '../progress.ts';
import { wrapped } from '../text-width.ts';
import type { ComparedScenario } from './compared.ts';

/** What was found. */
export interface SourceCheck {
  /** The tree, as the user called it. */
  readonly linux: string;
  readonly files: readonly HeldFile[];
  /** Those that are made anew of their C, and those that are not. */
  readonly functions: readonly CompiledFunction[];
  readonly scenarios: readonly ComparedScenario[];
}

/** `isQuiet`: verdicts only. */
export function sourceReport(found: SourceCheck, palette: Palette, width: number, isQuiet: boolean): string {
  const lines = [
    ...(isQuiet ? [] : [palette.bold('Lines'), ...found.files.flatMap((file) => fileLines(file)), '']),
    ...(isQuiet || found.functions.length === 0
      ? []
      : [palette.bold('Functions, made of their own C'), ...functionLines(found.functions, width), '']),
    ...(found.scenarios.length === 0 ? [] : [scenarioTable(found.scenarios, palette, width)]),
    ...summary(found, palette).flatMap((line) => wrapped(line, width)),
  ];
  return lines.join('\n');
}

function fileLines({ path, isSame: same, lines, functions }: HeldFile): string[] {
  if (same) return [`  ${path}: ${counted(lines, 'line')}, as in 2.6.20`];
  const changed = functions.filter((one) => !isUnchanged(one));
  const moved = functions.filter((one) => isUnchanged(one) && one.moved !== 0);
  return [
    `  ${path}: ${counted(lines, 'line')}, not as in 2.6.20: of ${counted(functions.length, 'function')} that are modelled ${changed.length} are changed, and ${moved.length} stand elsewhere`,
    ...moved.map(({ name, moved: by }) => `    ${name}() stands ${offset(by ?? 0)}`),
    ...changed.flatMap((one) => changedLines(path, one)),
  ];
}

const offset = (by: number): string => `${counted(Math.abs(by), 'line')} further ${by > 0 ? 'down' : 'up'}`;

const stepsAt = stepsAtFor([...baseProcs.values()]);

function changedLines(path: string, { name, line, moved, gone, added }: HeldFunction): string[] {
  if (moved === null) return [`    ${name}() is gone (${path}:${line} in 2.6.20)`];
  const source = sourceFile(path) as SourceFile;
  const steps = new Set(
    gone.flatMap((one) => {
      const account = stepsAt(source, one);
      return account.is === 'steps' ? account.steps : [];
    }),
  );
  return [
    `    ${name}() is changed: ${gone.length === 0 ? 'no code of it is' : `${path}:${gone.join(', ')} ${gone.length === 1 ? 'is' : 'are'}`} gone${added.length === 0 ? '' : `, ${counted(added.length, 'line')} put in`}`,
    ...(steps.size === 0 ? [] : [`      steps whose lines are gone: ${[...steps].join(', ')}`]),
  ];
}

function functionLines(functions: readonly CompiledFunction[], width: number): string[] {
  const whole = functions.filter(({ statements, compiled }) => compiled > 0 && compiled === statements);
  const part = functions.filter(({ statements, compiled }) => compiled > 0 && compiled < statements);
  const none = functions.filter(({ compiled }) => compiled === 0);
  const listed = (names: readonly string[]) => wrapped(names.join(', '), width - 4).map((line) => `    ${line}`);
  return [
    ...(whole.length === 0 ? [] : [`  ${whole.length} whole:`, ...listed(whole.map(({ name }) => name))]),
    ...(part.length === 0 ? [] : [`  ${part.length} in part; what is named stays as it is written by hand:`]),
    ...part.flatMap((one) => staysLines(one, width)),
    ...(none.length === 0 ? [] : [`  ${none.length} not at all:`]),
    ...none.flatMap(({ name, path, line, why }) =>
      wrapped(`${name} (${path}:${line}): ${visible(why ?? '')}`, width - 4).map((one) => `    ${one}`),
    ),
  ];
}

function staysLines({ name, path, statements, compiled, stays }: CompiledFunction, width: number): string[] {
  const why = stays.flatMap(({ line, why: reason }) => wrapped(`${path}:${line}: ${visible(reason)}`, width - 6));
  return [`    ${name}: ${compiled} of ${counted(statements, 'statement')}`, ...why.map((line) => `      ${line}`)];
}

function outcomesText(outcomes: number, missing: number, surplus: number): string {
  if (missing + surplus === 0) return `${outcomes} alike`;
  return [...(missing > 0 ? [`${missing} missing`] : []), ...(surplus > 0 ? [`${surplus} more`] : [])].join(', ');
}

function scenarioTable(scenarios: readonly ComparedScenario[], palette: Palette, width: number): string {
  const rows = scenarios.map(({ scenario, is, why, states, outcomes, missing, surplus, verdicts, differing }) => [
    visible(scenario),
    formatCount(states[0]),
    formatCount(states[1]),
    outcomesText(outcomes, missing, surplus),
    differing.length === 0
      ? `${verdicts} alike`
      : differing.map(({ property, verdicts: [hand, made] }) => `${property}: ${hand}, ${made}`).join('\n'),
    is === 'equal'
      ? 'equal'
      : { text: why === null ? is : `${is}: ${why}`, tone: is === 'differs' ? palette.red : palette.yellow },
  ]);
  return fittedTable(['scenario', 'states by hand', 'states of the C', 'outcomes', 'verdicts', ''], rows, width);
}

function summary({ files, functions, scenarios }: SourceCheck, palette: Palette): string[] {
  const sum = (of: (one: CompiledFunction) => number) => functions.reduce((all, one) => all + of(one), 0);
  const same = files.filter((file) => file.isSame).length;
  const made = functions.filter(({ compiled }) => compiled > 0);
  const equal = scenarios.filter(({ is }) => is === 'equal').length;
  return [
    `${same} of ${counted(files.length, 'file')} ${same === 1 ? 'is' : 'are'} as in 2.6.20.`,
    ...(made.length === 0
      ? []
      : [
          `Made of the C of the tree, all at once: ${counted(made.length, 'function')}, ${formatCount(sum((one) => one.compiled))} of their ${counted(
            sum((one) => one.statements),
            'statement',
          )}.`,
        ]),
    ...(scenarios.length === 0
      ? []
      : [
          (equal === scenarios.length ? palette.green : palette.red)(
            `${equal} of ${counted(scenarios.length, 'scenario')} ${equal === 1 ? 'is' : 'are'} equal to what is written by hand: all outcomes, all verdicts.`,
          ),
        ]),
  ];
}
