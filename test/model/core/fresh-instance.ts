/** What is learnt of a model, asked again of a fresh instance of it; and code that remembers how often it was called. */
import { type Model, PackedMachine } from '../../../model/core/index.ts';

/** The same machine, asked again of the model's like. */
export function askedAgain(instance: () => Model, used: (machine: PackedMachine) => void, options = {}) {
  const machine = new PackedMachine(instance(), options);
  machine.reset();
  used(machine);
  return machine.askAllAgain(instance(), []);
}

/** Says so at its first `n` calls, and then no more. */
export function atFirst(n: number): () => boolean {
  let asked = 0;
  return () => asked++ < n;
}
