/** What an outside reading of the code stumbled over is not there any more, under the old name. */
import { expect, it } from 'vitest';
import { sources, textOf } from './imports.ts';

// Promises are settled, and whoever tells something may do so in a function called so.
const OLD_NAMES = (
  'Court Trial convict convicting judging judgeBy alike watches Watch Leaving Slices Ways hop hops hopOf setWay Way Seen Node Spot ' +
  'Touches Futures RELIES ADDS SURELY UNLESS_HELD notInside Sink Visiting Share Unfolding isFinal Ledger SharedLedger Place ' +
  'able straighten straightening straightened telling Telling Conviction ON SOME STILL MUCH LITTLE FEW MANY REMARKABLE Even ' +
  'Remembering Search NOBODY LOOKUP doubled Pieces inOneGo Pace Detours Detour roundabout wrongHere linkOver arrive'
).split(' ');

const OLD_FILES = [
  'model/core/footprints/touches.ts',
  'model/core/footprints/futures.ts',
  'model/core/ledger.ts',
  'model/env/ledger.ts',
  'model/env/holders.ts',
  'properties/search/unfolding.ts',
  'properties/search/visiting.ts',
  'properties/search/remembering.ts',
  'properties/search/slices.ts',
  'properties/judging.ts',
  'properties/asking.ts',
  'counterexamples/straighten.ts',
];

const declared = (name: string): RegExp =>
  new RegExp(
    `\\b(?:class|interface|type|enum|const|let) ${name}\\b(?!,| })|\\bfunction\\*? ${name}\\b|` +
      `^ {2}(?:(?:private|protected|public|static|readonly|async|get|abstract) |\\*)*${name}(?:<|\\(|\\?|: )`,
    'm',
  );

it.each(OLD_NAMES)('nothing is called %s', (name) => {
  expect(sources.filter((path) => path.endsWith('.ts') && declared(name).test(textOf(path)))).toEqual([]);
});

it('the search for names finds one that is there', () => {
  expect(sources.filter((path) => declared('Stubborn').test(textOf(path)))).toEqual(['properties/search/stubborn.ts']);
  expect(sources.some((path) => declared('enabledContexts').test(textOf(path)))).toBe(true);
});

it.each(OLD_FILES)('there is no file %s', (path) => {
  expect(sources).not.toContain(path);
});

/** `run` is what each command does; a task is called as what it does; patches outside import the record of the same name as the property. */
const SHARED = ['run', 'replay', 'explain', 'errorReported'];

it('two things that are exported have two names, but for those argued here', () => {
  const DECLARED = /^export (?:abstract |async )?(?:type|interface|class|function\*?|const) (\w+)/gm;
  const names: string[] = [];
  for (const path of sources.filter((one) => one.endsWith('.ts')))
    names.push(...new Set([...textOf(path).matchAll(DECLARED)].map(([, name = '']) => name)));
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  expect(names.length).toBeGreaterThan(500);
  expect(twice.toSorted()).toEqual(SHARED.toSorted());
});
