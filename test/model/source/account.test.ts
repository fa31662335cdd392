import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accountOfFile } from '../../../model/source/account.ts';
import { afterApplying } from '../../../model/source/applied.ts';
import { isCode, type LineRange } from '../../../model/source/line-kinds.ts';
import { linesByPath } from '../../../model/source/lines.ts';
import { always, leftOut, type LinesOf, noEffect } from '../../../model/source/reasons.ts';
import { sourceFile, type SourceFile, sourcePaths } from '../../../model/source/source-file.ts';
import { stepsAtFor } from '../../../model/source/steps-at.ts';
import { baseProcs } from './base-procs.ts';
import { fileOf, hunkAt } from './invented.ts';

const fileAt = (path: string): SourceFile => {
  const file = sourceFile(path);
  if (file === undefined) throw new Error(`no ${path}`);
  return file;
};
const faultsOf = (path: string, table: LinesOf): readonly string[] =>
  accountOfFile(fileAt(path), table, baseProcs).faults;
const tables: readonly (readonly [string, LinesOf])[] = [...linesByPath];
const rows = tables.flatMap(([path, table]) =>
  Object.entries(table).flatMap(([name, entry]) => ('helper' in entry ? [] : [{ path, table, name, entry }])),
);

describe('every line of every modelled function', () => {
  it.each(sourcePaths)('has its steps, or the reason why it has none: %s', (path) => {
    expect(faultsOf(path, linesByPath.get(path) ?? {})).toEqual([]);
  });

  it('has one of the two and not both, asked line by line', () => {
    const stepsAt = stepsAtFor(baseProcs);
    const answers = { code: new Map<string, number>(), rest: new Map<string, number>() };
    for (const path of sourcePaths)
      for (const { statements } of fileAt(path).facts.modelled)
        for (const [from, to, kind] of statements)
          for (let line = from; line <= to; line += 1) {
            const counts = isCode(kind) ? answers.code : answers.rest;
            const { is } = stepsAt(fileAt(path), line);
            counts.set(is, (counts.get(is) ?? 0) + 1);
          }
    expect([...answers.code.keys()].toSorted()).toEqual(['reason', 'steps']);
    expect([...answers.rest.keys()].toSorted()).toEqual(['idle', 'steps']);
    expect(answers.code.get('steps')).toBeGreaterThan(400);
  });

  it('is of a function in which the model has steps, or that is modelled by another name', () => {
    expect(tables.map(([path]) => path).filter((path) => !sourcePaths.includes(path))).toEqual([]);
  });
});

describe('a table is noticed that', () => {
  it('lacks any one of its reasons', () => {
    const cuts = rows.flatMap(({ path, table, name, entry }) =>
      (entry.reasons ?? []).map(({ lines }, n) => {
        const reasons = (entry.reasons ?? []).toSpliced(n, 1);
        const faults = faultsOf(path, { ...table, [name]: { ...entry, reasons } });
        return { lines, name, isNoticed: faults.some((fault) => fault.endsWith('and nothing says why')) };
      }),
    );
    expect(cuts.length).toBeGreaterThan(150);
    expect(cuts.filter(({ isNoticed }) => !isNoticed)).toEqual([]);
  });

  it('lacks what says that a line belongs to the step of another, unless it is a jump', () => {
    const unnoticed: string[] = [];
    let cut = 0;
    for (const { path, table, name, entry } of rows) {
      const has = (line: number) => (ranges: readonly LineRange[]) =>
        ranges.some(([from, to]) => from <= line && line <= to);
      const modelled = fileAt(path).facts.modelled.find((one) => one.name === name)?.statements ?? [];
      const alone = accountOfFile(fileAt(path), { ...table, [name]: { ...entry, steps: {} } }, baseProcs).at;
      for (const [from, , kind] of modelled) {
        const isCovered = Object.values(entry.steps ?? {}).some(has(from));
        if (!isCovered || kind === 'jump' || !isCode(kind) || alone(from).is === 'steps') continue;
        const kept = Object.fromEntries(Object.entries(entry.steps ?? {}).filter(([, all]) => !has(from)(all)));
        const faults = faultsOf(path, { ...table, [name]: { ...entry, steps: kept } });
        if (!faults.some((fault) => fault.startsWith(`${path}:${from}: no step`))) unnoticed.push(`${name}:${from}`);
        cut += 1;
      }
    }
    expect(unnoticed).toEqual([]);
    expect(cut).toBeGreaterThan(60);
  });
});

