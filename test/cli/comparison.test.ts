/** What kernels do against the first of them: of rows made up for it, what is told on one screen. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compare, differing } from '../../cli/comparison.ts';
import { kindsText, overview } from '../../cli/comparison-report.ts';
import { paletteOf } from '../../cli/options.ts';
import type { VerdictRow } from '../../cli/proving.ts';
import { type Letters, rowsOf } from './made-up-rows.ts';

const ESCAPE = '\u001B';
/** Something in a colour, or bold or dim, that ends. */
const COLOURED = new RegExp(String.raw`${ESCAPE}\[\d+m[^${ESCAPE}\n]*${ESCAPE}\[(?:22|39)m`, 'g');

const plain = paletteOf('never', process.stdout);

const overviewOf = (rows: readonly VerdictRow[], width = 120, palette = plain): string => {
  const comparison = compare(rows);
  const patches = comparison.kernels.map((name) => ({ name, summary: `what ${name} is` }));
  return overview({ comparison, rows, patches }, palette, width);
};

const kindsOfRows = (rows: readonly VerdictRow[], palette = plain, width = 120, given?: string): string => {
  const comparison = compare(rows);
  const patches = comparison.kernels.map((name) => ({ name, summary: '', ...(given === undefined ? {} : { given }) }));
  return kindsText({ comparison, patches }, palette, width);
};

const screenOf = (rows: readonly VerdictRow[], width = 120, palette = plain): string =>
  [overviewOf(rows, width, palette), kindsOfRows(rows, palette, width)].join('\n');

/** The cells of a property's row, or null where it needs none. */
function cellsOf(letters: Letters, property = 'p'): string[] | null {
  const line = screenOf(rowsOf(letters))
    .split('\n')
    .find((one) => one.startsWith(`${property}  `));
  return line?.split(/ {2,}/).slice(1) ?? null;
}

const told = (letters: Letters, word: string): string[] =>
  screenOf(rowsOf(letters))
    .split('\n')
    .filter((line) => line.includes(word));

describe('a cell says of a property', () => {
  it.for([
    ['cured: it is violated nowhere any more', 'VV.', '...', 'violated in 2', 'cured'],
    ['cured, in some scenarios only', 'VV.', 'V..', 'violated in 2', 'cures 1, still 1'],
    ['broken', '...', '.VV', 'holds', 'BREAKS 2'],
    ['cured and broken, though the counts are alike', 'VV.', '.VV', 'violated in 2', 'BREAKS 1, cures 1, still 1'],
    ['broken, where the base has nothing to judge', 'n.', 'V.', 'holds', 'BREAKS 1'],
    ['not cured, where there is nothing to judge any more', 'V.', 'n.', 'violated in 1', 'n/a 1'],
    ['not cured, where the search was clipped', 'VV', '.?', 'violated in 2', 'cures 1, clipped 1'],
    ['not broken, where the search of the base was clipped', '?.', 'V.', 'clipped 1', 'violates 1'],
    ['nothing new, where the search of the base was clipped and it holds', '?.', '..', 'clipped 1', 'holds'],
    ['nothing to judge in any scenario', '..', 'nn', 'holds', 'n/a'],
  ] as const)('%s', ([, base, patch, ofBase, ofPatch]) => {
    expect(cellsOf({ p: { base, patch } })).toEqual([ofBase, ofPatch]);
  });

  it('still violated, where other patches cure it', () => {
    expect(cellsOf({ p: { base: 'V.', a: 'V.', b: '..' } })).toEqual(['violated in 1', 'still 1', 'cured']);
  });

  it('of many scenarios how many, as other numbers are written', () => {
    expect(cellsOf({ p: { base: '.'.repeat(1_234), patch: 'V'.repeat(1_234) } })).toEqual(['holds', 'BREAKS 1,234']);
  });
});

