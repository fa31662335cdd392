/** A counterexample as a sequence diagram, held to what Mermaid's grammar takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mermaid } from '../../../counterexamples/formats/mermaid.ts';
import type { RenderedSchedule } from '../../../counterexamples/formats/subject.ts';
import type { Situation } from '../../../model/core/index.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { peterson, storesSwapped } from '../../../docs/examples/peterson.ts';
import { assertLaw } from '../../law.ts';
import { shippedMinimum, shortest } from './rendered.ts';
import { hostile, spoil } from './spoilt.ts';

const mutualExclusion: Property<unknown> = {
  name: 'mutual-exclusion',
  meaning: 'One process at most is in the critical section.',
  reason: 'a test',
  antecedent: { text: 'always', reached: (_: unknown, { contexts }: Situation) => contexts.length > 0 },
  always(_, { contexts, stack }) {
    const inside = contexts.filter((__, i) => ['cs', 'a4'].includes(stack(i).at(-1)?.label ?? ''));
    return inside.length < 2 ? null : `${inside.join(' and ')} are in the critical section`;
  },
};

const { rendered: petersons } = shortest(peterson(1, storesSwapped), mutualExclusion, 'stores-swapped');
const { rendered: lostWakeup } = shippedMinimum('buffered-reader', 'post-eiocbqueued', 'no-lost-wakeup');
const { rendered: doubly } = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');

/** A line of ours: what it begins with, and its text. */
const LINE = /^ {4}(title|participant c\d+ as|Note over c\d+(?:,c\d+)?:|c\d+--?>>c\d+:) (.*)$/;
/** What Mermaid takes as it stands, and codes of characters. */
const SAFE = /^(?:#\d+;|<br\/>|[\p{L}\p{N} _.,:()=+\-/'→…?!✗])*$/u;

const drawn = (text: string): string =>
  text.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

interface Line {
  readonly is: string;
  readonly texts: readonly string[];
}

/** Its lines, without the codes; throws where one is none that Mermaid takes for what it is meant to be. */
function linesOf(rendered: RenderedSchedule): Line[] {
  const [first, ...lines] = mermaid(rendered).split('\n');
  expect(first).toBe('sequenceDiagram');
  return lines.map((line) => {
    expect(line).toMatch(LINE);
    const [, is = '', text = ''] = LINE.exec(line) ?? [];
    expect(text).toMatch(SAFE);
    // A colon in front of a code is taken for a style, and `wrap:` for an order.
    expect(text).not.toMatch(/:(?! )|wrap:/i);
    return { is, texts: text.split('<br/>').map(drawn) };
  });
}

const notes = (lines: readonly Line[]): Line[] => lines.filter(({ is }) => /^Note over c\d+:/.test(is));

describe('a sequence diagram', () => {
  it('has participants, a note for each step that matters, and arrows from cause to effect', () => {
    expect(mermaid(petersons)).toMatchInlineSnapshot(`
      "sequenceDiagram
          title stores-swapped violates mutual-exclusion
          participant c0 as p1
          participant c1 as p0
          Note over c0: 6 process()<br/>await #126;c#91;Other(self)#93; #92;/ turn = self<br/>process#91;0#93;.c is false
          c0-->>c1: before: process#91;0#93;.c
          Note over c1: 7 process()<br/>c#91;self#93; #58;= TRUE<br/>self is 0, process#91;0#93;.c: false → true
          Note over c1: 8 process()<br/>await #126;c#91;Other(self)#93; #92;/ turn = self<br/>process#91;1#93;.c is true, shared.turn is 0
          c1-->>c0: before: process#91;1#93;.c, and process() never comes to c#91;self#93; #58;= FALSE
          Note over c0,c1: p0 and p1 are in the critical section"
    `);
  });

  it('has an arrow for each order that decides, where the later of the two is', () => {
    const lines = linesOf(lostWakeup);
    const at = lines.findIndex(({ is }) => is === 'c1-->>c0:');
    expect(lines[at]?.texts).toEqual(['before: kioctx.ring_tail']);
    expect(lines[at + 1]?.texts[0]).toBe('66 aio_ring_insert_entry()');
    expect(lines.filter(({ is }) => is.includes('-->>'))).toHaveLength(2);
  });

  it('names the data that one context has from another', () => {
    expect(linesOf(doubly).filter(({ is }) => is === 'c0->>c1:')).toEqual([
      { is: 'c0->>c1:', texts: ['dio.refcount'] },
      { is: 'c0->>c1:', texts: ['request.completions'] },
    ]);
  });

  it('ends in what is wrong, over all', () => {
    expect(linesOf(doubly).at(-1)).toEqual({
      is: 'Note over c0,c1:',
      texts: ['the completion of request 0 begins a second time'],
    });
  });

  it('of a schedule that nothing explains has a note for each of sixty steps, and says how many are left out', () => {
    const lines = linesOf({ ...lostWakeup, explanation: null });
    expect(notes(lines)).toHaveLength(60);
    expect(lines.at(-1)?.texts).toEqual(['15 more steps are left out']);
    expect(notes(lines).at(-1)?.texts[0]).toMatch(/^75 /);
    expect(linesOf({ ...doubly, explanation: null }).at(-1)?.texts).toEqual([doubly.message]);
  });

  it('leaves out none that decide or are wrong', () => {
    const again = Array.from({ length: 4 }, () => lostWakeup.explanation?.statements ?? []).flat();
    const later = { ...lostWakeup, steps: Array.from({ length: 4 }, () => lostWakeup.steps).flat() };
    const explanation = lostWakeup.explanation && {
      ...lostWakeup.explanation,
      // Of the copies behind, everything matters, and nothing decides.
      statements: again.map((statements, nth) =>
        nth < lostWakeup.steps.length
          ? statements
          : statements.map((one) => ({
              ...one,
              because: [{ is: 'data' as const, what: null, step: null, statement: null }],
            })),
      ),
    };
    const heads = notes(linesOf({ ...later, explanation })).map(({ texts }) => texts[0]);
    expect(heads).toHaveLength(60);
    expect(heads.slice(0, 4).map((head) => Number(head?.split(' ')[0]))).toEqual([37, 60, 64, 65]);
    expect(heads.at(-1)).toMatch(/^300 /);
  });

  it('has no line of more than 80 characters', () => {
    for (const rendered of [lostWakeup, { ...lostWakeup, explanation: null }, doubly]) {
      const widths = linesOf(rendered).flatMap(({ texts }) => texts.map((text) => Array.from(text).length));
      expect(Math.max(...widths)).toBeLessThanOrEqual(80);
      expect(Math.max(...widths)).toBeGreaterThan(60);
    }
  });

  it('writes as a code what is no letter, and only folds to one', () => {
    const [title] = linesOf({ ...petersons, patch: 'a\u0345' });
    expect(mermaid({ ...petersons, patch: 'a\u0345' })).toContain('title a#837; violates');
    expect(title?.texts).toEqual(['a\u0345 violates mutual-exclusion']);
  });

  it('stays what it is whatever names, statements and messages hold', () => {
    assertLaw(
      fc.property(hostile, fc.constantFrom(petersons, doubly, { ...doubly, explanation: null }), (text, rendered) => {
        const spoilt = linesOf(spoil(rendered, text));
        expect(spoilt.map(({ is }) => is)).toEqual(linesOf(rendered).map(({ is }) => is));
        for (const line of spoilt.flatMap(({ texts }) => texts))
          expect(Array.from(line).length).toBeLessThanOrEqual(80);
      }),
      100,
    );
  });
});
