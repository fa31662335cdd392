/** Commands about scenario files of every kind: valid and large, valid and odd, almost valid, and no JSON at all. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { patchNames } from '../../model/named-patches.ts';
import { shippedScenarioNames, shippedScenarioPath } from '../../cli/shipped-scenarios.ts';
import { properties } from '../../properties/aio/index.ts';
import { scenarios } from '../../properties/aio/scenario-arbitrary.ts';
import { two } from '../model/scenarios/two.ts';
import type { Command } from './command.ts';
import { bytes, mutatedText, mutatedValue } from './mutated-json.ts';

/** Every search ends soon, whatever it is about. */
export const BOUNDS = ['--max-states', '500', '--max-seconds', '1'] as const;

const texts = fc.constantFrom(
  two,
  ...shippedScenarioNames().map((name) => readFileSync(shippedScenarioPath(name), 'utf8')),
);

const names = fc.constantFrom(
  'a/b',
  '..',
  'x'.repeat(300),
  '\u001B[2J',
  'é\u0301',
  '\u202Egpj',
  'con',
  ' ',
  '\n',
  '"',
  '${x}',
  '`',
);
const valid = scenarios({ tasks: { max: 3 }, requests: { max: 3 } });
const large = scenarios({ tasks: { min: 4, max: 16 }, requests: { min: 4, max: 16 }, ring_nr: { max: 64 } });

/** As JSON, maybe under a name of its own. */
const wellFormed = fc
  .tuple(
    fc.oneof({ arbitrary: valid, weight: 3 }, { arbitrary: large, weight: 1 }),
    fc.option(names, { nil: undefined }),
  )
  .map(([scenario, name]) => JSON.stringify(name === undefined ? scenario : { ...scenario, name }));

const content: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  { arbitrary: wellFormed, weight: 4 },
  { arbitrary: mutatedValue(texts), weight: 6 },
  { arbitrary: mutatedText(texts), weight: 3 },
  { arbitrary: bytes(texts), weight: 2 },
);

const patch = fc.oneof(
  fc.constantFrom(...patchNames),
  fc.tuple(fc.constantFrom(...patchNames), fc.constantFrom(...patchNames)).map((parts) => parts.join('+')),
);
const property = fc.constantFrom(...properties.map(({ name }) => name));

/** Flags that most commands take. */
const flags = fc.subarray(['--json', '--quiet', '--no-reduction', '--no-symmetry', '--no-por', '--no-lock-discipline']);

const line = fc.oneof(
  fc
    .tuple(patch, property, flags, fc.subarray(['--statistics']))
    .map(([p, q, f, s]) => ['prove', './s.json', '--patch', p, '--property', q].concat(f, s)),
  fc.tuple(patch, flags).map(([p, f]) => ['prove', './s.json', '--patch', p].concat(f)),
  fc.tuple(patch, flags).map(([p, f]) => ['outcomes', './s.json', '--patch', p].concat(f)),
  fc
    .tuple(patch, property, fc.constantFrom('uniform', 'pct', 'pos'), fc.nat(99))
    .map(([p, q, how, seed]) => [
      'run',
      q,
      '--scenario',
      './s.json',
      '--patch',
      p,
      '--strategy',
      how,
      '--runs',
      '3',
      '--seed',
      String(seed),
      '--no-corpus',
    ]),
);

const inC = fc.constant(['show', './s.json', '--as', 'c']);

export const scenarioCommands: fc.Arbitrary<Command> = fc
  .tuple(
    fc.oneof(
      { arbitrary: line.map((args) => args.concat(BOUNDS)), weight: 5 },
      // No search, and so no bounds.
      { arbitrary: inC, weight: 1 },
    ),
    content,
  )
  .map(([args, text]) => ({ args, files: { 's.json': text } }));
