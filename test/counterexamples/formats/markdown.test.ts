/** A counterexample in Markdown, whatever those call things who wrote the patch and the scenario. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenced, inline, markdown, paragraph } from '../../../counterexamples/formats/markdown.ts';
import { assertLaw } from '../../law.ts';
import { shippedMinimum } from './rendered.ts';
import { hostile, spoil } from './spoilt.ts';

const { rendered } = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');

interface Parts {
  /** Lines outside of the fenced blocks. */
  readonly text: readonly string[];
  readonly blocks: readonly { readonly language: string; readonly lines: readonly string[] }[];
}

/** As CommonMark has it: a fence is closed by a line of at least as many backticks. */
function partsOf(document: string): Parts {
  const text: string[] = [];
  const blocks: { language: string; lines: string[] }[] = [];
  let fence = '';
  for (const line of document.split('\n')) {
    const [, ticks = '', language = ''] = /^ {0,3}(`{3,})([^`]*)$/.exec(line) ?? [];
    if (fence !== '' && ticks.length >= fence.length && language.trim() === '') fence = '';
    else if (fence !== '') blocks.at(-1)?.lines.push(line);
    else if (ticks !== '') {
      fence = ticks;
      blocks.push({ language, lines: [] });
    } else text.push(line);
  }
  expect(fence).toBe('');
  return { text, blocks };
}

/** From left to right: escaped characters, entities, code, and underscores within words. */
const READ_AS_IT_STANDS = /\\[!-/:-@[-`{-~]|&(?:lt|gt|amp);|(?<!`)`[^`]+`(?!`)|(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}])/gu;

const bare = (line: string): string => line.replaceAll(READ_AS_IT_STANDS, '');

describe('a counterexample in Markdown', () => {
  it('has a heading, what is wrong, what decides, a list, the folded schedule, and the command', () => {
    const { text, blocks } = partsOf(markdown(rendered));
    expect(text.filter((line) => line !== '')).toMatchInlineSnapshot(`
      [
        "## 2.6.20 violates no-double-completion",
        "Scenario: dw1-inval",
        "the completion of request 0 begins a second time.",
        "Every schedule fails in which submitter, in aio_complete(), does \`ctx = iocb->ki_ctx\` (step 37) before bio0.0, in dio_bio_end_aio(), does \`remaining = --dio->refcount\` (step 41).",
        "With that order the other way round it can pass.",
        "- The nearest schedule that passes has 2 steps left out and 1 step put in: after step 34 submitter does \`err = invalidate_inode_pages2_range(mapping, ...)\` in generic_file_direct_IO(), where invalidate comes out as 0.",
        "- After step 35 no schedule passes any more; with the chances as they came, none does after step 32.",
        "- 2.0e11 of 2.2e20 complete schedules fail, about 1 in 1.1e9: paths counted, not a probability.",
      ]
    `);
    expect(blocks.map(({ language }) => language)).toEqual(['text', 'sh']);
    expect(blocks[0]?.lines.at(-1)).toMatch(/41 │ +│ +280 {2}remaining = --dio->refcount/);
    expect(blocks[1]?.lines).toEqual([rendered.replay]);
  });

  it('has the whole schedule in a part that is opened, where nothing says what matters', () => {
    const { text, blocks } = partsOf(markdown({ ...rendered, explanation: null }));
    expect(text.filter((line) => line !== '')).toEqual([
      '## 2.6.20 violates no-double-completion',
      'Scenario: dw1-inval',
      'the completion of request 0 begins a second time',
      '<details>',
      '<summary>The whole schedule: 41 steps</summary>',
      '</details>',
    ]);
    expect(blocks[0]?.lines.filter((line) => /^ *\d+ │/.test(line))).toHaveLength(rendered.steps.length);
  });

  it('has no command where there is no file, and nothing wrong where no property judges it', () => {
    const exported = { ...rendered, property: null, message: null, explanation: null, replay: null };
    const { text, blocks } = partsOf(markdown(exported));
    expect(text[0]).toBe('## 2.6.20: dw1-inval');
    expect(blocks).toHaveLength(1);
    expect(text.join('\n')).not.toContain('violates');
  });

  it('stays what it is whatever names, statements and messages hold', () => {
    assertLaw(
      fc.property(hostile, fc.boolean(), (text, isExplained) => {
        const given = isExplained ? rendered : { ...rendered, explanation: null };
        const spoilt = partsOf(markdown(spoil(given, text)));
        expect(spoilt.blocks.map(({ language }) => language)).toEqual(['text', 'sh']);
        expect(spoilt.text).toHaveLength(partsOf(markdown(given)).text.length);
        const ours = /^(?:## |- |<\/?details>$|<summary>.*<\/summary>$)/;
        for (const line of spoilt.text) {
          const rest = bare(line.replace(ours, ''));
          expect(rest).not.toMatch(/[\\`*[\]#~|$!<>&_]|:\/\//);
          expect(rest).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          // What begins a list elsewhere is text in a heading.
          const start = line.startsWith('## ') ? '' : line.replace(/^- /, '');
          expect(start).not.toMatch(/^(?:\s|[-+=]|\d+[.)](?:\s|$))/);
        }
      }),
      100,
    );
  });
});

describe('text in Markdown', () => {
  it('keeps code in backticks, and names as they are', () => {
    expect(inline('bio0.0 does `a->b = c & d` in io_submit_one() to kiocb[0]')).toBe(
      String.raw`bio0.0 does ${'`a->b = c & d`'} in io_submit_one() to kiocb\[0\]`,
    );
    expect(inline('a < b && c')).toBe('a &lt; b &amp;&amp; c');
    expect(inline('__aio_put_req()')).toBe(String.raw`\_\_aio_put_req()`);
  });

  it('has no code where backticks do not match', () => {
    expect(inline('a ` b')).toBe(String.raw`a \` b`);
    expect(inline('``a``')).toBe('\\`\\`a\\`\\`');
  });

  it('is no list and no heading at the start of a line', () => {
    expect(paragraph('- a')).toBe(String.raw`\- a`);
    expect(paragraph('  1. a')).toBe(String.raw`1\. a`);
    expect(paragraph('# a')).toBe(String.raw`\# a`);
    expect(paragraph('2.6.20 violates')).toBe('2.6.20 violates');
  });
});

describe('a fenced block', () => {
  it('has a fence that is longer than any within', () => {
    expect(fenced('text', 'a')).toBe('```text\na\n```');
    expect(fenced('text', 'a\n````\nb ``')).toBe('`````text\na\n````\nb ``\n`````');
  });
});
