import { describe, expect, it } from 'vitest';
import { type Item, parseFragment } from '../../../model/lift/c/index.ts';
import { END, type FlowGraph, flowOf, successorsOf } from '../../../model/lift/flow/index.ts';
import type { PlacedHunk } from '../../../model/source/applied.ts';
import { labelAt } from '../../../model/source/skeleton.ts';
import { type ModelledLines, sourceFile, type SourceFile, sourcePaths } from '../../../model/source/source-file.ts';
import { lineOfLabel } from '../../../model/source/structure.ts';
import { showSkeletonIssue, type SkeletonLine, type WithHunks, withHunks } from '../../../model/source/with-hunks.ts';
import { parser } from '../lift/c/reading.ts';
import { type Change, changed, diffOf } from './invented.ts';
import { madeOf } from './made-file.ts';

const BODY = `
	int a, b = 0;
	int c = look();

	/* What is
	 * to be done. */
	prepare(a);
	if (a)
		first(a,
		      b);
	if (a && b) {
		second();
		third(); /* why
			  * not */
	} else if (a ||
		   c) {
		fourth();
	} else
		fifth();
again:
	while (more(a)) {
		sixth();
		if (b)
			continue;
		else {
			seventh();
			break;
		}
	}
	do {
		eighth();
		if (c)
			goto out;
	} while (a != b &&
		 c);
	for (i = 0; i < 3; i++)
		ninth(i);

	list_for_each_entry(p, &q->head, link) {
		tenth(p);
	}
	switch (kind(a)) {
	case ONE:
		eleventh();
	case TWO: {
		twelfth();
		break;
	}
	default:
		if (b) goto again;
	}
	spin();
out:
	release(a);
	return b + c;`;

const LINES = ['static int shop(int x,', '\t\tint y)', '{', ...BODY.slice(1).split('\n'), '}', '', 'int next;'];
const { file, modelled } = madeOf(`${LINES.join('\n')}\n`, 5);

const placedOf = (changes: readonly Change[], context = 3): PlacedHunk[] =>
  diffOf(LINES, changes, context).map((hunk) => ({
    hunk,
    place: { start: hunk.header.oldStart, offset: 0, fuzz: 0 },
  }));

/** As one hunk of one change, with all that stays between the first and the last change. */
function patched(changes: readonly Change[], context = 3): WithHunks {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return withHunks(file, modelled, []);
  const end = last.at + last.takesOut;
  const inner = changes.map((one) => Object.assign({}, one, { at: one.at - first.at }));
  const between = LINES.slice(first.at, end);
  const lines: { kind: ' ' | '-' | '+'; text: string }[] = [];
  let next = 0;
  const keepTo = (to: number) => {
    for (; next < to; next += 1) lines.push({ kind: ' ', text: between[next] as string });
  };
  for (const { at, takesOut, putsIn } of inner) {
    keepTo(at);
    for (const text of between.slice(at, at + takesOut)) lines.push({ kind: '-', text });
    for (const text of putsIn) lines.push({ kind: '+', text });
    next = at + takesOut;
  }
  const start = Math.max(0, first.at - context);
  const shown = (from: number, to: number) => LINES.slice(from, to).map((text) => ({ kind: ' ' as const, text }));
  const all = [...shown(start, first.at), ...lines, ...shown(end, end + context)];
  const header = { oldStart: start + 1, oldCount: 0, newStart: 0, newCount: 0 };
  return withHunks(file, modelled, [{ hunk: { header, lines: all }, place: { start: start + 1, offset: 0, fuzz: 0 } }]);
}

const isNothing = (item: Item): boolean =>
  item.kind === 'declaration' && (item.initialiser === null || /^(?:0|NULL)$/.test(item.initialiser.at.text));

/** Each node by what it is and its line in the patched file, with the lines that it leads to; declarations that compute nothing are passed over. */
function told({ nodes, entry }: FlowGraph): string[] {
  const behind = (place: number): number => {
    const node = nodes[place];
    return node?.does === 'statement' && isNothing(node.item) ? behind(node.next) : place;
  };
  const name = (place: number): string => {
    const node = nodes[behind(place)];
    if (behind(place) === END || node === undefined) return 'end';
    const isLoop = node.does === 'loop-start' || node.does === 'loop-test';
    return `${node.at.line} ${isLoop ? 'condition' : node.does}`;
  };
  return [
    name(entry),
    ...nodes.flatMap((node, place) =>
      behind(place) !== place || node.does === 'loop-start'
        ? []
        : [`${name(place)}: ${[...new Set(successorsOf(node).map((next) => name(next)))].join(', ')}`],
    ),
  ];
}

