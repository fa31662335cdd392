/** In which order things are asked again: code may hide from one what it shows in the other. */
export type Order = 'forward' | 'backward';

export const inOrder = <T>(all: Iterable<T>, order: Order): Iterable<T> =>
  order === 'forward' ? all : [...all].toReversed();
