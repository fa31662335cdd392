/** The functions of 2.6.20 as their own C makes them: a patch that changes nothing, and does everything anew. */
import { type SourceFile, sourceFile, sourcePaths } from '../source/source-file.ts';
import { type SkeletonLine, withHunksShown } from '../source/with-hunks.ts';
import { baseFlows, baseProcs, kernelNames } from './base-names.ts';
import type { CParser } from './c/index.ts';
import { type LiftedEdit, moduleText } from './module-text.ts';
import type { TextsOf } from './patched-file.ts';
import { outlines } from './prelude/outlines.ts';
import { splicedFunction } from './splice/base-function.ts';
import { madeWhole, type WholeFunction } from './splice/whole-function.ts';

/** A modelled function, and how much of it steps were made of. */
export interface CompiledFunction {
  readonly path: string;
  readonly name: string;
  readonly line: number;
  /** Those that have steps, and how many of them were made anew. */
  readonly statements: number;
  readonly compiled: number;
  /** Why none of it is; null: some is. */
  readonly why: string | null;
  /** What stays by hand of one that is made anew: by its first line, and why. */
  readonly stays: WholeFunction['stays'];
}

export interface CompiledBase {
  readonly functions: readonly CompiledFunction[];
  /** A module; null: nothing was made anew. */
  readonly module: string | null;
}

/** `isWanted`: whether a function is to be made anew. `texts`: null where the file is not that of 2.6.20. */
export function compiledBase(
  parser: CParser,
  name: string,
  textsOf: TextsOf,
  isWanted: (fn: string) => boolean = () => true,
): CompiledBase {
  const flows = baseFlows(parser);
  const kernel = kernelNames([], new Map());
  const functions: CompiledFunction[] = [];
  const edits: LiftedEdit[] = [];
  for (const path of sourcePaths) {
    const texts = textsOf(path);
    if (texts === null) continue;
    const source: SourceFile = { ...(sourceFile(path) as SourceFile), texts };
    for (const modelled of source.facts.modelled) {
      const fn = modelled.name;
      if (!isWanted(fn)) continue;
      const proc = baseProcs.get(fn);
      const flow = flows(fn)?.functions.find((one) => one.modelled.name === fn);
      const none = (why: string) =>
        functions.push({ path, name: fn, line: modelled.lines[0], statements: 0, compiled: 0, why, stays: [] });
      if (proc === undefined || flow === undefined) {
        none('its steps are a part of those of who calls it');
        continue;
      }
      const whole = madeWhole(parser, flow, proc, source, (shown, held) => {
        const text = withHunksShown(source, modelled, [], shown);
        if (!text.ok) return null;
        const { lines } = text;
        const input = { parser, kernel, proc, flow, modelled, lines, macros: [], removedDeclarations: [] };
        const baseOf = (at: number) => lineOf(lines, at);
        return { lines, spliced: splicedFunction({ ...input, baseOf, changed: new Set(), held }) };
      });
      if (whole === null || whole.spliced.issues.length > 0) {
        const outline = outlines[fn] === undefined ? undefined : `of it the model has an outline: ${outlines[fn]}`;
        none(outline ?? whole?.spliced.issues[0]?.message ?? 'the prelude lacks what its statements name');
        continue;
      }
      const { statements, compiled, stays, spliced } = whole;
      // Its lines and steps do not go together one by one: all of it is made of them, or nothing.
      if (outlines[fn] !== undefined && compiled < statements) {
        none(`of it the model has an outline: ${outlines[fn]}`);
        continue;
      }
      functions.push({ path, name: fn, line: modelled.lines[0], statements, compiled, why: null, stays });
      edits.push({ proc: fn, standsFor: `${path}:${modelled.lines[0]}`, plan: spliced.plan, calls: spliced.calls });
    }
  }
  const parts = {
    name,
    summary: 'functions of 2.6.20, made of their own C',
    fields: [],
    functions: [],
    reports: [],
    todo: [],
  };
  return { functions, module: edits.length === 0 ? null : moduleText({ ...parts, edits }) };
}

function lineOf(lines: readonly SkeletonLine[], at: number): number {
  const origin = lines.find((line) => line.at === at)?.origin;
  return origin === undefined || origin.is === 'added' ? 0 : origin.base;
}
