/** Diffs, mails and sidecars that the program cannot use, and what it says to each. */
import { type Mistake, proving } from './bad-input-patches.ts';
import { seed, withoutPromise } from './seed-diffs.ts';

/** The same is said by each command that takes a patch: they are read before anything else is. */
const given = (what: string, file: string, text: string, ...says: readonly (string | RegExp)[]): Mistake => ({
  what,
  args: [...proving, '--patch', `./${file}`],
  files: { [file]: text },
  says,
});

const besides = (what: string, sidecar: object | string, ...says: readonly (string | RegExp)[]): Mistake => ({
  what: `a sidecar ${what}`,
  args: [...proving, '--patch', 'seed.txt'],
  files: {
    'seed.txt': seed,
    'seed.txt.kioctx.json': typeof sidecar === 'string' ? sidecar : JSON.stringify({ version: 1, ...sidecar }),
  },
  says,
});

const field = (declared: object) => ({ fields: { 'kiocb.ki_res': declared } });
const report = { function: 'aio_propogate_error', result: 'ret', error: 'new_err', iocb: 'iocb' };
const lines = withoutPromise.split('\n');

export const diffs: readonly Mistake[] = [
  given(
    'a diff of files that are not modelled',
    'net.diff',
    '--- a/net/socket.c\n+++ b/net/socket.c\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n',
    /net\.diff:\d+:1: nothing that the patch changes .*the model has nothing of net\/socket\.c\); expected/,
  ),
  given(
    'a text without a diff',
    'words.txt',
    'Just words.\n',
    './words.txt: there is no diff in it, and it is no module',
  ),
  given(
    'a mail without a diff',
    'words.eml',
    'From: A Person <person@example.org>\nSubject: [PATCH] aio\n\nIt comes later.\n',
    './words.eml:1:1: no diff in this text; expected a unified diff',
  ),
  given('half a mail', 'half.diff', lines.slice(0, 6).join('\n'), /half\.diff:3:1: hunk @@ .* is cut off/),
  given(
    'a binary diff',
    'logo.patch',
    'diff --git a/logo.png b/logo.png\nindex 11..22 100644\nBinary files a/logo.png and b/logo.png differ\n',
    './logo.patch:3:1: a binary file changes here',
  ),
  given(
    'a diff that renames',
    'name.patch',
    'diff --git a/fs/aio.c b/fs/async.c\nsimilarity index 100%\nrename from fs/aio.c\nrename to fs/async.c\n',
    './name.patch:3:1: fs/aio.c is renamed; expected',
  ),
  given(
    'a diff that is no C',
    'syntax.diff',
    withoutPromise.replace('retval = -EIO;', 'retval = (-EIO;'),
    /syntax\.diff:\d+:1: .*C syntax/,
  ),
  given(
    'a diff against another kernel',
    'new.diff',
    '--- a/fs/aio.c\n+++ b/fs/aio.c\n@@ -1083,5 +1083,5 @@\n one();\n two();\n-three();\n+3;\n four();\n five();\n',
    /new\.diff:3:1: .*expected a patch against 2\.6\.20/,
  ),
  {
    what: 'two of them, one line each',
    args: [...proving, '--patch', 'half.diff', '--patch', 'words.eml'],
    files: { 'half.diff': lines.slice(0, 6).join('\n'), 'words.eml': 'Subject: x\nFrom: y@example.org\n\nno\n' },
    says: [/half\.diff:3:1: /, /words\.eml:1:1: no diff/],
  },
  {
    what: 'a diff that is not there',
    args: [...proving, '--patch', 'gone.diff'],
    says: ['gone.diff: there is no such file; expected a diff, a mail that has one, or a patch module'],
  },
  {
    what: 'lift of what is not there',
    args: ['lift', 'sed.txt'],
    files: { 'seed.txt': seed },
    says: ['sed.txt: there is no such file (did you mean seed.txt?); expected a unified diff, or a mail that has one'],
  },
  {
    what: 'lift of a module',
    args: ['lift', 'mine.ts'],
    files: { 'mine.ts': 'export default 1;\n' },
    says: ['mine.ts: this is a module already; expected a unified diff, or a mail that has one'],
  },
  {
    what: 'a kernel tree that is not there',
    args: ['lift', 'seed.txt', '--linux', 'gone'],
    files: { 'seed.txt': seed },
    says: ['--linux gone: there is no such folder; expected a source tree of Linux 2.6.20 as it was released'],
  },
  {
    what: 'a kernel tree that is none',
    args: ['prove', 'buffered', '--patch', 'seed.txt', '--linux', 'linux'],
    files: { 'seed.txt': seed, 'linux/README': 'a kernel' },
    says: ['--linux linux: it has no fs/aio.c; expected a source tree of Linux 2.6.20 as it was released'],
  },
  {
    what: 'a kernel tree of another kernel',
    args: ['outcomes', 'buffered', '--patch', 'seed.txt', '--linux', 'linux'],
    files: { 'seed.txt': seed, 'linux/fs/aio.c': '/* of another kernel */\n' },
    says: [/--linux linux: line 1 of fs\/aio\.c is another one in 2\.6\.20; expected a source tree of Linux 2\.6\.20/],
  },
  {
    what: 'shrink --test of a diff',
    args: ['shrink', 'a.trace.json', '--patch', 'seed.txt', '--test', 'a.test.ts'],
    files: { 'seed.txt': seed },
    says: ['--test a.test.ts: vitest imports no diff, as seed.txt is; expected a module: npx kioctx lift seed.txt -o'],
  },
  besides('of no JSON', '{"version": 1,', /seed\.txt\.kioctx\.json:1:\d+: malformed JSON/),
  besides(
    'of another version',
    { version: 2 },
    'seed.txt.kioctx.json:1:12: version: unknown format version 2; expected 1',
  ),
  besides(
    'with an unknown key and a report that lacks a part',
    { report: [], reports: [{ ...report, iocb: undefined }] },
    /json:1:14: report: unknown key "report"; .*did you mean reports\?/,
    /reports\[0\]\.iocb: missing; expected a name/,
  ),
  besides(
    'with a class that there is not',
    field({ class: 'guarded by ki_ctx.ctx_lock' }),
    /class: got "guarded by ki_ctx\.ctx_lock"; expected racy, constant, guarded_by LOCK or written_under LOCK/,
  ),
  besides(
    'with a lock that there is not',
    field({ class: 'guarded_by ki_ctx.ctx_lok' }),
    /class: ki_ctx\.ctx_lok is no lock that a kiocb has or leads to; .*did you mean ki_ctx\.ctx_lock\?/,
  ),
  besides(
    'with a field that the patch does not add',
    { fields: { 'kiocb.ki_re': { class: 'racy' } } },
    /the patch adds no field kiocb\.ki_re; .*did you mean kiocb\.ki_res\?/,
  ),
  besides(
    'with a first value of another kind',
    field({ starts: true }),
    /kiocb\.ki_res cannot start as true; expected a whole number/,
  ),
  besides(
    'with a function and a local that there are not',
    {
      reports: [
        { ...report, function: 'aio_propogat_error' },
        { ...report, error: 'err' },
      ],
    },
    /reports\[0\]\.function: there is no function aio_propogat_error; .*did you mean aio_propogate_error\?/,
    /reports\[1\]\.error: aio_propogate_error\(\) has no local err; expected one of iocb, existing_err, new_err, ret/,
  ),
];
