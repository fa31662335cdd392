/** A trace without a violation names no property: its schedule is replayed for itself. */
import type { AioProperty } from '../properties/aio/index.ts';
import type { GivenProperty } from './given.ts';

/** Stands where reports name a property; violated by nothing. */
export const UNJUDGED: AioProperty = {
  name: 'the property (none is given)',
  meaning: 'Nothing is claimed.',
  reason: 'A schedule may be kept for what it shows.',
  antecedent: { text: 'anything runs', reached: () => true },
};

export const isJudgedBy = ({ name }: GivenProperty): boolean => name !== UNJUDGED.name;
