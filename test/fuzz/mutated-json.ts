/** JSON texts to which something was done. */
import fc from 'fast-check';

/** Pieces that mean something to a JSON parser or to the formats. */
const piece = fc.oneof(
  fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '//', '/*', '-', '0', '1e999', 'null', 'true', '{}', '[]'),
  fc.constantFrom('\n', '\r', '\uFEFF', '\0', '\u001B[31m', '\u2028'),
  fc.constantFrom(
    '"op"',
    '"retry"',
    '"__proto__":',
    '"version":2,',
    '"io_cancel":0',
    '"io_destroy":true',
    '"kicks":2',
    '"timeout":"may"',
    '"file":"last"',
    '"EIO"',
    '"toString"',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.json({ maxDepth: 2 }),
);

/** A part of the text, cut out, and a piece put in its place. */
const edit = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  piece: fc.oneof(fc.constant(''), piece),
});

/** Well-formed no more, as a rule. */
export const mutatedText = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(texts, fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) =>
    edits.reduce((now, e) => {
      const at = e.at % (now.length + 1);
      return now.slice(0, at) + e.piece + now.slice(at + e.length);
    }, text),
  );

/** Numbers and names that formats have bounds for, or none. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(-1, 0, 1, 2, 3, 4, 5, 16, 17, 1024, 1025, 2 ** 31, 2 ** 53, 1e308, 0.5, -0),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'irq0',
    'aio/0',
    'timer.a',
    'x'.repeat(5000),
    '\u001B[2J',
    '\u202E',
    '\n',
    '\uD800',
  ),
  fc.constantFrom(
    'EIO',
    'EIOCBQUEUED',
    'last',
    'may',
    'buffered',
    'queued',
    'direct_read',
    'retry',
    '2.6.20',
    './mine.ts',
  ),
);

/** Well-formed still: one or two values anywhere in it are others. */
export const mutatedValue = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(texts, fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 2 }))
    .map(([text, changes]) => changes.reduce((now, [at, other]) => withValue(now, at, other), text));

function withValue(text: string, at: number, other: unknown): string {
  let values = 0;
  JSON.parse(text, () => void (values += 1));
  const place = at % values;
  let now = 0;
  return JSON.stringify(JSON.parse(text, (_, value: unknown) => (now++ === place ? other : value))) ?? 'null';
}

/** Any bytes, with the marks of encodings and texts that break off among them. */
export const bytes = (texts: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    texts.map((text) => Buffer.from(text, 'utf16le')),
    fc.tuple(texts, fc.nat(), fc.nat(255)).map(([text, at, byte]) => {
      const data = Buffer.from(text);
      data[at % data.length] = byte;
      return data;
    }),
    fc.tuple(texts, fc.nat()).map(([text, at]) => Buffer.from(text).subarray(0, at % text.length)),
  );
