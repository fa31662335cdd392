/** The functions of the modelled kernel, and the steps of one: what a patch names. */
import { closeWorld } from '../model/closed-world.ts';
import { type LinkedProc, unpatched } from '../model/core/index.ts';
import { worldOf } from '../model/scenarios/format/scenario.ts';
import { accessesSeen, type StepAccess } from '../properties/aio/step-accesses.ts';
import { InputError } from './exit.ts';
import { unknown } from './inputs.ts';
import { counted } from './progress.ts';
import { shippedScenario, shippedScenarioNames } from './shipped-scenarios.ts';

/** Of 2.6.20: which functions there are does not depend on the scenario. */
function modelled(): readonly LinkedProc[] {
  const [first = ''] = shippedScenarioNames();
  return closeWorld(worldOf(shippedScenario(first)), unpatched).program.procs;
}

/** `fs/aio.c:925` behind `fs/aio.c:90`. */
const inOrder = (a: LinkedProc, b: LinkedProc): number => a.at.localeCompare(b.at, 'en', { numeric: true });

export const functionRows = () =>
  modelled()
    .toSorted(inOrder)
    .map(({ name, at, steps }) => ({ name, summary: `${at}, ${counted(steps.length, 'step')}`, more: { at } }));

/** Throws InputError where there is no such function. */
export function stepRows(name: string | undefined) {
  const procs = modelled();
  const names = procs.map((proc) => proc.name);
  if (name === undefined)
    throw new InputError(['list steps: of which function? expected a name from `npx kioctx list functions`']);
  const proc = procs.find((one) => one.name === name);
  if (proc === undefined) throw unknown('function', name, names);
  const accesses = accessesSeen(name, shippedScenarioNames().map(shippedScenario));
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