describe('the table', () => {
  it('has first what the base violates, and then what it does not', () => {
    const screen = screenOf(
      rowsOf({ broken: { base: '.', patch: 'V' }, cured: { base: 'V', patch: '.' }, too: { base: '.', patch: 'V' } }),
    );
    expect([...screen.matchAll(/^(cured|broken|too) {2}/gm)].map(([, name]) => name)).toEqual([
      'cured',
      'broken',
      'too',
    ]);
  });

  it('leaves out what all kernels do alike, which is named below it', () => {
    const letters = {
      differs: { base: 'VV.', patch: 'V..' },
      bad: { base: 'V.n', patch: 'V.n' },
      good: { base: '..n', patch: '...' },
      idle: { base: 'nnn', patch: 'nnn' },
      fine: { base: '...', patch: '...' },
    };
    for (const property of ['bad', 'good', 'idle', 'fine']) expect(cellsOf(letters, property)).toBeNull();
    expect(told(letters, 'ernel')).toEqual(
      expect.arrayContaining([
        'All kernels violate: differs in 1, bad in 1',
        'All kernels satisfy: good, fine',
        'Nothing to judge in any kernel: idle',
      ]),
    );
  });

  it('leaves nothing out that was clipped, though all kernels were', () => {
    expect(cellsOf({ p: { base: '?.', patch: '?.' } })).toEqual(['clipped 1', 'clipped 1']);
    expect(told({ p: { base: '?V', patch: '?V' } }, 'All kernels')).toEqual(['All kernels violate: p in 1']);
  });

  it('is not there where nothing differs', () => {
    expect(overviewOf(rowsOf({ p: { base: '..', patch: '..' } }))).toBe(
      'base: what base is\npatch: what patch is\n\nAll kernels satisfy: p\nholds: on every schedule, wherever there is something to judge.',
    );
  });
});

describe('the legend', () => {
  const explained = (letters: Letters): (string | undefined)[] => {
    const [, legend = ''] = overviewOf(rowsOf(letters), 1_000).split('\n\n');
    const words = [...legend.matchAll(/(?:^|\. )([^.:\n]+): /gm)].map(([, word]) => word);
    return words.filter((word) => word?.startsWith('All kernels') === false);
  };

  it.for([
    ['V', '.', ['violated', 'holds', 'cured']],
    ['V.', 'VV', ['violated', 'still', 'BREAKS, new']],
    ['VV', 'n.', ['violated', 'holds', 'n/a', 'cured']],
    ['?', 'V', ['violated', 'violates', 'clipped']],
    ['?', '?', ['clipped']],
    ['.', 'n', ['holds', 'n/a']],
    ['V', 'V', ['violated']],
  ] as const)('of %s and %s explains the words that are there, and no other', ([base, patch, expected]) => {
    expect(explained({ p: { base, patch } })).toEqual(expected);
  });

  it('says why searches were clipped, and of how many nothing is known', () => {
    expect(told({ p: { base: '?.', patch: '??' } }, 'clipped: ')).toEqual([
      'clipped: interrupted (3 of 4 searches); nothing is proved there.',
    ]);
  });

  it('says what holds means where an oops cut schedules short', () => {
    const all = rowsOf({ p: { base: '.', patch: 'V' } });
    expect(screenOf(all)).not.toContain('An oops ends');
    expect(screenOf(all.map((one) => Object.assign({}, one, { cut: 1 })))).toContain('An oops ends a schedule');
  });
});