const named = (name: string, from: number, to: number) => ({ name, lines: [from, to] as const });
const statements = [
  [1, 2, 'head'],
  [3, 3, 'declaration'],
  [4, 5, 'statement'],
  [6, 6, 'condition'],
  [7, 7, 'jump'],
  [8, 8, 'statement'],
  [9, 9, 'jump'],
  [10, 10, 'brace'],
] as const;
const shop = fileOf(
  Array.from({ length: 14 }, (_, i) => `line ${i + 1}`),
  {
    functions: [named('shop', 1, 10), named('mill', 12, 14)],
    modelled: [{ ...named('shop', 1, 10), statements, structure: { isMacro: false, lines: [] } }],
  },
);
const procs = [
  {
    name: 'shop',
    at: 'shop.c:1',
    locals: {},
    returns: null,
    isMacro: false,
    steps: new Map([
      ['open', { line: 4, c: 'open()', go: () => undefined }],
      ['look', { line: 6, c: 'if (a)', go: () => undefined }],
    ]),
  },
];
const account = (table: LinesOf) => accountOfFile(shop, table, procs);
const fits: LinesOf = { shop: { reasons: [noEffect(8, 'it says something')] }, mill: { helper: 'mill in a file' } };

describe('the account of a function', () => {
  const { at, faults } = account(fits);

  it('has nothing to complain of when all is said', () => {
    expect(faults).toEqual([]);
  });

  it('gives a step its whole statement, and a jump the step in front of it', () => {
    expect([4, 5].map(at)).toEqual([
      { is: 'steps', steps: ['shop.open'] },
      { is: 'steps', steps: ['shop.open'] },
    ]);
    expect([6, 7, 9].map(at)).toEqual([
      { is: 'steps', steps: ['shop.look'] },
      { is: 'steps', steps: ['shop.look'], inherited: true },
      { is: 'steps', steps: ['shop.look'], inherited: true },
    ]);
  });

  it('knows reasons, lines that do nothing, helpers, and what is outside', () => {
    expect(at(8)).toEqual({ is: 'reason', reason: noEffect(8, 'it says something') });
    expect(at(3)).toEqual({ is: 'idle', kind: 'declaration' });
    expect(at(13)).toEqual({ is: 'helper', helper: 'mill in a file' });
    expect(at(11)).toEqual({ is: 'outside' });
  });

  it.each([
    ['nothing is said of a line', { shop: {} }, 'shop.c:8: no step of shop stands for it, and nothing says why'],
    [
      'a jump follows what is left out',
      { shop: { reasons: [leftOut(8, 'it fails')] } },
      'shop.c:9: no step of shop stands for it, and nothing says why',
    ],
    [
      'a reason is for what a step does',
      { shop: { reasons: [noEffect([6, 8], 'it says something')] } },
      'shop.c:6: shop.look stands for it, and a reason says that none does',
    ],
    [
      'two reasons are for one line',
      { shop: { reasons: [noEffect(8, 'it says something'), always(8, 'never')] } },
      'shop.c:8: two reasons say why no step stands for it',
    ],
    [
      'a reason is for no code',
      { shop: { reasons: [noEffect(8, 'it says something'), noEffect(3, 'it declares')] } },
      'shop.c:3: the reason is for no code of shop',
    ],
    ['a step is not there', { shop: { steps: { shut: [[8, 8]] } } }, 'shop.c:8: there is no step shop.shut'],
    [
      'a step covers its own statement alone',
      { shop: { steps: { open: [[4, 5]] }, reasons: [noEffect(8, 'it says something')] } },
      'shop.c:4: shop.open covers no code here but its own statement',
    ],
    [
      'lines are of another function',
      { shop: { reasons: [noEffect([8, 12], 'it says something')] } },
      'shop.c:8: lines 8 to 12 are not in shop',
    ],
    ['a function is not there', { ...fits, yard: {} }, 'shop.c:0: there is no function yard'],
    ['a function has no step', { ...fits, mill: {} }, 'shop.c:12: no step stands in mill'],
    ['a helper has steps', { shop: { helper: 'x' } }, 'shop.c:1: shop has steps, so it is no helper'],
  ] satisfies [string, LinesOf, string][])('complains when %s', (_, table, fault) => {
    expect(account(table).faults[0]).toBe(fault);
  });
});

