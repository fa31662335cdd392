import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cText, type Expression } from '../../../../model/lift/c/index.ts';
import { END, type FlowGraph, flowOf, successorsOf } from '../../../../model/lift/flow/index.ts';
import { itemsOf } from '../c/reading.ts';
import { Enough, inOrder, programs, type Told, walk } from './random-programs.ts';

const graphOf = (text: string) => flowOf(itemsOf(text)).graph;
const issuesOf = (text: string) => flowOf(itemsOf(text)).issues.map(({ line, message }) => `${line}: ${message}`);

/** `a -> b`: by the text of nodes; a condition as `a ? yes : no`. */
function told(graph: FlowGraph): string[] {
  const name = (place: number) => (place === END ? 'end' : (graph.nodes[place]?.at.text ?? '?'));
  return graph.nodes.map((node, place) =>
    node.does === 'condition'
      ? `${name(place)} ? ${name(node.yes)} : ${name(node.no)}`
      : `${name(place)} -> ${successorsOf(node).map(name).join(' | ')}`,
  );
}

/** What the graph does. */
function follow(graph: FlowGraph, { say, ask }: Told): void {
  const textOf = (expression: Expression) => cText(expression);
  for (let place = graph.entry; place !== END;) {
    const node = graph.nodes[place];
    if (node === undefined) throw new Error(`no node ${place}`);
    switch (node.does) {
      case 'statement':
        say(node.item.kind === 'expression' ? textOf(node.item.expression) : node.item.kind);
        place = node.next;
        break;
      case 'initialiser':
      case 'update':
        say(textOf(node.expression));
        place = node.next;
        break;
      case 'condition': {
        if (node.expression.kind === 'number') say('');
        const yes = node.expression.kind === 'number' || ask(textOf(node.expression)) % 2 === 1;
        place = yes ? node.yes : node.no;
        break;
      }
      case 'loop-test': {
        const [, number] = node.item.args;
        place = ask(`c(${number?.kind === 'number' ? number.value : '?'})`) % 2 === 1 ? node.yes : node.no;
        break;
      }
      case 'switch': {
        const value = BigInt(ask(textOf(node.subject)));
        place =
          node.cases.find((one) => one.value.kind === 'number' && one.value.value === value)?.to ?? node.otherwise;
        break;
      }
      case 'return':
        return;
      default:
        say('');
        place = node.next;
    }
  }
}

/** What was said and asked, as long as there are answers. */
function trace(run: (told: Told) => void, answers: readonly number[]): string[] {
  const said: string[] = [];
  let [asked, silent] = [0, 0];
  const tell: Told = {
    say(what) {
      if (what !== '') said.push(what);
      else if ((silent += 1) > 100_000) throw new Enough();
      if (said.length > 100) throw new Enough();
    },
    ask(what) {
      said.push(what);
      silent = 0;
      const answer = answers[asked++];
      if (answer === undefined) throw new Enough();
      return answer;
    },
  };
  try {
    run(tell);
    said.push('end');
  } catch (problem) {
    if (!(problem instanceof Enough)) throw problem;
  }
  return said;
}

describe('the flow of a function', () => {
  it('is what an interpreter of the same C does', () => {
    fc.assert(
      fc.property(programs, fc.array(fc.nat(4), { minLength: 5, maxLength: 40 }), (random, answers) => {
        const { parts, text } = inOrder(random);
        const { graph, issues } = flowOf(itemsOf(text));
        expect(issues).toEqual([]);
        expect(trace((to) => follow(graph, to), answers)).toEqual(trace((to) => walk(parts, to), answers));
      }),
      { numRuns: 1000 },
    );
  });

  it('has its nodes in the order of the C', () => {
    expect(told(graphOf('a();\nif (b)\n\tc();\nelse\n\td();\nreturn e;'))).toEqual([
      'a(); -> b',
      'b ? c(); : d();',
      'c(); -> return e;',
      'd(); -> return e;',
      'return e; -> end',
    ]);
  });

  it('has the three parts of a for', () => {
    expect(told(graphOf('for (a = 0; b; c++) {\n\tif (d)\n\t\tcontinue;\n\te();\n}'))).toEqual([
      'a = 0 -> b',
      'b ? d : end',
      'c++ -> b',
      'd ? continue; : e();',
      'continue; -> c++',
      'e(); -> c++',
    ]);
  });

  it('leads into a loop by a goto, and out of two', () => {
    expect(
      told(graphOf('goto in;\nwhile (a) {\n\tdo {\n\t\tb();\nin:\n\t\tgoto out;\n\t} while (c);\n}\nout:\nd();')),
    ).toEqual([
      'goto in; -> goto out;',
      'a ? b(); : d();',
      'b(); -> goto out;',
      'goto out; -> d();',
      'c ? b(); : a',
      'd(); -> end',
    ]);
  });

  it('falls through cases, also through those of an inner block', () => {
    expect(
      told(graphOf('switch (a) {\ncase 1:\n\tb();\ncase 2:\n\tif (c) {\ndefault:\n\t\td();\n\t}\n\tbreak;\n}\ne();')),
    ).toEqual([
      'a -> b(); | c | d();',
      'b(); -> c',
      'c ? d(); : break;',
      'd(); -> break;',
      'break; -> e();',
      'e(); -> end',
    ]);
  });

  it('goes one way where a condition decides nothing', () => {
    expect(told(graphOf('while (1) {\n\ta();\n\tbreak;\n}\ndo {\n\tb();\n} while (0);\nfor (;;)\n\t;'))).toEqual([
      '1 ? a(); : a();',
      'a(); -> break;',
      'break; -> b();',
      'b(); -> 0',
      '0 ? for (;;) ; : for (;;) ;',
      'for (;;) ; ? for (;;) ; : for (;;) ;',
    ]);
  });

  it('takes two names of a label for one where it is told so', () => {
    const { graph, issues } = flowOf(itemsOf('goto L_3;\na();\nout:\nb();'), {
      labelOf: (name) => (name === 'out' ? 'L_3' : name),
    });
    expect(issues).toEqual([]);
    expect(told(graph)[0]).toBe('goto L_3; -> b();');
    expect([...graph.labels.keys()]).toEqual(['L_3']);
  });
});

describe('what leads nowhere is told', () => {
  it.each([
    ['a goto without its label', 'a();\ngoto out;', '2: goto out leads to no label'],
    ['a label that is there twice', 'out:\na();\nout:\nb();', '1: there are two labels out'],
    ['a break outside of a loop', 'if (a)\n\tbreak;', '2: break outside of a loop or a switch'],
    ['a continue in a switch alone', 'switch (a) {\ncase 1:\n\tcontinue;\n}', '3: continue outside of a loop'],
    ['a case outside of a switch', 'while (a) {\ncase 1:\n\tb();\n}', '2: case outside of a switch'],
  ])('%s', (_, text, message) => {
    expect(issuesOf(text)).toEqual([message]);
  });
});
