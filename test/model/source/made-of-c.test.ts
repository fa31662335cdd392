/** What `npm run source` makes of C: told on invented text, since the kernel's is not here. */
import { describe, expect, it } from 'vitest';
import { cReader } from '../../../build/source/read-c.ts';
import { tableOfFile } from '../../../build/source/table.ts';
import { lineDigest, readDigests } from '../../../model/source/digest.ts';
import { type KindRange, readKinds, writeKinds } from '../../../model/source/line-kinds.ts';

const read = await cReader();

/** The kinds of the only function. */
function kindsOf(text: string): readonly KindRange[] {
  const [only] = read(text).functions;
  if (only === undefined) throw new Error('no function');
  return only.kinds();
}

const kinds = (...lines: string[]): string => writeKinds(kindsOf(lines.join('\n')));

describe('the kinds of the lines of a function', () => {
  it('has the head to the first brace, and the last brace', () => {
    expect(kinds('static int', 'shop(int a,', '     int b)', '{', '\topen(a);', '}')).toBe('HhhhSB');
  });

  it('has one range for a statement of several lines, with the comments in it', () => {
    expect(kinds('int shop(void)', '{', '\topen(a, /* why */', '\t\t/* not */', '\t\tb);', '}')).toBe('HhSssB');
  });

  it('tells the head of an if from what it decides, and else from both', () => {
    expect(
      kinds('int shop(void)', '{', '\tif (a &&', '\t    b) {', '\t\topen();', '\t} else', '\t\tshut();', '}'),
    ).toBe('HhCcSBSB');
  });

  it('has the tail of a do-while as a condition, unless it is there for a macro', () => {
    expect(kinds('int shop(void)', '{', '\tdo {', '\t\topen();', '\t} while (a);', '}')).toBe('HhBSCB');
    expect(kinds('int shop(void)', '{', '\tdo {', '\t\topen();', '\t} while (0);', '}')).toBe('HhBSBB');
  });

  it('finds nothing in an empty statement, nor in a tail that always goes on', () => {
    expect(kinds('int shop(void)', '{', '\twhile (a)', '\t\t;', '\tdo {', '\t\topen();', '\t} while (1) ;', '}')).toBe(
      'HhCBBSBB',
    );
  });

  it('tells jumps, and what they carry, from statements', () => {
    expect(kinds('int shop(void)', '{', '\tgoto out;', 'out:', '\treturn -EINVAL;', '}')).toBe('HhJLJB');
    expect(kinds('int shop(void)', '{', '\treturn open(a);', '}')).toBe('HhSB');
  });

  it('tells a declaration that computes from one that does not', () => {
    expect(kinds('int shop(void)', '{', '\tint a, b = 0;', '\tint c = open();', '\tint *d = NULL;', '}')).toBe(
      'HhDSDB',
    );
  });

  it('knows blank lines, comments, cases and the preprocessor', () => {
    expect(
      kinds(
        'int shop(int a)',
        '{',
        '',
        '/* a',
        ' */',
        '#ifdef DEBUG',
        '\tsay();',
        '#endif',
        '\tswitch (a) {',
        '\tcase 1:',
        '\t\tbreak;',
        '\t}',
        '}',
      ),
    ).toBe('HhNKkPSPCLJBB');
  });

  it('has one range where several things share a line, of the kind that does most', () => {
    expect(kinds('int shop(void)', '{', '\tif (a) return 0;', '\topen(); shut(a,', '\t\tb);', '}')).toBe('HhCSsB');
  });

  it('reads what the preprocessor would have taken away', () => {
    expect(
      kinds(
        'static int fastcall shop(char __user *a)',
        '{',
        '\tlist_for_each_entry(p, &q->head, link) {',
        '\t\tx = list_entry(h, struct thing, link);',
        '\t}',
        '}',
      ),
    ).toBe('HhCSBB');
  });

  it('reads a function with a label in front of an #endif, with both branches', () => {
    expect(kinds('int shop(void)', '{', '#ifdef SMP', '\topen();', 'out:', '#endif', '\tshut();', '}')).toBe(
      'HhPSLPSB',
    );
  });

  it('reads a macro of several lines as a function', () => {
    const [macro] = read(
      '\n#define shop(a) do {\t\\\n\topen(a);\t\\\n\tif (a)\t\\\n\t\tshut(a);\t\\\n} while (0)\n',
    ).functions;
    expect(macro?.name).toBe('shop');
    expect(macro?.lines).toEqual([2, 6]);
    expect(writeKinds(macro?.kinds() ?? [])).toBe('HSCSB');
  });

  it('refuses a function that is no C, and says where', () => {
    expect(() => kinds('int shop(void)', '{', '\topen();', '\tshut(((;', '}')).toThrow('shop is not read as C, line 4');
  });
});

it('kinds are read as they were written', () => {
  const ranges = kindsOf('int shop(void)\n{\n\tint a;\n\n\topen(a,\n\t\tb);\n\tif (a)\n\t\treturn 0;\n}\n');
  expect(readKinds(writeKinds(ranges), 1)).toEqual(ranges);
  expect(() => readKinds('HX', 1)).toThrow('X is no kind of line');
});

describe('the table of a file', () => {
  const text = 'struct shop {\n\tint a;\n};\n\nstatic void first(void)\n{\n}\n\nint second(void)\n{\n\treturn 1;\n}\n';

  it('has a digest of every line, of blank ones too', () => {
    expect(readDigests(tableOfFile(text, [], read).digests)).toEqual(text.trimEnd().split('\n').map(lineDigest));
  });

  it('has all functions and structs, and the kinds of what is modelled', () => {
    const { functions, structs, kinds: modelled } = tableOfFile(text, [11], read);
    expect(functions).toEqual({ first: '5-7', second: '9-12' });
    expect(structs).toEqual({ shop: '1-3' });
    expect(modelled).toEqual({ second: 'HhJB' });
  });

  it('has every range of a name that several have', () => {
    const twice = `#ifdef SMP\n${text}#else\n${text}#endif\n`;
    expect(tableOfFile(twice, [], read).functions).toEqual({ first: '6-8 19-21', second: '10-13 23-26' });
  });

  it('refuses a modelled function whose name another has too', () => {
    expect(() => tableOfFile(`${text}${text}`, [11], read)).toThrow('second is modelled, and is 2 functions');
  });

  it('refuses a line that is cited and lies in no function', () => {
    expect(() => tableOfFile(text, [2], read)).toThrow('line 2 is cited, and lies in no function');
  });
});
