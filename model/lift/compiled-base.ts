/** The functions of 2.6.20 as their own C makes them: a patch that changes nothing, and does everything anew. */
import { type ModelledLines, type SourceFile, sourceFile, sourcePaths } from '../source/source-file.ts';
import { baseFlows } from './base-names.ts';
import type { ProcFlow } from './flow/index.ts';
import type { CParser } from './c/index.ts';
import { type LiftedEdit, moduleText } from './module-text.ts';
import type { TextsOf } from './patched-file.ts';
import { outlines } from './prelude/outlines.ts';
import { baseSplice, madeWhole, type WholeFunction } from './splice/whole-function.ts';

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
  const functions: CompiledFunction[] = [];
  const edits: LiftedEdit[] = [];
  for (const path of sourcePaths) {
    const texts = textsOf(path);
    if (texts === null) continue;
    const source: SourceFile = { ...(sourceFile(path) as SourceFile), texts };
    for (const modelled of source.facts.modelled.filter(({ name: fn }) => isWanted(fn))) {
      const { told, edit } = compiled(parser, source, modelled, flows(modelled.name));
      functions.push(told);
      if (edit !== null) edits.push(edit);
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

function compiled(
  parser: CParser,
  source: SourceFile,
  modelled: ModelledLines,
  proc: ProcFlow | undefined,
): { readonly told: CompiledFunction; readonly edit: LiftedEdit | null } {
  const { path } = source;
  const fn = modelled.name;
  const named = { path, name: fn, line: modelled.lines[0] };
  const none = (why: string) => ({
    told: { ...named, statements: 0, compiled: 0, why, stays: [] },
    edit: null,
  });
  const flow = proc?.functions.find((one) => one.modelled.name === fn);
  if (proc === undefined || flow === undefined) return none('its steps are a part of those of who calls it');
  const whole = madeWhole(parser, flow, proc.proc, source, baseSplice(parser, flow, proc.proc, source));
  // Lines of an outline and its steps do not go together one by one: all of it is made of them, or nothing.
  const outline = outlines[fn];
  if (outline !== undefined && (whole?.made === undefined || whole.stays.length > 0))
    return none(`of it the model has an outline: ${outline}`);
  const [issue] = whole?.made?.spliced.issues ?? [];
  const [first] = whole?.stays ?? [];
  if (whole?.made === null || whole?.made === undefined || issue !== undefined)
    return none(issue?.message ?? (first === undefined ? 'it is not read' : `${path}:${first.line}: ${first.why}`));
  const { statements, compiled: count, stays, made } = whole;
  const { plan, calls } = made.spliced;
  return {
    told: { ...named, statements, compiled: count, why: null, stays },
    edit: { proc: fn, standsFor: `${path}:${modelled.lines[0]}`, plan, calls },
  };
}
