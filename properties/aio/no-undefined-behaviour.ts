import type { AioProperty } from './kernel-view.ts';

const FAULTS = ['unwritten:', 'range:', 'label:', 'overflow:', 'threw:'];
const BREACHES = new Set(['unpublished', 'constant', 'local']);

/**
 * Our own addition: what a patch can do wrong beyond touching freed memory and forgetting locks, found by the schema on
 * every touch.
 */
export const noUndefinedBehaviour: AioProperty = {
  name: 'no-undefined-behaviour',
  meaning:
    'No step reads a field that was never written, leaves a field’s range, writes a constant, or touches an object that ' +
    'its creator has not published.',
  reason: 'Memory that nobody initialised, and data that nobody was to see yet, have no value to rely on.',
  watches: [],
  antecedent: { text: 'anything runs', reached: () => true },
  always: (_k, { halted }) => (halted !== null && FAULTS.some((kind) => halted.startsWith(kind)) ? halted : null),
  onBreach: ({ kind }) => BREACHES.has(kind),
};
