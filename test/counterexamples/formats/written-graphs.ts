/** Small readers of the formats of graphs, strict where the programs that read them are. */

export interface ReadGraph {
  readonly states: number;
  /** What is said of each state; in `.aut` these are edges from it to itself. */
  readonly words: readonly (readonly string[])[];
  readonly edges: readonly { readonly from: number; readonly label: string; readonly to: number }[];
}

/** Of a state as numbers are said: which words are said of how many. */
export function tally({ words }: ReadGraph): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const of of words) if (of.length > 0) counts[of.join(' ')] = (counts[of.join(' ')] ?? 0) + 1;
  return counts;
}

/** As mCRL2 reads it: a quote ends a label, and header and edges have to agree. ASCII alone, as CADP wants it. */
export function readAut(text: string): ReadGraph {
  const [header = '', ...lines] = text.replace(/\n$/, '').split('\n');
  const [, first, transitions, states] = /^des \((\d+),(\d+),(\d+)\)$/.exec(header) ?? [];
  const all = lines.map((line) => {
    const [, from, label, to] = /^\((\d+),"([\x20-\x7e]{1,5000})",(\d+)\)$/.exec(line) ?? [];
    if (label === undefined || label.includes('"')) throw new Error(`no edge: ${line}`);
    return { from: Number(from), label, to: Number(to) };
  });
  const n = Number(states);
  if (first !== '0' || all.length !== Number(transitions)) throw new Error(`the header is wrong: ${header}`);
  if (all.some(({ from, to }) => from >= n || to >= n)) throw new Error('there is no such state');
  const words = Array.from({ length: n }, (): string[] => []);
  for (const { from, label, to } of all) {
    if (label.includes(' ')) continue;
    if (from !== to) throw new Error(`no edge from ${from} to itself: ${label}`);
    words[from]?.push(label);
  }
  return { states: n, words, edges: all.filter(({ label }) => label.includes(' ')) };
}

const ATTRIBUTES = /(\w+)=("(?:[^"\\\n]|\\.)*"|[\w-]+)(?:, |$)/y;

/** One statement on each line; what is in quotes ends where Graphviz ends it. */
export function readDot(text: string): ReadGraph & { readonly attributes: readonly ReadonlyMap<string, string>[] } {
  const lines = text.replace(/\n$/, '').split('\n');
  const [begin, ...rest] = lines.slice(lines.findIndex((line) => !line.startsWith('//')));
  if (begin !== 'digraph kioctx {' || rest.at(-1) !== '}') throw new Error('no graph');
  const statements = rest.slice(0, -1).map((line) => {
    const [, what = '', inside = ''] = /^ {2}(node|edge|\d+|\d+ -> \d+) \[(.*)\];$/.exec(line) ?? [];
    if (what === '') throw new Error(`no statement: ${line}`);
    return { what, attributes: attributesIn(inside) };
  });
  const nodes = statements.filter(({ what }) => /^\d+$/.test(what));
  nodes.forEach(({ what }, nth) => {
    if (what !== String(nth)) throw new Error(`state ${what} is out of turn`);
  });
  return {
    states: nodes.length,
    attributes: nodes.map(({ attributes }) => attributes),
    words: nodes.map(({ attributes }) => linesOf(attributes).slice(1)),
    edges: statements.flatMap(({ what, attributes }) => {
      const [, from, to] = /^(\d+) -> (\d+)$/.exec(what) ?? [];
      return from === undefined ? [] : [{ from: Number(from), label: linesOf(attributes).join('\n'), to: Number(to) }];
    }),
  };
}

function attributesIn(inside: string): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < inside.length; at = ATTRIBUTES.lastIndex) {
    ATTRIBUTES.lastIndex = at;
    const [, name = '', value = ''] = ATTRIBUTES.exec(inside) ?? [];
    if (name === '') throw new Error(`no attributes: ${inside.slice(at)}`);
    found.set(name, value);
  }
  return found;
}

/** The lines of a label as Graphviz draws them. */
const linesOf = (attributes: ReadonlyMap<string, string>): string[] =>
  (attributes.get('label') ?? '""')
    .slice(1, -1)
    .replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
    .split('\n')
    .map((line) => line.replaceAll('&amp;', '&'));
