import type { Property } from './property.ts';

/**
 * The model itself goes wrong nowhere. What halts ends its schedule, and other properties are judged on what came before alone: without this
 * one they can hold of a model that never gets far. The kernel's properties have their own for it (`properties/aio/no-undefined-behaviour.ts` and others).
 */
export const sound: Property<unknown> = {
  name: 'sound',
  meaning: 'No step reads what was never written, leaves a range, breaks the class of a field, or throws.',
  reason: 'What halts ends its schedule, and the other properties do not see how it would have gone on.',
  antecedent: { text: 'anything runs', reached: () => true },
  onHalt: () => true,
  onBreach: () => true,
};
