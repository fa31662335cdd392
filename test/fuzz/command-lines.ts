/** Command lines of known words in odd orders, with odd values. Bounds come last, and so hold. */
import fc from 'fast-check';
import type { Command } from './command.ts';
import { BOUNDS } from './scenario-files.ts';

const number = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '-1',
    '1e3',
    '1e308',
    'NaN',
    'Infinity',
    '0x10',
    '9007199254740993',
    '',
    ' ',
    '1,5',
    '٣',
    '-0',
  ),
  fc.integer().map(String),
);
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '-',
    '--',
    '.',
    '..',
    '/',
    './',
    'gone/x',
    'folder',
    './buffered',
    '+',
    '2.6.20+',
    '2.6.20+2.6.20',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'bufered',
    '\u001B[2J',
    '\u202E',
    'x'.repeat(5000),
    'é',
    '\n',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((word) => word.replaceAll('\0', '')),
);
const patch = fc.oneof(
  text,
  fc.constantFrom('2.6.20', 'wake', 'no-wake', './folder', './none.ts', './file.json', 'x.mjs'),
);
/** Nothing outside the folder that the command runs in is written. */
const place = fc.constantFrom(
  '',
  '.',
  'out',
  './out',
  'folder',
  'gone/out',
  'file.json',
  '/dev/null',
  'out'.repeat(200),
  '-',
  'é.xml',
);

const flag: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc
    .constantFrom(
      '--json',
      '--quiet',
      '--no-reduction',
      '--no-por',
      '--no-symmetry',
      '--no-lock-discipline',
      '--statistics',
      '--minimise',
    )
    .map((f) => [f]),
  fc
    .constantFrom('--help', '-h', '--version', '-V', '--no-corpus', '--no-json', '--jsn', '-o', '-q', '--')
    .map((f) => [f]),
  fc.tuple(fc.constantFrom('--max-states', '--max-seconds', '--max-memory', '--runs', '--depth'), number),
  fc.tuple(fc.constant('--workers'), fc.constantFrom('0', '1', '2', '-3', 'x', '1.5', '')),
  fc.tuple(fc.constantFrom('--seed', '--path'), fc.oneof(number, fc.constantFrom('1:2', '0:0:0', ':', '1:'))),
  fc.tuple(fc.constantFrom('--patch', '--property', '--scenario', '--as', '--strategy', '--color'), patch),
  fc.tuple(fc.constantFrom('--color'), fc.constantFrom('never', 'always', 'auto')),
  fc.tuple(fc.constantFrom('--junit', '-o', '--output'), place),
  text.map((word) => [word]),
);

/** What a command is about: without it, `prove` and `run` would be about all that is shipped. */
const start = fc.oneof(
  fc.constantFrom(
    ['prove', 'buffered', '--property', 'no-leak'],
    ['outcomes', 'buffered'],
    ['run', 'no-leak', '--scenario', 'buffered'],
    ['replay', './file.json'],
    ['show', './file.json'],
    ['shrink', './file.json'],
    ['explain', './file.json'],
    ['graph', 'buffered'],
    ['graph', 'buffered', '--as', 'aut', '--minimise'],
    ['list', 'patches'],
  ),
  text.map((word) => ['list', word]),
  text.map((word) => ['prove', word === '' || word.startsWith('-') ? 'none' : word]),
  text.map((word) => [word]),
  fc.constantFrom(
    ['replay'],
    ['show'],
    ['list'],
    ['outcomes'],
    ['shrink'],
    ['explain'],
    ['graph'],
    ['help'],
    ['help', 'prove'],
    [],
  ),
);

const bounded = (args: readonly string[]): readonly string[] => {
  if (args[0] === 'run') return [...args, '--runs', '2', ...BOUNDS];
  return ['prove', 'outcomes', 'graph'].includes(args[0] ?? '') ? [...args, ...BOUNDS] : args;
};

export const commandLines: fc.Arbitrary<Command> = fc
  .tuple(start, fc.array(flag, { maxLength: 4 }))
  .map(([first, flags]) => ({
    args: bounded([...first, ...flags.flat()]),
    files: { 'folder/x': '', 'file.json': '{}' },
  }))
  // The main job takes minutes, and so does what a lone `--` makes of the bounds.
  .filter(({ args }) => args[0] !== 'start' && args[0] !== 'stress' && !args.slice(1).includes('--'));
