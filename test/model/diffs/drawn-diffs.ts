/** Unified diffs that fast-check draws: C of our own, in the forms that kernel patches have, and how a diff is written. */
import fc from 'fast-check';
import type { DiffLine } from '../../../model/diffs/index.ts';

export interface DrawnHunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly section: string;
  readonly lines: readonly Omit<DiffLine, 'at'>[];
}

export interface DrawnFile {
  readonly path: string;
  readonly hunks: readonly DrawnHunk[];
}

export const countOf = ({ lines }: DrawnHunk, side: '-' | '+'): number =>
  lines.filter(({ kind }) => kind === ' ' || kind === side).length;

const word = fc.constantFrom(
  ...(
    'budget waiter basket pages lamp counter shelf ferry ticket bucket harbour pending parcel owner turn gate ' +
    'depth limit window cursor token oven batch credit'
  ).split(' '),
);
const called = fc.tuple(fc.constantFrom('refill', 'drop', 'claim', 'count', 'settle', '__grab', 'may', 'weigh'), word);
const callee = called.map(([verb, noun]) => `${verb}_${noun}`);
const path = fc
  .tuple(word, fc.constantFrom('', '->', '.'), word)
  .map(([a, by, b]) => (by === '' ? a : `${a}${by}${b}`));
const number = fc.nat({ max: 300 }).map(String);
const value = fc.oneof(
  path,
  path,
  number,
  word.map((one) => one.toUpperCase()),
);
const args = fc.array(value, { minLength: 1, maxLength: 4 }).map((all) => all.join(', '));
const call = fc.tuple(callee, args).map(([name, list]) => `${name}(${list})`);
const operator = fc.constantFrom(' + ', ' - ', ' & ', ' | ', ' << ', ' * ');
const expression = fc.oneof(
  value,
  call,
  fc.tuple(value, operator, value).map((all) => all.join('')),
  fc.tuple(value, value, value).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
  fc.tuple(value, call).map(([a, b]) => `(unsigned long)${a} + ${b}`),
);
const prose = fc
  .array(
    fc.oneof(word, fc.constantFrom('the', 'before', 'we', "don't", 'until', 'it', 'is', 'must', 'a', 'held', 'by')),
    {
      minLength: 2,
      maxLength: 11,
    },
  )
  .map((words) => words.join(' '));
const type = fc.oneof(
  fc.constantFrom('int', 'unsigned long', 'long', 'u64'),
  word.map((one) => `struct ${one}`),
);

/** Some lines that belong together, without what stands in front of all of them. */
const snippet: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(path, expression).map(([a, b]) => [`${a} = ${b};`]) },
  { weight: 3, arbitrary: call.map((one) => [`${one};`]) },
  { weight: 2, arbitrary: fc.tuple(type, word, expression).map(([a, b, c]) => [`${a} *${b} = ${c};`]) },
  { weight: 2, arbitrary: fc.tuple(type, word).map(([a, b]) => [`${a} ${b};`]) },
  { weight: 2, arbitrary: fc.constant(['']) },
  { weight: 2, arbitrary: fc.tuple(expression, call).map(([a, b]) => [`if (${a})`, `\t${b};`]) },
  fc.tuple(call, value, expression).map(([a, b, c]) => [`if (${a} && ${b} > ${c}) {`, `\treturn -EINVAL;`, '}']),
  fc.tuple(callee, args, args).map(([a, b, c]) => [`${a}(${b},`, `\t\t${c});`]),
  fc.tuple(path, value, operator, value).map(([a, b, by, c]) => [`${a} = ${b}`, `\t${by.trim()} ${c};`]),
  prose.map((one) => [`/* ${one} */`]),
  fc.array(prose, { minLength: 1, maxLength: 4 }).map((all) => ['/*', all.map((one) => ` * ${one}`), ' */'].flat()),
  fc.tuple(prose, prose).map(([a, b]) => [`/* ${a}`, ` * ${b} */`]),
  fc.tuple(path, expression, prose).map(([a, b, c]) => [`${a} = ${b};\t/* ${c} */`]),
  fc.tuple(prose, args).map(([a, b]) => [`printk("${a}: %d  %lx\\n", ${b});`]),
  fc.tuple(prose, args, args).map(([a, b, c]) => [`printk(KERN_ERR "${a} %p\\n",`, `\t${b}, ${c});`]),
  fc.constantFrom(['} else {'], ['}'], ['break;'], ['return 0;'], ['do {'], ['else']),
);
/** What begins at the left. */
const outer: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc.tuple(type, callee, type, word).map(([a, b, c, d]) => [`static ${a} ${b}(${c} *${d})`, '{']),
  fc
    .tuple(type, callee, type, word, type)
    .map(([a, b, c, d, e]) => [`static inline ${a} ${b}(${c} *${d},`, `\t\t${e} *next)`, '{']),
  fc.constant(['}', '']),
  fc.tuple(callee, word).map(([a, b]) => [`#define ${a}(x)\ttest_bit(${b.toUpperCase()}, &(x)->flags)`]),
  fc
    .tuple(callee, call, call)
    .map(([a, b, c]) => [`#define ${a}(x) do {\t\\`, `\t${b};\t\\`, `\t${c};\t\\`, `} while (0)`]),
  word.map((one) => [`#ifdef CONFIG_${one.toUpperCase()}`]),
  fc.constantFrom(['#endif'], ['out:'], ['\tgoto out;']),
);
const block: fc.Arbitrary<readonly string[]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.array(snippet, { minLength: 1, maxLength: 3 }))
      .map(([depth, all]) => all.flat().map((line) => (line === '' ? '' : '\t'.repeat(depth) + line))),
  },
  { weight: 1, arbitrary: outer },
);
/** So many lines, and more where they belong together. */
const code = (min: number, max: number): fc.Arbitrary<readonly string[]> =>
  fc.array(block, { minLength: min === 0 ? 0 : 1, maxLength: max }).map((all) => all.flat());

