import { describe, expect, it } from 'vitest';
import { issuesOf, whenSpoilt } from './spoilt.ts';
import { two } from './two.ts';

const buffered = (n: number) => `[${Array.from({ length: n }, () => '{ "op": "buffered" }').join(', ')}]`;
const iocbs = two.split('\n')[4]?.slice('  "iocbs": '.length, -1) ?? '';

it('the scenario to be spoilt is accepted', () => {
  expect(issuesOf(two)).toEqual([]);
});

describe('a scenario is refused in one line that says what, where and what was expected', () => {
  it.each([
    [
      '"ring_nr": 4',
      '"ring_nr": 1',
      '4:14: ring_nr: got 1; expected an integer from 2 to 1024 (one entry always stays empty)',
    ],
    [
      '"ring_nr": 4',
      '"ring_nr": 1025',
      '4:14: ring_nr: got 1025; expected an integer from 2 to 1024 (one entry always stays empty)',
    ],
    [
      '"ring_nr": 4',
      '"ring_nr": 2.5',
      '4:14: ring_nr: got 2.5; expected an integer from 2 to 1024 (one entry always stays empty)',
    ],
    [
      '"ring_nr": 4',
      '"ring_nr": 1e999',
      '4:14: ring_nr: got Infinity; expected an integer from 2 to 1024 (one entry always stays empty)',
    ],
    [
      '"ring_nr": 4',
      '"ring_nr": "4"',
      '4:14: ring_nr: got "4"; expected an integer from 2 to 1024 (one entry always stays empty)',
    ],
    ['"name": "two"', '"name": ""', '3:11: name: got ""; expected a name that is not empty'],
    ['"name": "two"', '"name": null', '3:11: name: got null; expected a name'],
    ['  "name": "two",\n', '', '1:1: name: missing; expected a name'],
    ['"version": 1', '"version": "1"', '2:14: version: unknown format version "1"; expected 1'],
    [
      ', "bios": 2',
      ', "bois": 2',
      '5:62: iocbs[1].bois: unknown key "bois"; expected one of op, bios, file (did you mean bios?)',
    ],
    [', "bios": 2', ', "o_sync": true', '5:62: iocbs[1].o_sync: unknown key "o_sync"; expected one of op, bios, file'],
    ['"bios": 2', '"bios": 5', '5:70: iocbs[1].bios: got 5; expected an integer from 1 to 4'],
    ['"bios": 2', '"bios": 0', '5:70: iocbs[1].bios: got 0; expected an integer from 1 to 4'],
    ['"direct_write"', '"direct_write", "append": 1', '5:47: iocbs[0].append: got 1; expected true or false'],
    [
      '"direct_write"',
      '"direct_wirte"',
      '5:21: iocbs[0].op: unknown op "direct_wirte"; expected one of direct_write, direct_read, buffered, retry, queued (did you mean direct_write?)',
    ],
    [
      '"direct_write"',
      '7',
      '5:21: iocbs[0].op: unknown op 7; expected one of direct_write, direct_read, buffered, retry, queued',
    ],
    [
      '{ "op": "buffered" }',
      '{}',
      '5:75: iocbs[2].op: missing; expected one of direct_write, direct_read, buffered, retry, queued',
    ],
    ['{ "op": "buffered" }', '"buffered"', '5:75: iocbs[2]: got "buffered"; expected an iocb: an object with an op'],
    [
      '"direct_write"',
      '"retry", "bios": 1',
      '5:30: iocbs[0].bios: unknown key "bios"; expected one of op, kicks, file',
    ],
    ['"direct_write"', '"retry", "kicks": 0', '5:39: iocbs[0].kicks: got 0; expected an integer from 1 to 4'],
    ['"direct_write"', '"retry", "kicks": 5', '5:39: iocbs[0].kicks: got 5; expected an integer from 1 to 4'],
    ['"direct_write"', '"retry", "kicks": "1"', '5:39: iocbs[0].kicks: got "1"; expected an integer from 1 to 4'],
    [
      '"direct_write"',
      '"retyr"',
      '5:21: iocbs[0].op: unknown op "retyr"; expected one of direct_write, direct_read, buffered, retry, queued (did you mean retry?)',
    ],
    [
      '"direct_write"',
      '"queued", "cancellable": "yes"',
      '5:46: iocbs[0].cancellable: got "yes"; expected true or false',
    ],
    [
      '"direct_write"',
      '"direct_write", "cancellable": true',
      '5:37: iocbs[0].cancellable: unknown key "cancellable"; expected one of op, bios, o_sync, append, file',
    ],
    [
      '"buffered"',
      '"buffered", "file": "first"',
      '5:103: iocbs[2].file: unknown file reference "first"; expected last',
    ],
    ['"buffered"', '"buffered", "file": null', '5:103: iocbs[2].file: unknown file reference null; expected last'],
    [iocbs, buffered(17), '5:12: iocbs: got an array of 17; expected an array of at most 16 iocbs'],
    [
      '"submitter"',
      '"sub mitter"',
      '7:15: tasks[0].name: got "sub mitter"; expected a task name of letters, digits, _ and -, with a letter or _ first',
    ],
    [
      '"submitter"',
      '"bio0.0"',
      '7:15: tasks[0].name: got "bio0.0"; expected a task name of letters, digits, _ and -, with a letter or _ first',
    ],
    [
      '"submitter"',
      '"irq0"',
      '7:15: tasks[0].name: "irq0" is the name of an interrupt context; expected a name other than irq<i>',
    ],
    ['"submitter"', '"reader"', '8:15: tasks[1].name: task name "reader" is here twice; expected each task name once'],
    [
      '{ "io_submit": [0, 2] }',
      '{}',
      '7:38: tasks[0].calls[0]: no call; expected exactly one of io_submit, io_getevents, io_cancel, io_destroy, io_setup, reap, exit, sync_io',
    ],
    [
      '[0, 2]',
      '[0, 2], "io_getevents": { "min_nr": 0, "nr": 0 }',
      '7:77: tasks[0].calls[0].io_getevents: two calls in one object; expected exactly one of io_submit, io_getevents, io_cancel, io_destroy, io_setup, reap, exit, sync_io',
    ],
    [
      '"io_submit"',
      '"io_sumbit"',
      '7:40: tasks[0].calls[0].io_sumbit: unknown key "io_sumbit"; expected one of io_submit, io_getevents, io_cancel, io_destroy, io_setup, reap, exit, sync_io (did you mean io_submit?)',
    ],
    ['[0, 2]', '0', '7:53: tasks[0].calls[0].io_submit: got 0; expected an array of numbers of iocbs'],
    ['[0, 2]', '[0, "2"]', '7:57: tasks[0].calls[0].io_submit[1]: got "2"; expected the number of an iocb'],
    ['[0, 2]', '[0, 3]', '7:57: tasks[0].calls[0].io_submit[1]: there is no iocb 3; expected a number from 0 to 2'],
    ['[0, 2]', '[-1, 2]', '7:54: tasks[0].calls[0].io_submit[0]: there is no iocb -1; expected a number from 0 to 2'],
    [
      '[0, 2]',
      '[2, 2]',
      '7:57: tasks[0].calls[0].io_submit[1]: iocb 2 is submitted by task submitter already; expected each iocb submitted at most once',
    ],
    [
      '"min_nr": 1',
      '"min_nr": -1',
      '8:65: tasks[1].calls[0].io_getevents.min_nr: got -1; expected an integer from 0 to 1024',
    ],
    [
      '"nr": 1 ',
      '"nr": 1025 ',
      '8:74: tasks[1].calls[0].io_getevents.nr: got 1025; expected an integer from 0 to 1024',
    ],
    [
      '"nr": 1 ',
      '"nr": 1, "timeout": 10 ',
      '8:88: tasks[1].calls[0].io_getevents.timeout: unknown timeout 10; expected may',
    ],
    [
      '"nr": 1 ',
      '"nr": 1, "timeout": "must" ',
      '8:88: tasks[1].calls[0].io_getevents.timeout: unknown timeout "must"; expected may',
    ],
    [
      '"io_submit": [0, 2]',
      '"sync_io": 3',
      '7:51: tasks[0].calls[0].sync_io: there is no iocb 3; expected a number from 0 to 2',
    ],
    [
      '"io_submit": [0, 2]',
      '"sync_io": 0 }, { "io_submit": [0]',
      '7:72: tasks[0].calls[1].io_submit[0]: iocb 0 is done synchronously by task submitter already; expected each iocb submitted or done synchronously, once at most',
    ],
    [
      '"io_submit": [0, 2]',
      '"io_cancel": 3',
      '7:53: tasks[0].calls[0].io_cancel: there is no iocb 3; expected a number from 0 to 2',
    ],
    [
      '"io_submit": [0, 2]',
      '"io_cancel": -1',
      '7:53: tasks[0].calls[0].io_cancel: there is no iocb -1; expected a number from 0 to 2',
    ],
    [
      '"io_submit": [0, 2]',
      '"io_cancel": [0]',
      '7:53: tasks[0].calls[0].io_cancel: got an array of 1; expected the number of an iocb',
    ],
    [
      '"io_submit": [0, 2]',
      '"io_cancel": 0.5',
      '7:53: tasks[0].calls[0].io_cancel: got 0.5; expected the number of an iocb',
    ],
    ['"io_submit": [0, 2]', '"io_destroy": false', '7:54: tasks[0].calls[0].io_destroy: got false; expected true'],
    ['"io_submit": [0, 2]', '"io_destroy": {}', '7:54: tasks[0].calls[0].io_destroy: got an object; expected true'],
    [
      '"io_submit": [0, 2]',
      '"io_cancel": 0, "io_destroy": true',
      '7:70: tasks[0].calls[0].io_destroy: two calls in one object; expected exactly one of io_submit, io_getevents, io_cancel, io_destroy, io_setup, reap, exit, sync_io',
    ],
    [
      '"io_submit": [0, 2]',
      '"io_cancle": 0',
      '7:40: tasks[0].calls[0].io_cancle: unknown key "io_cancle"; expected one of io_submit, io_getevents, io_cancel, io_destroy, io_setup, reap, exit, sync_io (did you mean io_cancel?)',
    ],
    [
      '"io_submit": [0, 2]',
      '"exit": true }, { "io_submit": [0]',
      '7:38: tasks[0].calls[0]: task submitter exits, and has a call behind it; expected exit as the last call of its task',
    ],
    [
      '"io_submit": [0, 2]',
      '"io_setup": true }, { "io_setup": true',
      '7:60: tasks[0].calls[1]: task submitter makes the context already; expected one io_setup in a scenario',
    ],
    [
      '"io_submit": [0, 2]',
      '"reap": 1 }, { "io_destroy": true',
      '7:38: tasks[0].calls[0]: task submitter looks into the ring itself, which is not there all the time: see io_destroy; expected reap without io_setup and io_destroy',
    ],
    ['"io_submit": [0, 2]', '"reap": 0', '7:48: tasks[0].calls[0].reap: got 0; expected an integer from 1 to 1024'],
    [
      '"min_nr": 1, "nr": 1',
      '"min_nr": 0, "nr": 0, "until": 1',
      '8:74: tasks[1].calls[0].io_getevents.nr: task reader waits for 1 events by a call that asks for none; expected nr of 1 at least beside until',
    ],
    [
      '"nr": 1',
      '"nr": 1, "until": 0',
      '8:86: tasks[1].calls[0].io_getevents.until: got 0; expected an integer from 1 to 1024',
    ],
    [
      '"nr": 1',
      '"nr": 1, "signals": true',
      '8:88: tasks[1].calls[0].io_getevents.signals: unknown signals true; expected may',
    ],
    ['"min_nr": 1, ', '', '8:53: tasks[1].calls[0].io_getevents.min_nr: missing; expected an integer from 0 to 1024'],
    [
      '"bio"',
      '"boi"',
      '10:15: faults.boi: unknown key "boi"; expected one of invalidate, osync, bio (did you mean bio?)',
    ],
    ['["EIO"]', '"EIO"', '10:22: faults.bio: got "EIO"; expected an array of error names'],
    [
      '["EIO"]',
      '["EIO", "ENOSPC", "EIO"]',
      '10:40: faults.bio[2]: error name "EIO" is here twice; expected each error name once',
    ],
    [
      '"faults": {',
      '"__proto__": {',
      '10:3: __proto__: unknown key "__proto__"; expected one of version, name, ring_nr, iocbs, tasks, faults',
    ],
  ])('%s as %s', (from, to, line) => {
    expect(whenSpoilt(from, to)).toEqual([`my.json:${line}`]);
  });

  it('which suggests the error that was meant', () => {
    expect(whenSpoilt('"EIO"', '"enospc"').join()).toMatch(
      /^my\.json:10:23: faults\.bio\[0\]: unknown error name "enospc"; expected one of .* \(did you mean ENOSPC\?\)$/,
    );
  });

  it('which stays short when a value is long', () => {
    expect(whenSpoilt('"submitter"', `"${'é '.repeat(9999)}"`).join().length).toBeLessThan(200);
  });
});
