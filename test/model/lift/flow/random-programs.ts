/** Random programs of C, and what they do by another way than a graph: by walking their tree. */
import fc from 'fast-check';

export type Program =
  | { readonly is: 'call'; readonly name: string }
  | { readonly is: 'empty' | 'break' | 'continue' | 'return' }
  | { readonly is: 'goto'; readonly label: number }
  | { readonly is: 'block'; readonly body: readonly Program[] }
  | { readonly is: 'if'; readonly yes: Program; readonly no: Program | null }
  | { readonly is: 'while' | 'do' | 'each'; readonly body: Program }
  /** Which of initialiser, condition and update are there. */
  | { readonly is: 'for'; readonly parts: readonly [boolean, boolean, boolean]; readonly body: Program }
  /** `default` is null. */
  | {
      readonly is: 'switch';
      readonly cases: readonly { readonly value: number | null; readonly body: readonly Program[] }[];
    };

/** Statements between labels: before the first one, and behind each. */
export type Parts = readonly (readonly Program[])[];

const LABELS = 3;

const { program } = fc.letrec<{ program: Program; body: readonly Program[] }>((tie) => ({
  body: fc.array(tie('program'), { maxLength: 4 }),
  program: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Program>({ is: 'call', name: '' }),
    fc.constant<Program>({ is: 'call', name: '' }),
    fc.constantFrom<Program>({ is: 'empty' }, { is: 'break' }, { is: 'continue' }, { is: 'return' }),
    fc.nat(LABELS - 1).map((label): Program => ({ is: 'goto', label })),
    tie('body').map((body): Program => ({ is: 'block', body })),
    fc.record({ is: fc.constant('if' as const), yes: tie('program'), no: fc.option(tie('program')) }),
    fc
      .record({ is: fc.constantFrom('while' as const, 'do' as const, 'each' as const), body: tie('program') })
      .map((rest): Program => rest),
    fc
      .record({
        is: fc.constant('for' as const),
        parts: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        body: tie('program'),
      })
      .map((rest): Program => rest),
    fc
      .uniqueArray(fc.option(fc.nat(3)), { maxLength: 4 })
      .chain((values) =>
        fc.tuple(...values.map((value) => fc.record({ value: fc.constant(value), body: tie('body') }))),
      )
      .map((cases): Program => ({ is: 'switch', cases: [...cases] })),
  ),
}));

export const programs: fc.Arbitrary<Parts> = fc.array(fc.array(program, { maxLength: 4 }), {
  minLength: LABELS + 1,
  maxLength: LABELS + 1,
});

/** Breaks and continues that belong to nothing are calls. Each call, condition and switch gets a number of its own. */
export function inOrder(parts: Parts): { readonly parts: Parts; readonly text: string } {
  let count = 0;
  const numbered = new Map<Program, number>();
  const own = (one: Program, breaks: boolean, continues: boolean): Program => {
    const body = (all: readonly Program[], b = breaks) => all.map((inner) => own(inner, b, continues));
    if (one.is === 'break' && !breaks) return { is: 'call', name: '' };
    if (one.is === 'continue' && !continues) return { is: 'call', name: '' };
    if (one.is === 'block') return { ...one, body: body(one.body) };
    if (one.is === 'if')
      return {
        ...one,
        yes: own(one.yes, breaks, continues),
        no: one.no === null ? null : own(one.no, breaks, continues),
      };
    if (one.is === 'switch')
      return { ...one, cases: one.cases.map((each) => Object.assign({}, each, { body: body(each.body, true) })) };
    if ('body' in one) return { ...one, body: own(one.body, true, true) };
    return { ...one };
  };
  const number = (one: Program): number => {
    const known = numbered.get(one) ?? (count += 1);
    numbered.set(one, known);
    return known;
  };
  const textOf = (one: Program): string => {
    switch (one.is) {
      case 'call':
        return `s(${number(one)});`;
      case 'empty':
        return ';';
      case 'break':
      case 'continue':
      case 'return':
        return `${one.is};`;
      case 'goto':
        return `goto L${one.label};`;
      case 'block':
        return `{\n${one.body.map(textOf).join('\n')}\n}`;
      case 'if':
        // In braces, so that an else belongs to its own if.
        return `if (c(${number(one)})) {\n${textOf(one.yes)}\n}${one.no === null ? '' : ` else\n${textOf(one.no)}`}`;
      case 'while':
        return `while (c(${number(one)}))\n${textOf(one.body)}`;
      case 'each':
        // With an empty statement for its body, it would be a call.
        return `list_for_each(c, ${number(one)}) {\n${textOf(one.body)}\n}`;
      case 'do':
        return `do {\n${textOf(one.body)}\n} while (c(${number(one)}));`;
      case 'for': {
        const n = number(one);
        const [initialiser, condition, update] = one.parts;
        return `for (${initialiser ? `i(${n})` : ''}; ${condition ? `c(${n})` : ''}; ${update ? `u(${n})` : ''})\n${textOf(one.body)}`;
      }
      case 'switch':
        return `switch (d(${number(one)})) {\n${one.cases
          .map(({ value, body }) => `${value === null ? 'default' : `case ${value}`}:\n${body.map(textOf).join('\n')}`)
          .join('\n')}\n}`;
    }
  };
  const all = parts.map((part) => part.map((one) => own(one, false, false)));
  const text = all
    .map((part, i) => [...(i === 0 ? [] : [`L${i - 1}:`]), ...part.map(textOf), ...(i === 0 ? [] : [';'])].join('\n'))
    .join('\n');
  numbers.set(all, numbered);
  return { parts: all, text: `{\n${text}\n}` };
}

