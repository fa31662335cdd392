import { describe, expect, it } from 'vitest';
import { lineDigest } from '../../../model/source/digest.ts';
import { markedBy, skeletonOf } from '../../../model/source/skeleton.ts';
import { sourceFile, sourcePaths } from '../../../model/source/source-file.ts';
import { lineOfLabel, readStructure, writeStructure } from '../../../model/source/structure.ts';
import { madeOf } from './made-file.ts';

/** Of a function whose body begins on line 2. */
const skeleton = (...body: string[]): readonly string[] =>
  skeletonOf(madeOf(['void shop(void)', '{', ...body, '}', ''].join('\n'), 2).modelled).slice(2, -1);

describe('the skeleton of a function', () => {
  it('has a call for each statement and condition, and keeps keywords and braces', () => {
    expect(skeleton('\tif (a) {', '\t\topen();', '\t} else if (b)', '\t\treturn;', '\telse', '\t\treturn 1;')).toEqual([
      'if (__base(3)) {',
      '__base(4);',
      '} else if (__base(5))',
      'return;',
      'else',
      'return __base(8);',
    ]);
  });

  it('has a statement of several lines on its first one', () => {
    expect(skeleton('\topen(a,', '\t\tb);', '\tif (a &&', '\t    b) {', '\t\tshut();', '\t}')).toEqual([
      '__base(3);',
      '',
      'if (__base(5))',
      '{',
      '__base(7);',
      '}',
    ]);
  });

  it('counts those that share a line', () => {
    expect(skeleton('\topen(); shut();', '\tif (a) return b;')).toEqual([
      '__base(3); __base(3, 1);',
      'if (__base(4)) return __base(4, 1);',
    ]);
  });

  it('has the loops, with those parts of a for that are there', () => {
    expect(
      skeleton(
        '\tfor (i = 0; i < 3; i++)',
        '\t\tbreak;',
        '\tfor (;;)',
        '\t\t;',
        '\tdo {',
        '\t\tcontinue;',
        '\t} while (a);',
        '\twhile (1)',
        '\t\topen();',
        '\tlist_for_each_entry(p, &q->head, link) {',
        '\t}',
      ),
    ).toEqual([
      'for (__base_init(3); __base(3); __base_update(3))',
      'break;',
      'for (; ; )',
      ';',
      'do {',
      'continue;',
      '} while (__base(9)) ;',
      'while (1)',
      '__base(11);',
      'while (__base(12)) {',
      '}',
    ]);
  });

  it('calls labels by their lines', () => {
    expect(skeleton('again:', '\tif (a)', '\t\tgoto out;', '\tgoto again;', 'out: open();')).toEqual([
      'L_3:',
      'if (__base(4))',
      'goto L_7;',
      'goto L_3;',
      'L_7: __base(7);',
    ]);
  });

  it('has switches', () => {
    expect(skeleton('\tswitch (a) {', '\tcase B:', '\tcase 2: open();', '\tdefault:', '\t\tbreak;', '\t}')).toEqual([
      'switch (__base(3)) {',
      'case 4:',
      'case 5: __base(5);',
      'default:',
      'break;',
      '}',
    ]);
  });

  it('leaves out declarations that compute nothing, directives and comments, but not where comments begin and end', () => {
    expect(
      skeleton(
        '\tint a, b = 0;',
        '\tint c = open();',
        '#ifdef SMP',
        '\t/* why',
        '\t * so */',
        '\topen(); /* a',
        '\t b */',
      ),
    ).toEqual(['', '__base(4);', '', ' /*', '*/ ', '__base(8); /*', '*/ ']);
  });

  it('has a macro, from its head to its end', () => {
    const { modelled } = madeOf('\n#define shop(a) do {\t\\\n\topen(a);\t\\\n} while (0)\n', 3);
    expect(modelled.structure.isMacro).toBe(true);
    expect(skeletonOf(modelled)).toEqual(['{ do {', '__base(3);', '} while (0) ; }']);
  });
});

it('a call in a skeleton names what it stands for', () => {
  expect(markedBy('__base', [12])).toEqual({ line: 12, nth: 0, part: 'whole' });
  expect(markedBy('__base_update', [12, 1])).toEqual({ line: 12, nth: 1, part: 'update' });
  expect(markedBy('open', [12])).toBeNull();
});

it('a label is found by its name', () => {
  const { modelled } = madeOf('void shop(void)\n{\n\topen();\nout_put_req:\n\tshut();\n}\n', 2);
  expect(lineOfLabel(modelled, 'out_put_req')).toBe(4);
  expect(lineOfLabel(modelled, 'out')).toBeUndefined();
});

describe('a structure', () => {
  it('is read as it was written, for every function of 2.6.20', () => {
    for (const path of sourcePaths)
      for (const { lines, structure } of sourceFile(path)?.facts.modelled ?? []) {
        expect(structure.lines.length).toBe(lines[1] - lines[0] + 1);
        expect(readStructure(writeStructure(structure))).toEqual(structure);
      }
  });

  it('has what needs more than a letter', () => {
    const token = { is: 'for', initialiser: true, condition: false, update: true, more: 2 } as const;
    const lines = [
      { tokens: [token, { is: 'label', digest: lineDigest('out') }, { is: 'goto', label: 12 }], endsInComment: true },
      { tokens: [], endsInComment: false },
      { tokens: [{ is: 'statement', more: 11 }, { is: 'constant', value: 1 }, { is: ';' }], endsInComment: false },
    ] as const;
    expect(readStructure(writeStructure({ isMacro: true, lines }))).toEqual({ isMacro: true, lines });
  });

  it('is refused at a letter that there is not', () => {
    expect(() => readStructure(',{,S,x,}')).toThrow('x is no letter');
  });
});
