import type { AioProperty } from './kernel-view.ts';

const FAULTS = ['bug_on:', 'unwritten:', 'range:', 'label:', 'overflow:', 'threw:'];

/**
 * Our own addition: what a patch can do wrong beyond touching freed memory, found by the schema on every touch. A BUG_ON
 * counts here for as long as no property speaks of the reference counts that it guards.
 */
export const noUndefinedBehaviour: AioProperty = {
  name: 'no-undefined-behaviour',
  meaning:
    'No step reads a field that was never written, leaves a field’s range, touches a field outside its class, or runs into a BUG_ON.',
  reason:
    'Memory that nobody initialised and data that nobody locked have no value to rely on, and a BUG_ON guards what the code relies on.',
  antecedent: { text: 'anything runs', reached: () => true },
  always: (_k, { halted }) => (halted !== null && FAULTS.some((kind) => halted.startsWith(kind)) ? halted : null),
  onBreach: () => true,
};
