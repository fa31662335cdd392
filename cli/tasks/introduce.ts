/** What the patches and properties that the user asked for are called; and whether each patch fits the kernel in each scenario. */
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import type { GivenPatch, GivenProperty } from '../given.ts';
import { type LoadedPatch, type LoadedProperty, modelOf, patchesOf, propertiesOf } from './code.ts';

/** As the user called them; none: all that are shipped. */
export interface CalledNames {
  readonly patches: readonly string[];
  readonly properties: readonly string[];
  readonly scenarios: readonly Scenario[];
}

export interface Introduced {
  readonly patches: readonly GivenPatch[];
  readonly properties: readonly GivenProperty[];
}

/** Throws InputError or PatchMisfit: so bad input is found before anything is searched or written. */
export async function introduce({ patches, properties, scenarios }: CalledNames): Promise<Introduced> {
  const loaded = { patches: await patchesOf(patches), properties: await propertiesOf(properties) };
  for (const patch of loaded.patches) for (const scenario of scenarios) modelOf(scenario, patch);
  return { patches: loaded.patches.map(describedPatch), properties: loaded.properties.map(describedProperty) };
}

export const describedPatch = ({ name, summary, given }: LoadedPatch): GivenPatch => ({
  name: name,
  summary: summary,
  ...(given === undefined ? {} : { given }),
});

export const describedProperty = ({ name, antecedent, given }: LoadedProperty): GivenProperty => ({
  name: name,
  antecedent: antecedent.text,
  ...(given === undefined ? {} : { given }),
});
