/** The pictures of docs/architecture.md are what the imports say, and the files that documents name are there. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packaged } from '../cli/program.ts';
import { imports, isThere, reaches, sources, textOf } from './imports.ts';

const text = textOf('docs/architecture.md');

/** The Mermaid picture under a heading: its nodes with what stands in them, and its arrows. */
function pictureUnder(heading: string) {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const picture = /```mermaid\n([^]*?)```/.exec(section)?.[1] ?? '';
  const nodes = new Map([...picture.matchAll(/(\w+)\["([^"]+)"\]/g)].map(([, id = '', label = '']) => [id, label]));
  const arrows = [...picture.matchAll(/^ *(\w+) --> ([\w &]+)$/gm)].flatMap(([, from = '', to = '']) =>
    to.split(' & ').map((one): [string, string] => [nodes.get(from) ?? from, nodes.get(one.trim()) ?? one.trim()]),
  );
  return { nodes: [...nodes.values()], arrows };
}

describe('the picture of the rooms', () => {
  const { nodes: rooms, arrows } = pictureUnder('Rooms');
  /** The room of a file: the longest of their paths that leads there. */
  const roomOf = (path: string): string =>
    rooms
      .filter((room) => room.split(', ').some((one) => path === one || path.startsWith(`${one}/`)))
      .toSorted((a, b) => b.length - a.length)[0] ?? `no room for ${path}`;

  it('has a room for every source file', () => {
    expect(sources.map(roomOf).filter((room) => room.startsWith('no room'))).toEqual([]);
  });

  it('has an arrow where one imports from the other, and no more', () => {
    const drawn = arrows.map(([from, to]) => `${from} -> ${to}`);
    const found = new Set<string>();
    for (const [from, all] of imports)
      for (const to of all) if (roomOf(from) !== roomOf(to)) found.add(`${roomOf(from)} -> ${roomOf(to)}`);
    expect(drawn.toSorted()).toEqual([...found].toSorted());
  });
});

describe.each(['From a command to a stored state', 'From a patch file to a kernel', 'From a violation to lanes'])(
  'the walk %s',
  (heading) => {
    const { nodes, arrows } = pictureUnder(heading);

    it('leads from file to file', () => {
      expect(nodes.length).toBeGreaterThan(4);
      expect(nodes.filter((path) => !isThere(path))).toEqual([]);
      expect(arrows.filter(([from, to]) => !reaches(from, to))).toEqual([]);
    });

    it('has as many files as the text says', () => {
      const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
      expect(Number(/^(\d+) files/m.exec(section)?.[1])).toBe(nodes.length);
    });
  },
);

describe('a comment names no source file that is not there', () => {
  const commentsOf = (source: string): string =>
    [...source.matchAll(/\/\*\*?[^]*?\*\/|^ *\/\/.*$/gm)].map(([comment]) => comment).join('\n');

  it.each(sources.filter((path) => path.endsWith('.ts')))('%s', (path) => {
    const named = [
      ...commentsOf(textOf(path)).matchAll(/(?<![\w./@<-])((?:[a-z][\w-]*\/)*[a-z][\w-]*\.(?:ts|mjs))\b/g),
    ];
    const missing = named
      .map(([, name = '']) => name)
      // Somebody's own, in an example.
      .filter((name) => name !== 'mine.ts')
      .filter((name) => !sources.some((source) => source === name || source.endsWith(`/${name}`)) && !isThere(name));
    expect(missing).toEqual([]);
  });
});

/** `docs/adr/007` for one of the decisions. */
const isDecision = (path: string): boolean =>
  readdirSync(packaged('docs/adr')).some(
    (name) => /^docs\/adr\/\d{3}$/.test(path) && `docs/adr/${name}`.startsWith(path),
  );

it.each([
  'README.md',
  'docs/architecture.md',
  'docs/contributing.md',
  'docs/glossary.md',
  'docs/tutorial.md',
  ...['adr', 'guides', 'reference', 'explanation'].flatMap((folder) =>
    readdirSync(packaged(`docs/${folder}`)).map((name) => `docs/${folder}/${name}`),
  ),
])('%s names no source file that is not there', (document) => {
  const named = [...textOf(document).matchAll(/`((?:model|properties|counterexamples|cli|test|docs)\/[\w./-]+)`/g)];
  const missing = named.map(([, path = '']) => path).filter((path) => !isThere(path) && !isDecision(path));
  expect(missing).toEqual([]);
});
