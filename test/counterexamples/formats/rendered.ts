/** Failing schedules as the formats get them: of shipped scenarios, and of models that know nothing of AIO. */
import { minimizing, withoutIdleFaults } from '../../../counterexamples/aio/minimum.ts';
import { explain } from '../../../counterexamples/explain/explain.ts';
import type { RenderedSchedule } from '../../../counterexamples/formats/subject.ts';
import type { Style } from '../../../counterexamples/lanes.ts';
import { replay } from '../../../counterexamples/replay.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Model, PackedMachine } from '../../../model/core/index.ts';
import { showResult } from '../../../model/include/linux/errno.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { Run } from '../../../properties/aio/runs.ts';
import { check } from '../../../properties/checker/check.ts';
import type { Property } from '../../../properties/checker/property.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../../properties/aio/decide.ts';

const same = (text: string): string => text;
export const plain: Style = { bold: same, dim: same, red: same, cyan: same };

export interface Rendered {
  readonly rendered: RenderedSchedule;
  readonly model: Model;
  readonly turns: readonly Turn[];
}

interface Of<K> {
  readonly model: Model;
  readonly property: Property<K>;
  readonly asked: readonly Property<K>[];
  readonly turns: readonly Turn[];
  readonly names: Pick<RenderedSchedule, 'patch' | 'scenario' | 'replay'>;
  readonly showValue: (value: number) => string;
}

function render<K>({ model, property, asked, turns, names, showValue }: Of<K>): Rendered {
  const { steps, wrong } = replay(model, property, turns, showValue);
  if (wrong === null) throw new Error('the schedule violates nothing');
  const explanation = explain({ model, property, asked, turns, showValue });
  return {
    rendered: { ...names, property: property.name, steps, message: wrong.message, explanation, showValue },
    model,
    turns,
  };
}

const minima = new Map<string, Rendered>();

/** The minimum of a violation in a shipped scenario. */
export function shippedMinimum(name: string, patchName: string, propertyName: string): Rendered {
  const key = `${patchName}.${name}.${propertyName}`;
  const known = minima.get(key);
  if (known !== undefined) return known;
  const patch = kernel(patchName);
  const property = properties.find((one) => one.name === propertyName);
  if (property === undefined) throw new Error(`no property is called ${propertyName}`);
  const closed = (scenario: Scenario) => new PackedMachine(closeWorld(worldOf(scenario), patch));
  const whole = shippedScenario(name);
  const { violation } = check(closed(whole), [property]).judgements[0] ?? {};
  const run = Run.of(whole, closed(whole), violation?.turns ?? []);
  const slices = minimizing(run, property, closed);
  let next = slices.next();
  while (!next.done) next = slices.next();
  const minimum = next.value;
  if (minimum === null) throw new Error(`${key} does not fail`);
  const { scenario, turns } = withoutIdleFaults(minimum);
  const found = render({
    model: closeWorld(worldOf(scenario), patch),
    property,
    asked: properties,
    turns,
    names: { patch: patchName, scenario: name, replay: `npx kioctx replay traces/${key}.trace.json` },
    showValue: showResult,
  });
  minima.set(key, found);
  return found;
}

/** A shortest schedule on which the property is violated. */
export function shortest(model: Model, property: Property<unknown>, patch = 'a patch'): Rendered {
  const { violation } = check(new PackedMachine(model), [property]).judgements[0] ?? {};
  return render({
    model,
    property,
    asked: [property],
    turns: violation?.turns ?? [],
    names: { patch, scenario: 'a scenario', replay: null },
    showValue: String,
  });
}