describe('kinds of violations', () => {
  const kindsOf = (rows: readonly VerdictRow[], width = 120): string[] =>
    kindsOfRows(rows, plain, width).split('\n').slice(1);

  it('are told in two lines: where it is and what goes wrong; a shortest schedule, and the command that shows it', () => {
    expect(
      kindsOf(rowsOf({ p: { base: '...', patch: 'V.V' } }, ({ scenario }) => (scenario === 's2' ? { steps: 7 } : {}))),
    ).toEqual(['new in patch: p: p goes wrong', '    s2, 7 steps: npx kioctx show traces/patch.s2.p.trace.json']);
  });

  it('are shown by commands that name the file of a patch of the user’s', () => {
    const rows = rowsOf({ p: { base: '.', patch: 'V' } }, () => ({ steps: 7 }));
    expect(kindsOfRows(rows, plain, 120, './my patch.ts')).toContain(
      "npx kioctx show traces/patch.s0.p.trace.json --patch './my patch.ts'",
    );
    const untraced = rows.map((one) => Object.assign({}, one, { trace: null }));
    expect(kindsOfRows(untraced, plain, 120, './mine.ts')).toContain(
      'npx kioctx prove s0 --patch ./mine.ts --property p',
    );
  });

  it('are one where the same kernels violate properties in the same scenarios', () => {
    const letters = {
      p: { base: '...', a: 'VV.', b: 'VV.' },
      q: { base: '...', a: 'VV.', b: 'VV.' },
      other: { base: '...', a: 'V..', b: 'V..' },
    };
    expect(kindsOf(rowsOf(letters)).filter((line) => !line.startsWith(' '))).toEqual([
      'new in a, b: p, q: p goes wrong',
      'new in a, b: other: other goes wrong',
    ]);
  });

  it('come by how new they are, and those of all kernels are one at the end', () => {
    const letters = {
      all: { base: 'V.....', a: 'V.....', b: 'V.....' },
      base: { base: '.V....', a: '......', b: '......' },
      still: { base: '..V...', a: '..V...', b: '......' },
      unsure: { base: '...?..', a: '......', b: '...V..' },
      second: { base: '......', a: '......', b: '....V.' },
      first: { base: '......', a: '....V.', b: '......' },
      too: { base: '.....V', a: '.....V', b: '.....V' },
    };
    expect(kindsOf(rowsOf(letters)).filter((line) => !line.startsWith(' '))).toEqual([
      'new in a: first: first goes wrong',
      'new in b: second: second goes wrong',
      'in b, of base not known: unsure: unsure goes wrong',
      'still in a: still: still goes wrong',
      'in base: base: base goes wrong',
      'in all kernels, for one: all: all goes wrong',
    ]);
  });

  it('are told by the property with the shortest schedule, and of a patch rather than of the base', () => {
    const letters = { p: { base: 'V', a: 'V', b: '.' }, q: { base: 'V', a: 'V', b: '.' } };
    const steps = (one: VerdictRow) => ({ steps: (one.patch === 'base' ? 10 : 20) - (one.property === 'q' ? 5 : 0) });
    expect(kindsOf(rowsOf(letters, steps))).toEqual([
      'still in a: q, p: q goes wrong',
      '    s0, 15 steps: npx kioctx show traces/a.s0.q.trace.json',
    ]);
  });

  it('name the search that shows it where no trace is kept', () => {
    expect(kindsOf(rowsOf({ p: { base: '.', 'a+b': 'V' } }, () => ({ trace: null, steps: 1 })))).toEqual([
      'new in a+b: p: p goes wrong',
      '    s0, 1 step: npx kioctx prove s0 --patch a+b --property p',
    ]);
  });

  it('quote a path for the shell, and spell out what could steer a terminal', () => {
    const odd = () => ({ trace: 'my traces/x.trace.json', message: 'it \u001B[2J is\nwrong' });
    expect(kindsOf(rowsOf({ p: { base: '.', patch: 'V' } }, odd))).toEqual([
      String.raw`new in patch: p: it \u001b[2J is\u000awrong`,
      "    s0, 50 steps: npx kioctx show 'my traces/x.trace.json'",
    ]);
  });

  it('are counted where there are too many for a screen', () => {
    const letters = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [
        `p${i}`,
        { base: '.'.repeat(10), patch: `${'.'.repeat(i)}V${'.'.repeat(9 - i)}` },
      ]),
    );
    const lines = kindsOf(rowsOf(letters));
    expect(lines).toHaveLength(8 * 2 + 1);
    expect(lines.at(-1)).toBe('and 2 kinds more');
  });
});