type Read = { readonly ok: true; readonly told: string[] } | { readonly ok: false };

function read(lines: readonly { readonly text: string; readonly at: number }[], base?: ModelledLines): Read {
  const { items, issues } = parseFragment(parser, lines, 'body');
  const [body, ...more] = items;
  const isWhole = body?.kind === 'block' && !body.missing.open && !body.missing.close && more.length === 0;
  const flow = flowOf(items, {
    labelOf(name) {
      const line = base === undefined ? undefined : lineOfLabel(base, name);
      return line === undefined ? name : labelAt(line);
    },
  });
  return !isWhole || issues.length > 0 || flow.issues.length > 0 ? { ok: false } : { ok: true, told: told(flow.graph) };
}

const HEAD = 2;

/** By the real text: what the function is after the changes. */
function directly(changes: readonly Change[]): Read {
  const all = changed(LINES, changes);
  const lines = all.map((text, i) => ({ text, at: i + 1 })).slice(HEAD, all.lastIndexOf('}') + 1);
  return read(lines);
}

function bySkeleton(changes: readonly Change[]): Read {
  const result = patched(changes);
  if (!result.ok) throw new Error(showSkeletonIssue('shop.c', result.issue));
  return read(result.lines, modelled);
}

/** Counts those of the changes that make C of C, all of which must be told alike. */
function tellAlike(all: readonly (readonly Change[])[]): number {
  let count = 0;
  for (const changes of all) {
    const wanted = directly(changes);
    if (!wanted.ok) continue;
    count += 1;
    expect({ changes, ...bySkeleton(changes) }).toEqual({ changes, ...wanted });
  }
  return count;
}

/** Lines of the body, with that of its last brace. */
const inside = LINES.map((_, at) => at).slice(HEAD + 1, LINES.indexOf('}', HEAD + 1) + 1);

/** Those that may be taken out: not the last brace, nor where a comment begins that goes on, or ends. */
const loose = inside.slice(0, -1).filter((at) => !/\*\/|\/\*/.test(LINES[at] ?? ''));

