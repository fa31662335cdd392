import { describe, expect, it } from 'vitest';
import { showIssue } from '../../../model/diagnostics/input-issue.ts';
import {
  declarations,
  declaredWith,
  type FieldDeclared,
  type NamedInPatch,
  readSidecar,
  sidecarIssues,
} from '../../../model/lift/sidecar.ts';

const number = { pool: 'kiocb', name: 'ki_count', declared: "value('long').racy()" };
const bit = { pool: 'kiocb', name: 'KIF_SEEN', declared: 'bool().racy().starts(false)' };
const pointer = { pool: 'kiocb', name: 'ki_other', declared: "ref('kiocb').racy()" };
const lock = { pool: 'kioctx', name: 'own_lock', declared: 'spinlock()' };

const names: NamedInPatch = {
  functions: new Map([['reports_it', ['iocb', 'ret', 'err']]]),
  fields: [number, bit, pointer, lock],
};

const saying = (field: typeof number, said: FieldDeclared): string =>
  declaredWith({ fields: { [`${field.pool}.${field.name}`]: said } }, field);

/** What is said of a sidecar with this in it. */
function whenIt(has: object): string[] {
  const read = readSidecar(JSON.stringify({ version: 1, ...has }), 'my.json');
  return (read.ok ? sidecarIssues(read, 'my.json', names) : read.issues).map(showIssue);
}

describe('how a field is declared', () => {
  it('is what the C tells where nothing is said of it', () => {
    for (const field of names.fields) {
      expect(declaredWith(null, field)).toBe(field.declared);
      expect(declaredWith({ fields: { 'kiocb.another': { class: 'constant' } } }, field)).toBe(field.declared);
    }
  });

  it.each([
    [number, { class: 'constant' }, "value('long').constant()"],
    [number, { class: 'guarded_by ki_ctx.ctx_lock' }, "value('long').guarded_by('ki_ctx.ctx_lock')"],
    [
      number,
      { class: 'written_under ki_ctx.ctx_lock', starts: 0 },
      "value('long').written_under('ki_ctx.ctx_lock').starts(0)",
    ],
    [number, { starts: -5 }, "value('long').racy().starts(-5)"],
    [bit, { set_once: true }, 'bool().racy().set_once().starts(false)'],
    [
      bit,
      { class: 'guarded_by ki_ctx.ctx_lock', set_once: true, starts: true },
      "bool().guarded_by('ki_ctx.ctx_lock').set_once().starts(true)",
    ],
    [pointer, { starts: null }, "ref('kiocb').racy().starts(NULL)"],
    [number, { set_once: false }, "value('long').racy()"],
  ] as const)('%o with %o', (field, said, declared) => {
    expect(saying(field, said)).toBe(declared);
  });
});

describe('a sidecar', () => {
  it('may say nothing', () => {
    expect(whenIt({})).toEqual([]);
    expect(readSidecar('{"version":1}', 'my.json')).toMatchObject({ ok: true, value: { reports: [], fields: {} } });
  });

  it('names what the patch has', () => {
    const reports = [{ function: 'reports_it', result: 'ret', error: 'err', iocb: 'iocb' }];
    const fields = {
      'kiocb.ki_count': { class: 'guarded_by ki_ctx.ctx_lock', starts: 0 },
      'kiocb.KIF_SEEN': { set_once: true },
      'kiocb.ki_other': { starts: null },
    };
    expect(whenIt({ reports, fields })).toEqual([]);
  });

  it.each([
    [{ fields: [] }, /fields: got an array of 0; expected an object of fields/],
    [
      { fields: { 'kiocb.ki_count': { klass: 'racy' } } },
      /unknown key "klass"; expected one of class, set_once, starts/,
    ],
    [{ fields: { 'kiocb.ki_count': { class: 'ledger' } } }, /got "ledger"; expected racy, constant, guarded_by LOCK/],
    [
      { fields: { 'kiocb.ki_cont': {} } },
      /:1:24: .*adds no field kiocb\.ki_cont; .*\(did you mean kiocb\.ki_count\?\)/,
    ],
    [{ fields: { 'kiocb.KIF_SEEN': { starts: 1 } } }, /cannot start as 1; expected true or false/],
    [{ fields: { 'kiocb.ki_other': { starts: 0 } } }, /cannot start as 0; expected null/],
    [{ fields: { 'kiocb.ki_count': { starts: 0.5 } } }, /cannot start as 0\.5; expected a whole number/],
    [{ fields: { 'kioctx.own_lock': { starts: 0 } } }, /cannot start as 0; expected nothing: a new lock is free/],
    [
      { fields: { 'kiocb.ki_count': { class: 'guarded_by wait_lock' } } },
      /wait_lock is no lock that a kiocb has or leads to/,
    ],
    [
      { reports: [{ function: 'reports', result: 'ret', error: 'err', iocb: 'iocb' }] },
      /no function reports; .*mean reports_it/,
    ],
    [
      { reports: [{ function: 'reports_it', result: 'rt', error: 'err', iocb: 'iocb' }] },
      /has no local rt; expected one of iocb, ret, err/,
    ],
    [{ reports: [{ function: 'reports_it' }] }, /reports\[0\]\.result: missing; expected a name/],
  ] as const)('%o is refused, with its place', (has, says) => {
    const [first = ''] = whenIt(has);
    expect(first).toMatch(/^my\.json:1:\d+: /);
    expect(first).toMatch(says);
  });

  it('is told in a line for each thing that it declares', () => {
    const reports = [{ function: 'reports_it', result: 'ret', error: 'err', iocb: 'iocb' }];
    const fields = { 'kiocb.ki_count': { class: 'racy', set_once: true, starts: 0 } };
    expect(declarations({ version: 1, reports, fields })).toEqual([
      'reports_it() reports an error of the request iocb where it assigns ret while err is not 0',
      'kiocb.ki_count: racy, set once, 0 at first',
    ]);
  });
});
