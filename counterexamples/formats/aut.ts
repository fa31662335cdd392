/**
 * A state graph in the format of Aldebaran (`.aut`), which CADP and mCRL2 read: labels alone, no classes of states. So what holds of
 * a state is an edge from it to itself for each word, and no label of a turn is like one: those have a blank in them.
 */
import { inPieces, wordsOfClass, wordsOfTurn, type WrittenGraph } from './graph-subject.ts';

/** What is spelt out: all but the printing characters of ASCII, which is all that the format has; and quotes, for which it has no escape. */
const SPELT = /[^\x21-\x7e]|["\\]/gu;

/** In pieces. */
export function* aut({ graph, classes, labels }: WrittenGraph): Generator<string> {
  const ofTurns = labels.map((label) => quoted(wordsOfTurn(label)));
  const ofClasses = classes.map((one) => wordsOfClass(one).map((word) => quoted([word])));
  yield* inPieces(lines());

  function* lines(): Generator<string> {
    let loops = 0;
    for (let state = 0; state < graph.states; state++) loops += ofClasses[graph.classOf(state)]?.length ?? 0;
    yield `des (0,${graph.edges + loops},${graph.states})`;
    for (let state = 0; state < graph.states; state++) {
      for (const label of ofClasses[graph.classOf(state)] ?? []) yield `(${state},${label},${state})`;
      const first = graph.firstOf(state);
      for (let edge = first; edge < first + graph.degreeOf(state); edge++)
        yield `(${state},${ofTurns[graph.labelOf(edge)]},${graph.targetOf(edge)})`;
    }
  }
}

const quoted = (words: readonly string[]): string =>
  `"${words.map((word) => word.replaceAll(SPELT, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)).join(' ')}"`;
