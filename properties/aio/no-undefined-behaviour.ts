import type { AioProperty } from './kernel-view.ts';

const HALTS = new Set(['unwritten', 'range', 'label', 'overflow', 'threw']);
const BREACHES = new Set(['unpublished', 'constant', 'local']);

/**
 * Our own addition: what a patch can do wrong beyond touching freed memory and forgetting locks, found by the schema on
 * every touch.
 */
export const noUndefinedBehaviour: AioProperty = {
  name: 'no-undefined-behaviour',
  meaning:
    'No step reads a field that was never written, leaves a field’s range, writes a constant, or touches an object that ' +
    'its creator has not published; none jumps to no label, overflows what is bounded, or throws.',
  reason: 'Memory that nobody initialised, and data that nobody was to see yet, have no value to rely on.',
  antecedent: { text: 'anything runs', reached: () => true },
  onBreach: ({ kind }) => BREACHES.has(kind),
  onHalt: ({ kind }) => HALTS.has(kind),
};