describe('the screen', () => {
  const names = ['2.6.20', 'post-eiocbqueued', 'post-eiocbqueued+wake', 'mainline-2.6.21', 'invalidate-first'];
  const kernels = (...letters: readonly string[]) =>
    Object.fromEntries(names.map((name, i) => [name, letters[i] ?? '']));
  const rows = rowsOf(
    {
      'no-double-completion': kernels('VVV.', '....', '....', 'VV..', 'VV..'),
      'no-use-after-free': kernels('VVV.', 'V...', 'V...', 'VV..', 'VV..'),
      'no-lost-wakeup': kernels('....', '.VVV', '....', '....', '....'),
      'cancel-exclusive': kernels('V...', 'V...', 'V...', 'V...', 'V...'),
      'no-undefined-behaviour': kernels('....', '....', '....', '....', '....'),
    },
    () => ({ message: 'what goes wrong is told in a sentence that is too long for a line of eighty columns' }),
  );

  it.for([80, 120, 200])('of %i columns has no line that is longer, but for commands', (width) => {
    const lines = screenOf(rows, width).split('\n');
    expect(lines.filter((line) => line.length > width && !line.includes('npx kioctx'))).toEqual([]);
  });

  it.for([120, 200])('of %i columns has the kernels as heads', (width) => {
    expect(screenOf(rows, width)).toContain(
      [
        '                      2.6.20         post-eiocbqueued  post-eiocbqueued+wake  mainline-2.6.21   invalidate-first',
        '─'.repeat(112),
        'no-double-completion  violated in 3  cured             cured                  cures 1, still 2  cures 1, still 2',
        'no-use-after-free     violated in 3  cures 2, still 1  cures 2, still 1       cures 1, still 2  cures 1, still 2',
        'no-lost-wakeup        holds          BREAKS 3          holds                  holds             holds',
        'All kernels violate: no-use-after-free in 1, cancel-exclusive in 1',
      ].join('\n'),
    );
  });

  it('of 110 has numbers, which the list of the kernels has too', () => {
    const screen = screenOf(rows, 110);
    expect(screen).toMatch(/^3 post-eiocbqueued\+wake: what post-eiocbqueued\+wake is$/m);
    expect(screen).toMatch(/^ {22}1 {14}2 {17}3 {17}4 {17}5$/m);
    expect(screen).toMatch(/^no-use-after-free {5}violated in 3 {2}cures 2, still 1 {2}/m);
  });

  it('of 80 has the parts of a cell below each other', () => {
    expect(screenOf(rows, 80)).toContain(
      [
        'no-use-after-free     violated  cures 2,  cures 2,  cures 1,  cures 1,',
        '                      in 3      still 1   still 1   still 2   still 2',
        'no-lost-wakeup        holds     BREAKS 3  holds     holds     holds',
      ].join('\n'),
    );
  });

  it.for([80, 120])('of %i columns says the same in colours, of which each line ends its own', (width) => {
    const colours = paletteOf('always', process.stdout);
    const coloured = screenOf(rows, width, colours);
    expect(coloured).not.toBe(screenOf(rows, width));
    expect(stripVTControlCharacters(coloured)).toBe(screenOf(rows, width));
    expect(coloured).toContain(colours.red('BREAKS 3'));
    for (const line of coloured.split('\n')) expect(line.replaceAll(COLOURED, '')).not.toContain(ESCAPE);
  });
});

describe('what differs from the base', () => {
  const rows = rowsOf({ p: { base: 'VV.?.n', patch: 'V.V.?.' }, q: { base: '......', patch: '......' } });

  it('is what another kernel does otherwise, and what is not known', () => {
    expect(
      differing(rows).map(({ patch, property, scenario, verdict }) => [patch, property, scenario, verdict]),
    ).toEqual([
      ['patch', 'p', 's1', 'holds'],
      ['patch', 'p', 's2', 'violated'],
      ['patch', 'p', 's3', 'holds'],
      ['patch', 'p', 's4', 'clipped'],
      ['patch', 'p', 's5', 'holds'],
    ]);
  });

  it('has what nobody asked for, of which there is a row only where it is violated', () => {
    const [violated, ...more] = rowsOf({ watched: { base: '.', patch: 'V' } }).toReversed();
    expect(more).toHaveLength(1);
    const all = [...rowsOf({ p: { base: '.', patch: '.' } }), violated as VerdictRow];
    expect(differing(all)).toEqual([violated]);
    expect(compare(all)).toMatchObject({
      violatedByAll: [],
      differences: [{ property: 'watched' }],
      kinds: [{ against: 'new' }],
    });
    const ofBase = [
      ...rowsOf({ p: { base: '.', patch: '.' } }),
      ...rowsOf({ watched: { base: 'V', patch: '.' } }).slice(0, 1),
    ];
    expect(compare(ofBase)).toMatchObject({ violatedByAll: [], kinds: [{ against: 'base' }] });
    expect(differing(ofBase)).toEqual([]);
    // A search that did not come to its end does not say that it holds.
    const clipped = [...rowsOf({ p: { base: '?', patch: '.' } }), violated as VerdictRow];
    expect(compare(clipped).kinds).toMatchObject([{ against: 'unsure' }]);
    expect(differing(clipped)).toHaveLength(2);
  });
});
