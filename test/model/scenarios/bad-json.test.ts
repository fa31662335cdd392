import { describe, expect, it } from 'vitest';
import { showIssue } from '../../../model/diagnostics/input-issue.ts';
import { readScenario } from '../../../model/scenarios/format/scenario-schema.ts';

const shown = (text: string): string[] => {
  const read = readScenario(text, 'my.json');
  return read.ok ? [] : read.issues.map(showIssue);
};

describe('a text that is no JSON is refused at the place of the mistake', () => {
  it.each([
    ['an empty file', '', '1:1: malformed JSON: the text ends here; expected a value'],
    ['blank lines', '\n\n  ', '3:3: malformed JSON: the text ends here; expected a value'],
    ['a cut file', '{\n  "version": 1', '2:15: malformed JSON: the text ends here; expected a closing brace'],
    ['a cut list', '{"iocbs": [', '1:12: malformed JSON: the text ends here; expected a closing bracket'],
    ['a forgotten colon', '{\r\n  "version" 1\r\n}', '2:13: malformed JSON: got "1"; expected a colon'],
    [
      'a forgotten comma',
      '{\n "version": 1\n "ring_nr": 4}',
      '3:2: malformed JSON: got "\\"ring_nr\\""; expected a comma',
    ],
    ['a bare key', '{ version: 1 }', '1:3: malformed JSON: got "version"; expected a key in double quotes'],
    ['single quotes', "{ 'version': 1 }", `1:3: malformed JSON: got "'version'"; expected a key in double quotes`],
    ['a misspelt literal', '{"x": ture}', '1:7: malformed JSON: got "ture"; expected a value'],
    ['a leading plus', '{"x": +1}', '1:7: malformed JSON: got "+1"; expected a value'],
    ['a leading zero', '{"x": 01}', '1:8: malformed JSON: got "1"; expected a comma'],
    ['a bare point', '{"x": 1.}', '1:7: malformed JSON: got "1."; expected a digit'],
    [
      'an open string',
      '{"x": "a\n}',
      '1:7: malformed JSON: got "\\"a"; expected a closing double quote on the same line',
    ],
    [
      'a bad escape',
      '"\\q"',
      '1:1: malformed JSON: got "\\"\\\\q\\""; expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
    ],
    ['a second value', '{} {}', '1:4: malformed JSON: got "{"; expected the end of the text'],
    [
      'a trailing comma in an object',
      '{"x": 1,\n}',
      '1:8: trailing comma before "}"; expected no comma after the last item',
    ],
    [
      'a trailing comma in a list',
      '{"x": [1, 2,]}',
      '1:12: trailing comma before "]"; expected no comma after the last item',
    ],
    ['a comment', '// mine\n{}', '1:1: a comment; expected no comments: JSON has none'],
    [
      'a key given twice',
      '{"x": 1,\n "y": {"x": 1, "x": 2}}',
      '2:16: y.x: the key "x" is here twice; expected each key once',
    ],
    ['an abyss', '['.repeat(100_000), '1:65: objects and arrays nest too deep; expected at most 64 levels'],
  ])('%s', (_, text, line) => {
    expect(shown(text)).toEqual([`my.json:${line}`]);
  });

  it.each([
    ['/*"*/' + '['.repeat(100_000), '1:1: a comment; expected no comments: JSON has none'],
    [']'.repeat(100_000) + '['.repeat(100_000), '1:1: malformed JSON: got "]"; expected a value'],
    ['[},'.repeat(100_000), '1:2: malformed JSON: got "}"; expected a value'],
    ['{"a":],"b":'.repeat(100_000), '1:6: malformed JSON: got "]"; expected a value'],
  ])('even when it hides how deep it nests', (text, line) => {
    expect(shown(text)[0]).toBe(`my.json:${line}`);
  });

  it('with every comment, but only the first of the mistakes that may be echoes of each other', () => {
    expect(shown('{ // one\n  "version": /* two */ ture,\n  oops }')).toEqual([
      'my.json:1:3: a comment; expected no comments: JSON has none',
      'my.json:2:14: a comment; expected no comments: JSON has none',
      'my.json:2:24: malformed JSON: got "ture"; expected a value',
    ]);
  });

  it('on one line, without the control characters in it', () => {
    const read = readScenario('{"\u2028\u202e": 1, "x": "\u001b[31m"}', 'a\nb.json');
    expect(read.ok ? [] : read.issues.map(showIssue)).toEqual([
      'a\\u000ab.json:1:16: malformed JSON: got "\\"\\u001b[31m\\""; expected no control characters in a string',
    ]);
  });
});
