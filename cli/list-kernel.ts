/** The functions of the modelled kernel, the steps of one, and the fields of its structs: what a patch names. */
import { type AioModel, closeWorld } from '../model/closed-world.ts';
import { type LinkedProc, LOCK_ORDER_POOL, type Patch } from '../model/core/index.ts';
import { worldOf } from '../model/scenarios/format/scenario.ts';
import { accessesSeen, type StepAccess } from '../properties/aio/step-accesses.ts';
import { InputError } from './exit.ts';
import { describeField } from './foreign/describe-field.ts';
import { unknown } from './inputs.ts';
import { counted } from './progress.ts';
import { shippedScenario, shippedScenarioNames } from './shipped-scenarios.ts';

/** A line of a list; `more`: what a JSON document tells of it beside. */
export interface KernelRow {
  readonly name: string;
  readonly summary: string;
  readonly more: object;
}

/** Of 2.6.20, or under a patch: what there is does not depend on the scenario. */
function modelled(patch: Patch): AioModel {
  const [first = ''] = shippedScenarioNames();
  return closeWorld(worldOf(shippedScenario(first)), patch);
}

/** `fs/aio.c:925` behind `fs/aio.c:90`. */
const inOrder = (a: LinkedProc, b: LinkedProc): number => a.at.localeCompare(b.at, 'en', { numeric: true });

export const functionRows = (patch: Patch): KernelRow[] =>
  modelled(patch)
    .program.procs.toSorted(inOrder)
    .map(({ name, at, steps, locals }) => ({
      name,
      summary: `${at}, ${counted(steps.length, 'step')}; locals ${locals.join(', ') || 'none'}`,
      more: { at, locals },
    }));

/** Throws InputError where there is no such function. */
export function stepRows(name: string | undefined, patch: Patch): KernelRow[] {
  const { procs } = modelled(patch).program;
  const names = procs.map((proc) => proc.name);
  if (name === undefined)
    throw new InputError(['list steps: of which function? expected a name from `npx kioctx list functions`']);
  const proc = procs.find((one) => one.name === name);
  if (proc === undefined) throw unknown('function', name, names);
  const accesses = accessesSeen(name, shippedScenarioNames().map(shippedScenario), patch);
  const lineWidth = Math.max(...proc.steps.map(({ source }) => String(source.line).length));
  return proc.steps.map((step) => {
    const { line, c } = step.source;
    const access = accesses.get(step.label);
    return {
      name: step.label,
      summary: `${String(line).padStart(lineWidth)}  ${c}${told(step.does, access)}`,
      more: { line, statement: c, does: step.does, reads: access?.reads ?? null, writes: access?.writes ?? null },
    };
  });
}

/** Of all structs, or of one. Throws InputError where there is no such struct. */
export function fieldRows(name: string | undefined, patch: Patch): KernelRow[] {
  const structs = Object.entries(modelled(patch).shape.structs).filter(([pool]) => pool !== LOCK_ORDER_POOL);
  const names = structs.map(([pool]) => pool);
  if (name !== undefined && !names.includes(name)) throw unknown('struct', name, names);
  return structs
    .filter(([pool]) => name === undefined || pool === name)
    .flatMap(([pool, { fields }]) =>
      Object.entries(fields).map(([field, declared]) => ({
        name: `${pool}.${field}`,
        summary: describeField(declared),
        more: { class: declared.cls.is },
      })),
    );
}

/** Calls and `go` steps touch nothing that is shared. */
function told(does: LinkedProc['steps'][number]['does'], access: StepAccess | undefined): string {
  if (does !== 'act') return '';
  if (access === undefined) return '  [no schedule that was tried comes here]';
  const parts = [
    ...(access.reads.length > 0 ? [`reads ${access.reads.join(', ')}`] : []),
    ...(access.writes.length > 0 ? [`writes ${access.writes.join(', ')}`] : []),
  ];
  return parts.length === 0 ? '' : `  [${parts.join('; ')}]`;
}