const numbers = new WeakMap<Parts, ReadonlyMap<Program, number>>();

type Leaves = 'break' | 'continue' | 'return' | { readonly goto: number } | null;

/** Ends a run that has taken long enough. */
export class Enough extends Error {}

export interface Told {
  readonly say: (what: string) => void;
  /** A number from 0 to 4 for the condition of that number. */
  readonly ask: (what: string) => number;
}

/** What the numbered program does. */
export function walk(parts: Parts, { say, ask }: Told): void {
  const numbered = numbers.get(parts) as ReadonlyMap<Program, number>;
  const sequence = (all: readonly Program[]): Leaves => {
    for (const one of all) {
      const leaves = run(one);
      if (leaves !== null) return leaves;
    }
    return null;
  };
  const loop = (test: () => boolean, body: Program, update: () => void, isDo: boolean): Leaves => {
    for (let first = isDo; first || test(); first = false) {
      const leaves = run(body);
      if (leaves === 'break') return null;
      if (leaves !== null && leaves !== 'continue') return leaves;
      update();
    }
    return null;
  };
  const run = (one: Program): Leaves => {
    const n = numbered.get(one) ?? 0;
    const test = () => ask(`c(${n})`) % 2 === 1;
    switch (one.is) {
      case 'call':
        say(`s(${n})`);
        return null;
      case 'empty':
        return null;
      case 'break':
      case 'continue':
      case 'return':
        return one.is;
      case 'goto':
        return { goto: one.label };
      case 'block':
        return sequence(one.body);
      case 'if':
        return test() ? run(one.yes) : one.no === null ? null : run(one.no);
      case 'while':
      case 'each':
        return loop(test, one.body, () => {}, false);
      case 'do':
        return loop(test, one.body, () => {}, true);
      case 'for': {
        const [initialiser, condition, update] = one.parts;
        if (initialiser) say(`i(${n})`);
        const always = () => {
          say('');
          return true;
        };
        return loop(condition ? test : always, one.body, () => update && say(`u(${n})`), false);
      }
      case 'switch': {
        const value = ask(`d(${n})`);
        const found = one.cases.findIndex((each) => each.value === value);
        const from = found >= 0 ? found : one.cases.findIndex((each) => each.value === null);
        if (from < 0) return null;
        const leaves = sequence(one.cases.slice(from).flatMap(({ body }) => body));
        return leaves === 'break' ? null : leaves;
      }
    }
  };
  for (let at = 0; at < parts.length;) {
    const leaves = sequence(parts[at] ?? []);
    if (leaves === 'return') return;
    at = leaves !== null && typeof leaves === 'object' ? leaves.goto + 1 : at + 1;
    say('');
  }
}