describe('what the tables say', () => {
  it('names races that docs/races.md has', () => {
    const races = readFileSync(new URL('../../../docs/races.md', import.meta.url), 'utf8');
    const wanted = rows.flatMap(({ entry }) => (entry.reasons ?? []).flatMap(({ race }) => race ?? []));
    expect(wanted.length).toBeGreaterThan(5);
    expect(wanted.filter((race) => !new RegExp(`\\b${race}\\b`).test(races))).toEqual([]);
  });

  const root = new URL('../../../', import.meta.url);
  const helpers = tables.flatMap(([, table]) =>
    Object.values(table).flatMap((entry) => ('helper' in entry ? [entry.helper] : [])),
  );

  it('names files that are there, and functions that are in them', () => {
    const paths = helpers.flatMap((helper) => [...helper.matchAll(/\b(?:model|docs)\/[\w/.-]+\w/g)].map(String));
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
    const functions = helpers.flatMap((helper) => /^(\w+) in (model\/\S+\.ts)/.exec(helper)?.slice(1) ?? []);
    const missing = functions.filter((name, i) => {
      const file = functions[i + 1];
      return i % 2 === 0 && !readFileSync(new URL(file ?? '', root), 'utf8').includes(`const ${name} =`);
    });
    expect(functions.length).toBeGreaterThan(6);
    expect(missing).toEqual([]);
  });

  it('names steps that are there', () => {
    const steps = helpers.flatMap((helper) =>
      [...helper.matchAll(/(?<![\w./-])(\w+)\.(\w+)(?![\w./]*\/)/g)].filter(
        ([, , label = '']) => !/^(?:ts|c|h)$/.test(label),
      ),
    );
    expect(steps.length).toBeGreaterThan(15);
    const isThere = (proc: string, label: string) => baseProcs.find(({ name }) => name === proc)?.steps.has(label);
    expect(steps.filter(([, proc = '', label = '']) => isThere(proc, label) !== true).map(String)).toEqual([]);
  });

  it('says each reason in a sentence without its full stop', () => {
    const whys = rows.flatMap(({ entry }) => (entry.reasons ?? []).map(({ why }) => why));
    expect(whys.filter((why) => !/^[a-zU].*[^.]$/.test(why))).toEqual([]);
  });
});

describe('a line of a patched file', () => {
  const stepsAt = stepsAtFor(baseProcs);
  const file = fileAt('fs/aio.c');

  it('has the steps of the line of 2.6.20 that it is, and is new otherwise', () => {
    const hunk = hunkAt(1, 1, '+one', '+two');
    const patched = afterApplying(file, [{ hunk, place: { start: 1, offset: 0, fuzz: 0 } }]);
    expect(stepsAt(patched, 1)).toEqual({ is: 'new' });
    expect(stepsAt(patched, 1002)).toEqual({ is: 'steps', steps: ['aio_complete.put_rq'] });
    expect(stepsAt(file, 1000)).toEqual({ is: 'steps', steps: ['aio_complete.put_rq'] });
  });

  it('is outside where nothing is modelled', () => {
    expect(stepsAt(file, 1)).toEqual({ is: 'outside' });
    expect(stepsAt(file, 99999)).toEqual({ is: 'outside' });
    expect(stepsAt(shop, 1)).toEqual({ is: 'outside' });
  });
});
