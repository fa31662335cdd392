/** Loads what the user asked for, once, before anything is searched or written. */
import type { Executor } from './executor/executor.ts';
import { NoAnswer } from './executor/no-answer.ts';
import { InputError } from './exit.ts';
import { modulesAmong } from './given.ts';
import { type CalledNames, introduce, type Introduced } from './tasks/introduce.ts';

/** Seconds (executor/patience.ts) that a module may take to load: where nobody says how long a search may take, and at least. */
const LOADING = 60;
const LEAST = 4;

/** Throws InputError where something is not there, or does not fit; and where a module does not come to an end. */
export async function introduced(executor: Executor, called: CalledNames, ofSearch?: number): Promise<Introduced> {
  const modules = modulesAmong([...called.patches, ...called.properties]).join(' or ');
  // What is shipped is known here, also when somebody interrupts.
  if (modules === '') return introduce(called);
  const maxSeconds = ofSearch === undefined ? LOADING : Math.max(ofSearch, LEAST);
  try {
    return await executor.run('introduce', called, { maxSeconds });
  } catch (problem) {
    if (!(problem instanceof NoAnswer) || problem.why === 'interrupted') throw problem;
    throw new InputError([
      `${modules}: loading it took longer than ${maxSeconds} s; expected a module that comes to an end`,
    ]);
  }
}