describe('the flow of a patched function is that of its text', () => {
  it('as it is', () => {
    expect(tellAlike([[]])).toBe(1);
  });

  it.each([
    ['a statement', '\tnewly();'],
    ['a condition with a statement', '\tif (newly())\n\t\tnewer();'],
    ['a jump to a label of the base', '\tgoto out;'],
    ['a label', 'newly:'],
    ['a loop', '\twhile (newly()) {\n\t\tnewer();\n\t\tbreak;\n\t}'],
    ['a return', '\treturn 5;'],
    ['a comment', '\t/* newly */'],
    ['an else', '\telse\n\t\tnewly();'],
  ])('with %s anywhere', (_, text) => {
    const count = tellAlike(inside.map((at) => [{ at, takesOut: 0, putsIn: text.split('\n') }]));
    expect(count).toBeGreaterThan(text.includes('else') ? 2 : 40);
  });

  it('without any one or two lines', () => {
    const all = [1, 2].flatMap((takesOut) =>
      loose.filter((at) => takesOut === 1 || loose.includes(at + 1)).map((at) => [{ at, takesOut, putsIn: [] }]),
    );
    const count = tellAlike(all);
    expect(count).toBeGreaterThan(35);
  });

  it.each([
    ['an if', '\tif (newly()) {', '\t}'],
    ['a do', '\tdo {', '\t} while (newly());'],
    ['an if with an else', '\tif (newly()) {', '\t} else {\n\t\tnewer();\n\t}'],
  ])('with any statements in %s', (_, before, behind) => {
    const wraps = inside.flatMap((from) =>
      inside
        .filter((to) => to > from && to - from < 12)
        .map((to): Change[] => [
          { at: from, takesOut: 0, putsIn: [before] },
          { at: to, takesOut: 0, putsIn: behind.split('\n') },
        ]),
    );
    expect(tellAlike(wraps)).toBeGreaterThan(100);
  });

  it('with another condition, or a brace, in the place of a line', () => {
    const replace = (pattern: RegExp, by: string) =>
      loose.flatMap((at): Change[][] => {
        const line = LINES[at] ?? '';
        const text = line.replace(pattern, by);
        return text === line ? [] : [[{ at, takesOut: 1, putsIn: text.split('\n') }]];
      });
    const all = [
      ...replace(/\((.*)\)/, '(($1) && newly())'),
      ...replace(/ &&$/, ' && newly() &&'),
      ...replace(/;/, '; newly();'),
      ...replace(/^(\t*)\}/, '$1} newly();'),
      ...replace(/^(\t*)\}( else)?/, '$1} else if (newly()) {\n\t\tnewer();\n\t} else {\n\t\tnewest();\n\t}'),
    ];
    expect(tellAlike(all)).toBeGreaterThan(35);
  });

  it('with braces put about a statement that had none', () => {
    const all = inside.flatMap((at): Change[][] => {
      const line = LINES[at] ?? '';
      if (!/^\t(?:if|else|for).*[)e]$/.test(line)) return [];
      return [1, 2].map((length) => [
        { at, takesOut: 1, putsIn: [`${line} {`] },
        { at: at + 1 + length, takesOut: 0, putsIn: ['\t\tnewly();', '\t}'] },
      ]);
    });
    expect(tellAlike(all)).toBeGreaterThan(2);
  });

  it('with any line, or two, put somewhere else', () => {
    const all = [1, 2].flatMap((takesOut) =>
      loose
        .filter((at) => takesOut === 1 || loose.includes(at + 1))
        .flatMap((at) =>
          inside
            .filter((to) => to >= at + takesOut && to - at < 9)
            .flatMap((to): Change[][] => {
              const putsIn = LINES.slice(at, at + takesOut);
              return [
                [
                  { at, takesOut, putsIn: [] },
                  { at: to, takesOut: 0, putsIn },
                ],
              ];
            }),
        ),
    );
    expect(tellAlike(all)).toBeGreaterThan(100);
  });
});

const lineOf = (text: string): number => LINES.findIndex((line) => line.trim() === text);
const shown = (lines: readonly SkeletonLine[], from: number, to: number): string[] =>
  lines.filter(({ at }) => from <= at && at <= to).map(({ text, origin }) => `${origin.is}: ${text.trim()}`);

