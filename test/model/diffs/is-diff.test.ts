import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isDiff } from '../../../model/diffs/index.ts';
import { packaged } from '../../cli/program.ts';
import { base64, change, mailed } from './one-change.ts';

describe('a text is taken for a diff', () => {
  it.each([
    ['a diff', ['--- a/fs/lamp.c', '+++ b/fs/lamp.c', ...change]],
    [
      'a diff of a module',
      ['--- a/lamp.ts', '+++ b/lamp.ts', '@@ -1 +1 @@', "-import { a } from './a.ts';", "+import { b } from './b.ts';"],
    ],
    ['a mail', mailed('Content-Type: text/plain')],
    ['a mail whose diff is encoded', mailed('Content-Transfer-Encoding: base64', base64)],
    ['a mail without a diff, which is told then', ['From: Zoe', 'Subject: lamp', '', 'const is what it must be.']],
    ['a mailbox', ['From zoe@example.org Mon Feb 19 12:32:52 2007', 'From: Zoe', 'Subject: lamp', '', 'x']],
    ['a reply', mailed('X-A: b').map((line) => `> ${line}`)],
    ['a rename', ['diff --git a/lamp.c b/oven.c', 'rename from lamp.c', 'rename to oven.c']],
    ['a normal diff', ['5c5', '< dim', '---', '> lit']],
    ['a context diff', ['*** a/lamp.c', '--- b/lamp.c', '***************', '*** 1 ****', '! dim']],
  ])('if it is %s', (_, lines) => {
    expect(isDiff(lines.join('\n'))).toBe(true);
  });

  it('if it is the seed', () => {
    expect(isDiff(readFileSync(packaged('test/fixtures/seed-lkml-2007-02-20.txt'), 'utf8'))).toBe(true);
  });
});

describe('a text is not taken for a diff', () => {
  it.each([
    ['nothing', ''],
    ['prose', 'Dear all,\nthe lamp is out.\n'],
    ['JSON', '{\n  "version": 1\n}\n'],
    [
      'a module that quotes a diff',
      `import { patch } from './patch.ts';\nconst text = \`\n${change.join('\n')}\n\`;\n`,
    ],
    ['a module that begins with a comment', `/*\n * @@ -1 +1 @@\n */\nexport default patch;\n`],
  ])('if it is %s', (_, text) => {
    expect(isDiff(text)).toBe(false);
  });

  it.each(readdirSync(packaged('model/patches')))('if it is model/patches/%s', (name) => {
    expect(isDiff(readFileSync(packaged(`model/patches/${name}`), 'utf8'))).toBe(false);
  });
});
