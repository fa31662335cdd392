/** A state graph that is to be written down, and what is said of it in the words of its reader. */
import type { JudgedGraph } from '../../properties/checker/judged-graph.ts';
import type { StateClass, TurnLabel } from '../../properties/checker/graph-words.ts';
import type { LabelledGraph } from '../../properties/search/labelled-graph.ts';

export interface WrittenGraph extends JudgedGraph {
  readonly scenario: string;
  readonly patch: string;
  /** The names of the properties by which states and turns are judged. */
  readonly properties: readonly string[];
  /** Of what this is the quotient; null: it is the whole. */
  readonly minimised: Pick<LabelledGraph, 'states' | 'edges'> | null;
}

/** Lines in one piece: a text of all may be longer than a text can be. */
const PIECE = 4096;

/** Lines, each ended, as texts that are no longer than can be. */
export function* inPieces(lines: Iterable<string>): Generator<string> {
  let some: string[] = [];
  for (const line of lines) {
    some.push(line);
    if (some.length < PIECE) continue;
    yield `${some.join('\n')}\n`;
    some = [];
  }
  if (some.length > 0) yield `${some.join('\n')}\n`;
}

/** What holds of a state, a word for each: `done`, `stuck`, `oops=use_after_free:kiocb`, `violated=no-hang`. None: it runs. */
export const wordsOfClass = ({ end, oops, violated }: StateClass): string[] => [
  ...(end === null ? [] : [oops === null ? end : `oops=${oops}`]),
  ...violated.map(wordOf),
];

/** `bio0.0 dio_bio_end_aio.lock bio=-5 violated=lock-discipline`. */
export const wordsOfTurn = ({ context, step, choices, violated }: TurnLabel): string[] => [
  context,
  step,
  ...choices.map(({ name, value }) => `${name}=${value}`),
  ...violated.map(wordOf),
];

const wordOf = (property: string): string => `violated=${property}`;