describe('a patched function', () => {
  it('has what stays as its skeleton, and what is new as it is', () => {
    const at = lineOf('prepare(a);');
    const result = patched([{ at, takesOut: 1, putsIn: ['\tprepare(b);', '\tnewly();'] }]);
    if (!result.ok) throw new Error('refused');
    expect(shown(result.lines, at, at + 4)).toEqual([
      'kept: */',
      'added: prepare(b);',
      'added: newly();',
      `kept: if (__base(${at + 2}))`,
      `kept: __base(${at + 3});`,
    ]);
    expect(result.removed.map(({ base, line }) => `${base} ${line.text}`)).toEqual([`${at + 1} \tprepare(a);`]);
    expect(result.head).toBeNull();
    expect(result.behind.map(({ text }) => text)).toEqual([]);
  });

  it('has all of a statement of which a line is changed', () => {
    const at = lineOf('first(a,');
    const result = patched([{ at: at + 1, takesOut: 1, putsIn: ['\t\t      c);'] }]);
    if (!result.ok) throw new Error('refused');
    expect(shown(result.lines, at, at + 3)).toEqual([
      `kept: if (__base(${at}))`,
      'shown: first(a,',
      'added: c);',
      `kept: if (__base(${at + 3})) {`,
    ]);
  });

  it('is refused where a line of a changed statement is not in the diff', () => {
    const at = lineOf('first(a,');
    const result = withHunks(file, modelled, placedOf([{ at, takesOut: 1, putsIn: ['\t\tfirst(c,'] }], 0));
    expect(result.ok ? null : showSkeletonIssue('shop.c', result.issue)).toBe(
      `shop.c: the statement in lines ${at + 1} to ${at + 2} is changed, and line ${at + 2} of it is not in the diff; expected more context (diff -U10)`,
    );
  });

  it('does not take a line of context for its own where that differs', () => {
    const at = lineOf('first(a,');
    const [hunk] = placedOf([{ at, takesOut: 1, putsIn: ['\t\tfirst(c,'] }], 1);
    if (hunk === undefined) throw new Error('no hunk');
    const lines = hunk.hunk.lines.map((line) => (line.text.includes('b);') ? { ...line, text: 'd);' } : line));
    const result = withHunks(file, modelled, [{ ...hunk, hunk: { ...hunk.hunk, lines } }]);
    expect(result.ok).toBe(false);
  });

  it('says so when its head is changed, with the lines of it', () => {
    const result = patched([{ at: 1, takesOut: 1, putsIn: ['\t\tint z)'] }]);
    if (!result.ok) throw new Error('refused');
    expect(result.head?.map(({ text }) => text)).toEqual(['static int shop(int x,', '\t\tint z)']);
    expect(result.lines[0]?.text).toBe('{');
  });

  it('is refused without the line of its first brace', () => {
    const result = patched([{ at: 2, takesOut: 1, putsIn: ['{ newly();'] }]);
    expect(result.ok ? null : showSkeletonIssue('shop.c', result.issue)).toBe(
      'shop.c:3: the line that opens or ends a function is taken out; expected a patch that leaves it',
    );
  });

  it('ends where its braces do, though a new function behind it ends with the brace that stays', () => {
    const end = LINES.indexOf('}', HEAD + 1);
    const result = patched([{ at: end, takesOut: 0, putsIn: ['}', '', 'int newly(void)', '{', '\treturn 1;'] }]);
    if (!result.ok) throw new Error('refused');
    expect(result.lines.at(-1)?.origin.is).toBe('added');
    expect(result.behind.map(({ text }) => text)).toEqual(['', 'int newly(void)', '{', '\treturn 1;', '}']);
  });

  it('takes patches on top of each other', () => {
    const at = lineOf('prepare(a);');
    const first = placedOf([{ at, takesOut: 0, putsIn: ['\tnewly();'] }]);
    const second = diffOf(changed(LINES, [{ at, takesOut: 0, putsIn: ['\tnewly();'] }]), [
      { at, takesOut: 2, putsIn: ['\tnewer();'] },
    ]).map((hunk) => ({ hunk, place: { start: hunk.header.oldStart, offset: 0, fuzz: 0 } }));
    const result = withHunks(file, modelled, first, second);
    if (!result.ok) throw new Error('refused');
    expect(shown(result.lines, at + 1, at + 2)).toEqual(['added: newer();', `kept: if (__base(${at + 2}))`]);
    expect(result.removed.map(({ base }) => base)).toEqual([at + 1]);
  });
});

describe('a patched macro', () => {
  const text = ['#define shop(a) do {\t\\', '\topen(a);\t\\', '} while (0)', ''];
  const macro = madeOf(text.join('\n'), 2);

  it('loses what joins its lines', () => {
    const [hunk] = diffOf(text.slice(0, 3), [{ at: 2, takesOut: 0, putsIn: ['\tshut(a);\t\\'] }]);
    if (hunk === undefined) throw new Error('no hunk');
    const result = withHunks(macro.file, macro.modelled, [{ hunk, place: { start: 1, offset: 0, fuzz: 0 } }]);
    expect(result.ok && result.lines.map((line) => line.text)).toEqual([
      '{ do {',
      '__base(2);',
      '\tshut(a);',
      '} while (0) ; }',
    ]);
  });
});

it('every function of 2.6.20 is read from its skeleton, and nothing of it leads nowhere', () => {
  for (const path of sourcePaths) {
    const whole = sourceFile(path);
    for (const one of whole?.facts.modelled ?? []) {
      const result = withHunks(whole as SourceFile, one, []);
      if (!result.ok) throw new Error(showSkeletonIssue(path, result.issue));
      const { items, issues } = parseFragment(parser, result.lines, 'body');
      expect([one.name, issues, flowOf(items).issues]).toEqual([one.name, [], []]);
      expect([one.name, items.length, items[0]?.kind]).toEqual([one.name, 1, 'block']);
    }
  }
});
