/** What a step or a function of a patch is refused for: one row for each mistake. */
import { describe, expect, it } from 'vitest';
import { to, type AnyProc, type Patch } from '../../../../model/core/index.ts';
import { calls, fn, nothing } from '../../../models/tiny-kernel.ts';
import { f, adding, patchOf, issuesOf, refused, type Row } from './refusing.ts';

describe('a step is refused:', () => {
  const said = { line: 1, c: 'as the C says' };
  const step = (what: string, label: string, steps: unknown, issue: string): Row => [
    what,
    patchOf([adding({ [label]: steps })]),
    issue,
  ];
  const hunk = 'patch p, hunk h';
  refused([
    step(
      'called return',
      'return',
      nothing,
      `reserved-name ${hunk}: f has a step called return, which is where a function ends; expected another name`,
    ),
    step(
      'called by a number',
      '7',
      nothing,
      `name ${hunk}: f has a step called 7, which is made of digits only, which JavaScript would put first`,
    ),
    step('called nothing', '', nothing, `name ${hunk}: f has a step called "", which is empty`),
    step(
      'called as what every object has',
      'constructor',
      nothing,
      `reserved-name ${hunk}: f has a step called constructor, which is a name that every JavaScript object has`,
    ),
    step(
      'with a blank in its name',
      'a b',
      nothing,
      `name ${hunk}: f has a step called "a b", which has a blank or a line break in it`,
    ),
    step(
      'with a line break in its name',
      'a\n',
      nothing,
      `name ${hunk}: f has a step called "a\\n", which has a blank or a line break`,
    ),
    step(
      'with a hidden character in its name',
      'a\u0007',
      nothing,
      `name ${hunk}: f has a step called "a\\u0007", which has a character in it that cannot be seen`,
    ),
    step(
      'with a ? in its name',
      'a?',
      nothing,
      `name ${hunk}: f has a step called "a?", which has a ? in it, which means something else in a line of a trace`,
    ),
    step('with a dot in its name', 'a.b', nothing, `name ${hunk}: f has a step called a.b, which has a . in it`),
    step('of a name without end', 'x'.repeat(201), nothing, 'which has more than 200 characters'),
    step(
      'that does nothing',
      'x',
      said,
      `form ${hunk}: f.x does nothing; expected one of run, acquire, release, call and go in each step`,
    ),
    step(
      'that does two things',
      'x',
      { ...nothing, go: () => undefined },
      `form ${hunk}: f.x has run and go; expected one of run,`,
    ),
    step(
      'that runs what is no function',
      'x',
      { ...said, run: 'two' },
      `form ${hunk}: f.x.run is "two"; expected a function`,
    ),
    step(
      'that waits for what is no function',
      'x',
      { ...nothing, when: true },
      `form ${hunk}: f.x.when is true; expected a function`,
    ),
    step(
      'that waits beside a lock',
      'x',
      { ...said, acquire: () => undefined, when: () => true },
      `form ${hunk}: f.x has when beside acquire; expected when beside run only`,
    ),
    step(
      'with a misspelt key',
      'x',
      { ...nothing, wen: () => true },
      `unknown-key ${hunk}: f.x has the unknown key wen; expected one of line, c, then,`,
    ),
    step(
      'with detours that no edit set',
      'x',
      { ...nothing, detours: {} },
      `type ${hunk}: f.x has an object for its detours; expected what edit sets, or none`,
    ),
    step(
      'without a line',
      'x',
      { c: 'x', run: () => undefined },
      `type ${hunk}: f.x has undefined for its line; expected the line in its C file`,
    ),
    step(
      'without a statement',
      'x',
      { line: 1, run: () => undefined },
      `type ${hunk}: f.x has undefined for its c; expected its statement`,
    ),
    step(
      'that goes nowhere',
      'x',
      { ...nothing, then: 'tow' },
      `astray ${hunk}: f.x goes to tow, which is no step of f; expected one of one, x, two, return (did you mean two?)`,
    ),
    step(
      'that goes on to a number',
      'x',
      { ...nothing, then: 7 },
      `type ${hunk}: f.x goes on to 7; expected the label of a step`,
    ),
    step(
      'that calls nothing',
      'x',
      { ...said, call: undefined },
      `form ${hunk}: f.x calls no function; expected to(a function,`,
    ),
    step('that calls without arguments', 'x', { ...said, call: { proc: f } }, `form ${hunk}: f.x calls no function`),
    step(
      'with a result that no local takes',
      'x',
      { ...calls(fn('g', { one: nothing })), result: 'ab' },
      `no-local ${hunk}: f.x puts its result in ab, which is no local; expected one of a, b, p`,
    ),
    step(
      'that calls its own function',
      'x',
      calls(f),
      `recursion patch p: f.x calls f itself, which the stacks do not allow`,
    ),
  ]);
});

describe('a function of a patch is refused:', () => {
  const calling = (g: unknown): Patch =>
    patchOf([adding({ x: { line: 1, c: 'g()', call: to(g as AnyProc, () => undefined) } })]);
  const g = fn('g', { one: nothing });
  refused([
    ['without steps', calling(fn('g', {})), 'no-steps patch p, hunk h: g has no steps'],
    [
      'with a blank in its name',
      calling(fn('my g', { one: nothing })),
      'name patch p, hunk h: a function is called "my g", which has a blank',
    ],
    [
      'with a dot in its name',
      calling(fn('my.g', { one: nothing })),
      'name patch p, hunk h: a function is called my.g, which has a . in it',
    ],
    [
      'that returns what is no local',
      calling({ ...g, returns: 'z' }),
      'no-local patch p, hunk h: g returns z, which is no local; expected one of a, b, p',
    ],
    [
      'with a local that C could not have',
      calling({ ...g, locals: { 'a b': 'int', a: 'int' } }),
      'name patch p, hunk h: g has a local called "a b", which has a blank',
    ],
    [
      'with a local without a type',
      calling({ ...g, locals: { a: undefined } }),
      "type patch p, hunk h: g says of its local a that it is undefined; expected its C type: 'int'",
    ],
    [
      'that is called like another one',
      calling(fn('f', { other: nothing })),
      'duplicate patch p, hunk h: there are two functions called f',
    ],
  ]);
  it('which calls it, however deep', () => {
    expect(issuesOf(calling(fn('g', { one: calls(fn('h', { 1: nothing })) })))[0]).toContain('h has a step called 1');
  });
});
