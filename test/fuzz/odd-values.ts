/** Source text of values that nobody expects where they stand. */
import fc from 'fast-check';

export const oddExpression: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'undefined',
    'null',
    'true',
    '0',
    '-1',
    '1.5',
    'NaN',
    '1e308',
    '-Infinity',
    '2 ** 53',
    '2 ** 31',
    '7n',
  ),
  fc.constantFrom(
    `''`,
    `' '`,
    `'\\n'`,
    `'\\u001B[2J'`,
    `'\\u202E'`,
    `'a'.repeat(100000)`,
    `'__proto__'`,
    `'return'`,
    `'2.6.20'`,
  ),
  fc.constantFrom(
    '[]',
    '[undefined]',
    '{}',
    'Object.create(null)',
    `Symbol('s')`,
    '() => {}',
    'class {}',
    'new Date(NaN)',
    '/x/',
  ),
  fc.constantFrom(
    'new Proxy({}, { get() { throw new Error("trap") } })',
    'new Proxy({}, { ownKeys() { throw 1 }, has() { throw 2 } })',
    'new Proxy(() => {}, {})',
    '({ get name() { throw new Error("getter") } })',
    '({ toString() { throw new Error("text") } })',
    '({ __proto__: { name: "inherited" } })',
    '(() => { const o: any = {}; o.o = o; return o; })()',
    'Object.freeze([])',
    'new Error("an error")',
    'Promise.resolve(1)',
    'new Map()',
    'new Uint8Array(3)',
  ),
);

/** What is thrown is no error, or one that cannot be told. */
export const thrown: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'new Error("boom")',
    'new Error("two\\nlines")',
    'new Error("\\u001B[2J")',
    'new RangeError("r")',
    '1',
    'null',
    'undefined',
  ),
  fc.constantFrom(
    '"text"',
    '{}',
    'Symbol("s")',
    '{ get message() { throw 1 }, toString() { throw 2 } }',
    'Object.assign(new Error("m"), { message: 7 })',
    'Object.assign(new Error(""), { stack: undefined, name: null })',
    'new Proxy(new Error("p"), { get() { throw new Error("trap") } })',
    'Object.create(null)',
    '() => {}',
  ),
);

/** The expression, or, seldom, an odd one. */
export const mostly = (usual: fc.Arbitrary<string>, weight = 12): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: usual, weight }, { arbitrary: oddExpression, weight: 1 });

export const textOf = (text: string): fc.Arbitrary<string> => fc.constant(JSON.stringify(text));

/** An object literal; each member is there, or seldom is not, or is a getter that throws. */
export const objectOf = (members: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...Object.entries(members).map(([key, value]) =>
        fc.oneof(
          { arbitrary: value.map((text) => `${key}: ${text}`), weight: 80 },
          { arbitrary: fc.constant(''), weight: 1 },
          { arbitrary: thrown.map((text) => `get ${key}(): any { throw ${text}; }`), weight: 1 },
        ),
      ),
    )
    .map((parts) => `{ ${parts.filter((part) => part !== '').join(', ')} }`);
