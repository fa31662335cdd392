/** A schedule told step by step on the reference machine, and what is wrong on it. */
import { narrate, type Narration } from '../counterexamples/narrate.ts';
import type { AioModel } from '../model/closed-world.ts';
import type { Scenario } from '../model/scenarios/scenario.ts';
import type { AioProperty } from '../properties/aio/index.ts';
import { wrongHere } from '../properties/property.ts';
import type { Turn } from '../properties/search/paths.ts';
import type { GivenPatch } from './inputs.ts';

/** What a schedule is about. */
interface Subject {
  readonly scenario: Scenario;
  readonly patch: GivenPatch;
  readonly property: AioProperty;
}

export interface Wrong {
  /** What is wrong at the end; where nothing is any more, what was first. */
  readonly message: string;
  readonly atEnd: boolean;
  /** The steps after which something is wrong for the first time. */
  readonly after: number;
}

export interface Telling extends Subject {
  readonly narration: Narration;
  /** Null where the schedule does not violate the property. */
  readonly wrong: Wrong | null;
}

export function tell(model: AioModel, subject: Subject, turns: readonly Turn[]): Telling {
  const wrongs: { readonly message: string; readonly after: number }[] = [];
  const narration = narrate(model, turns, (machine, findings, after) => {
    const message = wrongHere(machine, subject.property, findings);
    if (message !== null) wrongs.push({ message, after });
  });
  const [first] = wrongs;
  const last = wrongs.find(({ after }) => after === turns.length);
  if (first === undefined) return { ...subject, narration, wrong: null };
  const wrong = { message: (last ?? first).message, atEnd: last !== undefined, after: first.after };
  return { ...subject, narration, wrong };
}
