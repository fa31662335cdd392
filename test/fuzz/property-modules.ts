/** Property modules made of parts, of which some are wrong, odd or hostile. No predicate loops for ever. */
import fc from 'fast-check';
import type { Command } from './command.ts';
import { mostly, objectOf, oddExpression, textOf, thrown } from './odd-values.ts';
import { BOUNDS } from './scenario-files.ts';

const statement: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'return null;',
    'return "wrong";',
    'return true;',
    'return false;',
    'return "";',
    'return "\\u001B[2J";',
    'return "two\\nlines";',
  ),
  fc.constantFrom(
    'return k.kioctx(0).users > 1 ? "many" : null;',
    'return k.kioctx(9).users;',
    'return k.nothing(0);',
    'return k.kioctx(0).nothing;',
  ),
  fc.constantFrom(
    'k.kioctx(0).users = 1;',
    'k.world.tasks.length = 0;',
    'delete k.kioctx;',
    'k.kioctx = 1;',
    'k.kioctx(0).active_reqs.push(1);',
  ),
  fc.constantFrom(
    'return String(k.kioctx(0).active_reqs.length);',
    'return k.kioctx(0).active_reqs.at(99);',
    'return k.kioctx({});',
    'return k.request();',
  ),
  fc.constantFrom(
    'return s.isAlive("none", 0);',
    'return s.isAlive("kiocb", 99);',
    'return s.isIn(0, 7);',
    'return s.stack(99);',
    'return s.nothing();',
    'return s.isAtRest(-1);',
  ),
  thrown.map((value) => `throw ${value};`),
  oddExpression.map((value) => `return ${value} as any;`),
);

const ask = mostly(
  fc.oneof(
    { arbitrary: statement.map((body) => `(k: any, s: any): any => { void s; void k; ${body} }`), weight: 6 },
    {
      arbitrary: fc
        .tuple(mostly(fc.constantFrom('"request"', '"kiocb"', '"context"', '"none"', '"__proto__"')), statement)
        .map(([pool, body]) => `each(${pool} as any, (k: any, s: any, id: any): any => { void [k, s, id]; ${body} })`),
      weight: 3,
    },
    {
      arbitrary: statement.map((body) => `[(k: any, s: any): any => { void [k, s]; ${body} }, () => null]`),
      weight: 1,
    },
  ),
  20,
);

const judged = fc.oneof(
  { arbitrary: ask.map((text) => `always: ${text}`), weight: 5 },
  { arbitrary: ask.map((text) => `atEnd: ${text}`), weight: 5 },
  {
    arbitrary: statement.map((body) => `onBreach: (k: any): any => { const s: any = k; void s; ${body} }`),
    weight: 5,
  },
  { arbitrary: statement.map((body) => `onHalt: (k: any): any => { const s: any = k; void s; ${body} }`), weight: 5 },
  { arbitrary: fc.constant('livelock: true'), weight: 2 },
  { arbitrary: oddExpression.map((value) => `always: ${value}`), weight: 1 },
);

const property = mostly(
  fc
    .tuple(
      objectOf({
        name: fc.oneof(
          { arbitrary: fc.constant('"mine"'), weight: 40 },
          { arbitrary: fc.constantFrom('"no-leak"', '"a/b"', '"x".repeat(400)', '"\\u202E"', '"\\n"'), weight: 1 },
          { arbitrary: oddExpression, weight: 1 },
        ),
        meaning: mostly(textOf('m'), 60),
        reason: mostly(textOf('r'), 60),
        antecedent: mostly(
          objectOf({
            text: mostly(textOf('t'), 60),
            reached: fc.oneof({ arbitrary: fc.constant('() => true'), weight: 2 }, { arbitrary: ask, weight: 1 }),
          }),
          60,
        ),
      }),
      fc.array(judged, { minLength: 1, maxLength: 2 }),
    )
    .map(([text, parts]) => `{ ...(${text}), ${parts.join(', ')} }`),
  25,
);

const head = `import { each } from ${JSON.stringify('kioctx/properties/property.ts')};\nvoid each;`;

const module = fc.oneof(
  { arbitrary: property.map((text) => `${head}\nexport default (${text}) as any;\n`), weight: 30 },
  { arbitrary: property.map((text) => `${head}\nexport const a: any = (${text});\nexport const b = a;\n`), weight: 2 },
  { arbitrary: thrown.map((value) => `throw ${value};\n`), weight: 1 },
  { arbitrary: oddExpression.map((value) => `export default ${value};\n`), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
);

const scenario = fc.constantFrom('buffered', 'dw1-nowait', 'dw1-inval-ring2');
const patch = fc.constantFrom('2.6.20', 'post-eiocbqueued', '2.6.20+no-event', '2.6.20+put-context-twice');

export const propertyCommands: fc.Arbitrary<Command> = fc
  .tuple(
    module,
    scenario,
    patch,
    fc.constantFrom<readonly string[]>(
      ['prove', '--json'],
      ['prove'],
      ['prove', '--no-reduction', '--property', 'no-leak'],
      ['run', '--runs', '3', '--seed', '1', '--no-corpus'],
    ),
  )
  .map(([text, world, kernel, [command = '', ...flags]]) => ({
    args: [
      command,
      ...(command === 'run' ? ['--scenario'] : []),
      world,
      '--patch',
      kernel,
      '--property',
      './mine.ts',
      ...flags,
      ...BOUNDS,
    ],
    files: { './mine.ts': text },
  }));
