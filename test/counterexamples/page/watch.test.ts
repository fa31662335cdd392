/** Watches: what their texts come to in a state, and what is no watch. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../../counterexamples/page/engine/catalogue.ts';
import { tell } from '../../../counterexamples/page/engine/tell.ts';
import { readWatch, spansOf } from '../../../counterexamples/page/engine/watch.ts';
import { assertLaw } from '../../law.ts';
import { asWorld, linesOf, shortestViolation } from './worlds.ts';

function statesOf(scenario: string, patch: string, property: string) {
  const world = asWorld(scenario, patch);
  return tell(new Catalogue(), world, linesOf(world, shortestViolation(world, property)).flat()).states;
}

const lost = statesOf('buffered-reader', 'post-eiocbqueued', 'no-lost-wakeup');
const [start] = lost;
const end = lost.at(-1);
if (start === undefined || end === undefined) throw new Error('there are states');
/** With several requests. */
const [several] = statesOf('two-dw-r2', '2.6.20+keep-reference', 'refcount-sound');
if (several === undefined) throw new Error('there are states');

function valueOf(text: string, state = end): unknown {
  const read = readWatch(text, state ?? start!);
  if (!read.ok) throw new Error(read.why);
  return read.watch(state!);
}

function refusalOf(text: string, state = end): string {
  const read = readWatch(text, state!);
  if (read.ok) throw new Error(`${text} is a watch`);
  return read.why;
}

describe('a watch', () => {
  it.each([
    ['kiocb.life', 'freed'],
    ['kiocb[0].life', 'freed'],
    ['kiocb.ki_users', '?'],
    ['kioctx.ring_head', 0],
    ['kioctx["ring_head"]', 0],
    ['kioctx.wait', [1]],
    ['kioctx.wait[0]', 1],
    ['kioctx.wait.length', 1],
    ['kioctx.wait.length - 2 * 3 + 7 % 4', -2],
    ['-kioctx.ring_tail', -1],
    ['kioctx.ring_head != kioctx.ring_tail', true],
    ['kioctx.ring_head === kioctx.ring_tail', false],
    ['kioctx.ring_tail > 0 && kioctx.ring_tail <= 1', true],
    ['kioctx.ring_tail < 1 || kioctx.ring_tail >= 2', false],
    ['!(kioctx.ring_tail == 1)', false],
    ['kioctx.ctx_lock == NULL', true],
    ['kiocb.length', 1],
    ['task_struct[1].state == task_struct[0].state', false],
  ])('%s is as the state has it', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it('is of the object with that number, where there are several', () => {
    expect(valueOf('kiocb.length', several)).toBe(2);
    expect(valueOf('kiocb[1].life', several)).toBe('unallocated');
    expect(refusalOf('kiocb.life', several)).toMatch(
      /^there are 2 of them, which need a number, as kiocb\[0\]; expected/,
    );
  });

  it('is told over all states, from which step to which', () => {
    const read = readWatch('kioctx.ring_tail', start);
    if (!read.ok) throw new Error(read.why);
    const spans = spansOf(read.watch, lost);
    expect(spans.map(({ text }) => text)).toEqual(['0', '1']);
    expect(spans.map(({ from }) => from)[0]).toBe(0);
    expect(spans.at(-1)?.to).toBe(lost.length - 1);
    for (const { from, to, text } of spans)
      for (let at = from; at <= to; at++) expect(String(read.watch(lost[at]!))).toBe(text);
  });

  it('is nothing in states in which what it names is not there', () => {
    const read = readWatch('kioctx.wait[0]', start);
    if (!read.ok) throw new Error(read.why);
    expect(spansOf(read.watch, lost).map(({ text }) => text)).toEqual(['nothing', '1']);
  });
});

describe('what is no watch is told, with what would be one', () => {
  it.each([
    ['kiocc.ki_users', 'there is no struct kiocc'],
    ['kiocb.ki_user', 'there is no ki_user there'],
    ['kiocb[7].ki_users', 'there is no ki_users there'],
    ['kioctx.ring_head / 2', 'there is no operator / here'],
    ['kioctx.ring_head << 2', 'there is no operator << here'],
    ['~kioctx.ring_head', 'there is no operator ~ here'],
    ['+kioctx.ring_head', 'there is no operator + here'],
    ['alert(1)', 'this is no expression over fields'],
    ['kioctx.ring_head = 1', ''],
    ['[1, 2]', 'this is no expression over fields'],
    ['1, 2', 'this is no expression over fields'],
    ['this', 'this is no expression over fields'],
    ['a ? b : c', 'this is no expression over fields'],
    ['kioctx.', ''],
    ['', ''],
    ['constructor', 'there is no struct constructor'],
    ['__proto__', 'there is no struct __proto__'],
    ['kioctx.constructor', 'there is no constructor there'],
    ['kioctx.__proto__', 'there is no __proto__ there'],
    ['kioctx["__proto__"]', 'there is no __proto__ there'],
    ['kioctx.wait.constructor', ''],
    ['kioctx.wait["constructor"]', ''],
    ['kioctx.ring_head.constructor', 'there is no constructor there'],
    ['"text".length', 'there is no length there'],
    ['constructor.constructor("return globalThis")()', 'this is no expression over fields'],
    ['kiocb.map(x => x)', ''],
    ['`${1}`', ''],
    ['new Date()', ''],
    ['globalThis', 'there is no struct globalThis'],
  ])('%s', (text, why) => {
    const told = refusalOf(text);
    expect(told).toContain(why);
    expect(told).toMatch(/; expected a field as kiocb\[0\]\.ki_users, or fields with /);
  });
});

describe('a text, whatever it is,', () => {
  const word = fc.constantFrom(
    ...'kiocb kioctx [0] . ki_users wait length constructor __proto__ toString ( ) [ ] + - * % < == != && || ! 1 "a" NULL ? : => `'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 8 }).map((words) => words.join('')),
    fc.string({ unit: 'binary' }),
  );

  it('is a watch or told why it is none, never throws, and comes to data', () => {
    const met = { ok: 0, refused: 0 };
    assertLaw(
      fc.property(text, (one) => {
        const read = readWatch(one, end);
        met[read.ok ? 'ok' : 'refused']++;
        if (!read.ok) return read.why.includes('; expected ');
        return typeof read.watch(end) !== 'function' && spansOf(read.watch, lost).length > 0;
      }),
      3000,
    );
    expect(Math.min(met.ok, met.refused)).toBeGreaterThan(20);
  });
});