const of = (kind: DiffLine['kind'], most: number) =>
  code(0, most).map((lines) => lines.map((text) => ({ kind, text })));
const change = fc.tuple(of('-', 2), of('+', 3)).map((both) => both.flat());

const hunk = fc
  .record({
    above: of(' ', 2),
    changes: fc.array(fc.tuple(change, of(' ', 1)), { minLength: 1, maxLength: 3 }),
    below: of(' ', 2),
    section: fc.oneof(
      fc.constant(''),
      fc.tuple(type, callee).map(([a, b]) => `static ${a} ${b}(struct page`),
    ),
    gap: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ above, changes, below, section, gap }) => ({
    section,
    gap,
    lines: [...above.slice(-3), ...changes.flat(2), ...below.slice(0, 3)],
  }))
  .filter(({ lines }) => lines.length > 0 && lines.length < 60 && lines.some(({ kind }) => kind !== ' '));

const file = fc
  .record({
    path: fc
      .tuple(fc.constantFrom('fs/', 'mm/', 'include/linux/', 'drivers/usb/gadget/'), word)
      .map(([a, b]) => `${a}${b}.c`),
    hunks: fc.array(hunk, { minLength: 1, maxLength: 4 }),
  })
  .map(({ path: name, hunks }): DrawnFile => {
    let [older, newer] = [1, 1];
    const placed = hunks.map(({ section, gap, lines }): DrawnHunk => {
      [older, newer] = [older + gap, newer + gap];
      const one = { oldStart: older, newStart: newer, section, lines };
      older += countOf(one, '-');
      newer += countOf(one, '+');
      return one;
    });
    return { path: name, hunks: placed };
  });

export const drawnFiles: fc.Arbitrary<readonly DrawnFile[]> = fc.uniqueArray(file, {
  minLength: 1,
  maxLength: 3,
  selector: ({ path: name }) => name,
});

/** The lines of a diff with the names that mercurial writes; the counts are there always, as it writes them. */
export const written = (files: readonly DrawnFile[]): string[] =>
  files.flatMap(({ path: name, hunks }) => [
    `diff -r 0123456789ab ${name}`,
    `--- a/${name}\tMon Feb 19 11:52:27 2007 -0800`,
    `+++ b/${name}\tMon Feb 19 12:32:52 2007 -0800`,
    ...hunks.flatMap((one) => [
      `@@ -${one.oldStart},${countOf(one, '-')} +${one.newStart},${countOf(one, '+')} @@${one.section === '' ? '' : ` ${one.section}`}`,
      ...one.lines.map(({ kind, text }) => kind + text),
    ]),
  ]);
