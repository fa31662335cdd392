/** A page of a trace or a scenario, with what the user brings and all that is shipped, as one file. */
import type { Trace } from '../../counterexamples/aio/trace.ts';
import type { PageData } from '../../counterexamples/page/engine/page-data.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { Executor } from '../executor/executor.ts';
import { filesOf, isModule } from '../given.ts';
import { fileUnitsOf } from '../lifted/module-files.ts';
import { version } from '../own-package.ts';
import { shippedScenario, shippedScenarioNames } from '../shipped-scenarios.ts';
import { replayLine } from '../traces.ts';
import { bundled } from './bundle.ts';
import { htmlDocument } from './document.ts';

export interface PageSubject {
  /** What it opens with. */
  readonly opens: { readonly trace: Trace } | { readonly scenario: Scenario };
  /** As the user called them; a property that is shipped need not be named. */
  readonly patch: string;
  readonly properties: readonly string[];
}

/** Throws InputError where a module of the user's cannot be in a page. */
export async function pageOf(executor: Executor, { opens, patch, properties }: PageSubject): Promise<string> {
  const own = properties.filter(isModule);
  const offered = await executor.run('offer', { patch, properties: own });
  const { script } = await bundled({ patches: fileUnitsOf(patch), properties: own });
  const [property = ''] = own;
  const given = { name: offered.patch, summary: '', ...(filesOf(patch).length === 0 ? {} : { given: patch }) };
  const givenProperty = { name: '', antecedent: '', ...(property === '' ? {} : { given: property }) };
  const shipped = Object.fromEntries(shippedScenarioNames().map((name) => [name, shippedScenario(name)]));
  const data: PageData = {
    version,
    ...opening(opens, offered.patch, shipped),
    patches: offered.patches,
    properties: offered.properties,
    replay: replayLine('FILE', given, givenProperty) ?? '',
  };
  return htmlDocument(titleOf(opens, offered.patch), data, script);
}

/** The trace is under the patch that it is shown under. */
function opening(
  opens: PageSubject['opens'],
  patch: string,
  shipped: PageData['scenarios'],
): Pick<PageData, 'scenarios' | 'traces' | 'opens'> {
  if ('scenario' in opens) {
    const { scenario } = opens;
    const scenarios = { ...shipped, [scenario.name]: scenario };
    return { scenarios, traces: {}, opens: { is: 'scenario', scenario: scenario.name, patch } };
  }
  return { scenarios: shipped, traces: { given: { ...opens.trace, patch } }, opens: { is: 'trace', trace: 'given' } };
}

function titleOf(opens: PageSubject['opens'], patch: string): string {
  if ('scenario' in opens) return `${opens.scenario.name} under ${patch}`;
  const { property, scenario } = opens.trace;
  return property === null ? `${scenario.name} under ${patch}` : `${patch} violates ${property} in ${scenario.name}`;
}
