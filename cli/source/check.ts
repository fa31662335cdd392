/** `kioctx check-source`: the model's lines held against a kernel tree, and what the model says against what its C makes of it. */
import { availableParallelism } from 'node:os';
import { compiledBase, type CompiledFunction } from '../../model/lift/compiled-base.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { heldAgainst, isUnchanged } from '../../model/source/held-against.ts';
import { SOURCE_VERSION, sourceFile, type SourceFile, sourcePaths } from '../../model/source/source-file.ts';
import { takesMinutes } from '../../properties/aio/manifest.ts';
import { EXIT, type ExitCode, InputError, worst } from '../exit.ts';
import { loadCParser } from '../foreign/c-parser.ts';
import { givenScenarios, shippedScenarios } from '../inputs.ts';
import { openTree } from '../lifted/kernel-tree.ts';
import { keepDiffs, keepLifted } from '../lifted/module-files.ts';
import { type LimitFlags, type LookFlags, paletteOf, type ReductionFlags } from '../options.ts';
import { collectAll } from '../outcomes.ts';
import { print } from '../output.ts';
import { version } from '../own-package.ts';
import { prove } from '../proving.ts';
import { outputWidth } from '../text-width.ts';
import { compareSearches, type ComparedScenario } from './compared.ts';
import { type SourceCheck, sourceReport } from './report.ts';

export interface SourceFlags extends LookFlags, LimitFlags, ReductionFlags {
  readonly linux: string;
  readonly workers?: number;
  readonly json?: true;
  /** Functions to compile; none: all. */
  readonly function: readonly string[];
}

/** The patch whose functions are made of the tree's text. */
const COMPILED = 'compiled';

export async function run(names: readonly string[], flags: SourceFlags): Promise<ExitCode> {
  const scenarios = names.length > 0 ? await givenScenarios(names) : shippedScenarios().filter(isQuick);
  const tree = openTree(flags.linux);
  const held = new Map(
    sourcePaths.flatMap((path) => {
      const lines = tree.linesOf(path);
      return lines === null
        ? []
        : [[path, { texts: lines, ...heldAgainst(sourceFile(path) as SourceFile, lines) }] as const];
    }),
  );
  requireFunctions(flags.function);
  const isAsItWas = (name: string) =>
    [...held.values()].some(({ functions }) => functions.some((one) => one.name === name && isUnchanged(one)));
  const isWanted = (name: string) => isAsItWas(name) && (flags.function.length === 0 || flags.function.includes(name));
  const textsOf = (path: string) => {
    const there = held.get(path);
    return there === undefined ? null : there.places.map((place) => there.texts[(place ?? 0) - 1] ?? '');
  };
  const { functions, module } = compiledBase(await loadCParser(), COMPILED, textsOf, isWanted);
  const compared = module === null ? [] : await comparedWith(module, scenarios, flags);
  const found: SourceCheck = { linux: flags.linux, files: [...held.values()], functions, scenarios: compared };
  if (flags.json) print(JSON.stringify({ ...jsonOf(found), version }));
  else print(sourceReport(found, paletteOf(flags.color, process.stdout), outputWidth(), flags.quiet === true));
  return exitOf(found);
}

const isQuick = ({ name }: Scenario): boolean => !takesMinutes(name);

function requireFunctions(wanted: readonly string[]): void {
  const known = new Set(sourcePaths.flatMap((path) => sourceFile(path)?.facts.modelled.map(({ name }) => name) ?? []));
  const wrong = wanted.filter((name) => !known.has(name));
  if (wrong.length > 0)
    throw new InputError(
      wrong.map(
        (name) => `--function ${name}: no such function is modelled; expected one of \`npx kioctx list functions\``,
      ),
    );
}

/** Each scenario under 2.6.20 as it is written by hand, and as its C makes it. */
async function comparedWith(
  module: string,
  scenarios: readonly Scenario[],
  flags: SourceFlags,
): Promise<readonly ComparedScenario[]> {
  const called = `${flags.linux}/fs/aio.c`;
  const record = { called, name: COMPILED, texts: [], notLifted: [], undeclared: [], declared: [], headers: {} };
  keepDiffs([called]);
  keepLifted({ ...record, linux: flags.linux }, module);
  const patches = [SOURCE_VERSION, called];
  const threads = flags.workers ?? availableParallelism();
  const proof = await prove({ scenarios, patches, properties: [] }, { ...flags, traces: 'none' });
  const outcomes = await collectAll(scenarios, patches, flags, threads);
  return scenarios.map((scenario) => compareSearches(scenario.name, [SOURCE_VERSION, COMPILED], proof, outcomes));
}

function exitOf({ files, scenarios }: SourceCheck): ExitCode {
  if (files.some((file) => !file.isSame)) return EXIT.violated;
  return worst(
    scenarios.map(({ is }) => (is === 'differs' ? EXIT.violated : is === 'undecided' ? EXIT.clipped : EXIT.ok)),
  );
}

function jsonOf({ linux, files, functions, scenarios }: SourceCheck) {
  const sum = (of: (one: CompiledFunction) => number) => functions.reduce((all, one) => all + of(one), 0);
  return {
    linux,
    files: files.map(({ path, isSame: same, lines, functions: held }) => ({
      path,
      same,
      lines,
      changed: held.filter((one) => !isUnchanged(one) || one.moved !== 0),
    })),
    functions,
    scenarios,
    totals: {
      functions: functions.length,
      whole: functions.filter(({ statements, compiled }) => compiled > 0 && statements === compiled).length,
      inPart: functions.filter(({ statements, compiled }) => compiled > 0 && compiled < statements).length,
      statements: sum((one) => one.statements),
      compiled: sum((one) => one.compiled),
      scenarios: scenarios.length,
      equal: scenarios.filter(({ is }) => is === 'equal').length,
    },
  };
}
