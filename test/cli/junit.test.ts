/** JUnit XML is well-formed, and says what it was told, whatever things are called. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitOf, type JunitRow } from '../../cli/junit.ts';
import { packaged } from './program.ts';
import { folder } from './run.ts';
import { parseXml } from './xml.ts';

const row = (text: string, verdict: string): JunitRow => ({
  patch: text,
  scenario: text,
  property: text,
  verdict,
  seconds: 0.5,
  message: text,
  trace: text,
  replay: null,
});

const parsed = (text: string, parse = parseXml) => {
  const [failed, skipped, passed] = parse(
    junitOf('prove', [row(text, 'violated'), row(text, 'clipped'), row(text, 'holds')]),
  ).children;
  return { failed, skipped, passed };
};

/** What XML 1.0 has no way to write. */
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;
const spelt = (text: string) =>
  text.replaceAll(UNWRITABLE, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

const NAMES: readonly (readonly [what: string, name: string])[] = [
  ['markup', `<a> & "b" 'c' ]]> &amp; <!-- <![CDATA[ <?xml`],
  ['blanks that an attribute would lose', ' a\tb\nc\r\nd\re  '],
  ['control characters', 'a\u0000\u0001\u001B[31m\u007F\u0085b'],
  ['half a character', 'a\uD800b\uDC00\uDBFFc'],
  ['whole ones of two halves', '\u{1F600}\u{10FFFF}'],
  ['no characters', 'a\uFFFEb\uFFFFc'],
  ['turned text and line separators', '\u202Eabc\u2028\u2029\uFEFF'],
  ['nothing', ''],
];

describe('JUnit XML', () => {
  it.for(NAMES)('of a name with %s', ([, name]) => {
    const { failed, skipped, passed } = parsed(name);
    for (const testcase of [failed, skipped, passed])
      expect(testcase?.attributes).toMatchObject({ classname: spelt(`${name}.${name}`), name: spelt(name) });
    expect(failed?.children).toMatchObject([{ attributes: { message: spelt(name) }, text: spelt(name) }]);
  });

  it('has the trace and the command that replays it below the message', () => {
    const replay = 'npx kioctx replay traces/a.trace.json';
    const violated = { ...row('p', 'violated'), trace: 'traces/a.trace.json', replay };
    const [failed, unwritten] = parseXml(
      junitOf('prove', [violated, { ...violated, trace: null, replay: null }]),
    ).children;
    expect(failed?.children).toMatchObject([{ text: `traces/a.trace.json\n${replay}` }]);
    expect(unwritten?.children).toMatchObject([{ text: '' }]);
  });

  it('of any name', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit }), (name) => {
        expect(parsed(name).failed?.attributes['name']).toBe(spelt(name));
      }),
    );
  });

  it('tells apart what differs by a character that it cannot write', () => {
    const names = ['a\u0001', 'a\u0002', 'a', 'a\uFFFF'].map((name) => parsed(name).passed?.attributes['name']);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** A parser that is not ours: expat. Prints the attributes and texts of all elements. */
const EXPAT = `
import json, sys, xml.etree.ElementTree as tree
print(json.dumps([[e.tag, e.attrib, e.text] for e in tree.fromstring(sys.stdin.buffer.read()).iter()]))`;
const hasExpat = spawnSync('python3', ['-c', 'import xml.etree.ElementTree']).status === 0;
const byExpat = (xml: string) =>
  JSON.parse(execFileSync('python3', ['-c', EXPAT], { input: xml, encoding: 'utf8' })) as [string, object, string?][];

describe.skipIf(!hasExpat)('another parser (python3 with expat, where there is one)', () => {
  it.for(NAMES)('reads the same of a name with %s', ([, name]) => {
    const [suite, failed, failure] = byExpat(junitOf('prove', [row(name, 'violated')]));
    expect(suite?.[0]).toBe('testsuite');
    expect(failed?.[1]).toMatchObject({ name: spelt(name), classname: spelt(`${name}.${name}`) });
    expect(failure?.[2] ?? '').toBe(spelt(name));
  });

  it('takes a report that the program wrote, of a scenario with an ugly name', async () => {
    const text = readFileSync(packaged('model/scenarios/buffered.json'), 'utf8');
    const ugly = String.raw`"a\u0001b\ud800\ufffe\n\t<&>'\""`;
    const here = folder({ 's.json': text.replace('"buffered"', ugly) });
    const args = ['prove', './s.json', '--patch', '2.6.20', '--property', 'exactly-one-event', '--junit', 'out.xml'];
    const { code } = await here.run(args);
    const [, testcase] = byExpat(here.read('out.xml'));
    const name = '2.6.20.a\\u0001b\\ud800\\ufffe\n\t<&>\'"';
    expect({ code, attributes: testcase?.[1] }).toMatchObject({ code: 0, attributes: { classname: name } });
  });
});
