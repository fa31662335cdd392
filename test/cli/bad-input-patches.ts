/** Patches that the program cannot use, and what it says to each. */
import { changing, patchModule } from './patch-module.ts';

/** What the program says to input that it cannot use. */
export interface Mistake {
  readonly what: string;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** What each line on standard error has, in order. */
  readonly says: readonly (string | RegExp)[];
}

export const proving = ['prove', 'buffered', '--property', 'no-lost-wakeup'];
export const under = (
  what: string,
  patch: string,
  module: string | null,
  ...says: readonly (string | RegExp)[]
): Mistake => ({
  what,
  args: [...proving, '--patch', patch],
  files: module === null ? {} : { 'mine.mts': module },
  says,
});

const nothing = 'export default { name: "nothing", summary: "", hunks: [] };';
const property = (name: string) => `export default {
  name: '${name}', meaning: 'm', reason: 'r', antecedent: { text: 't', reached: () => true }, always: () => null,
};`;

export const patches: readonly Mistake[] = [
  under(
    'a patch module that throws',
    './mine.mts',
    'throw new Error("boom\\nbang")',
    /mine\.mts: .*does not load: boom bang$/,
  ),
  under(
    'a patch module of bad syntax',
    './mine.mts',
    'export const = {{',
    './mine.mts: this patch module does not load',
  ),
  under(
    'a patch module that imports what is not there',
    './mine.mts',
    'import "./gone.mts"',
    /does not load: .*gone\.mts/,
  ),
  under('a patch module that exports a number', './mine.mts', 'export default 42', './mine.mts: exports no patch'),
  under(
    'a patch module that exports two patches',
    './mine.mts',
    patchModule({ a: changing({ name: 'a' }), b: changing({ name: 'b' }) }),
    './mine.mts: exports 2 patches; expected one',
  ),
  under(
    'a patch module that is not there',
    './gone.mts',
    null,
    './gone.mts: there is no such file; expected a patch module',
  ),
  under(
    'a patch for a function that the kernel lacks',
    'wake',
    null,
    /patch wake, .* no function aio_ring_insert_entry/,
  ),
  under(
    'a patch for a step that the kernel lacks',
    './mine.mts',
    patchModule({ mine: changing({ name: 'mine', changes: "{ remove: ['no_such_step'] }" }) }),
    /patch mine, hunk \S+: aio_complete has no step no_such_step/,
  ),
  ...['post-eiocbqueued', 'post-eiocbqueued+wake', '2.6.20+no-wake', 'no-wake'].map((name) =>
    under(
      `a patch module under the shipped name ${name}`,
      './mine.mts',
      patchModule({ mine: changing({ name }) }),
      `./mine.mts: is called ${name}, as a shipped one is; expected a name of its own`,
    ),
  ),
  ...Object.entries({
    '': 'an empty text',
    'my own': '"my own", which has a blank or a line break in it',
    'my\u0007own': String.raw`"my\u0007own", which has a character in it that cannot be seen`,
    'my/own': '"my/own", which has a slash in it',
    'my.ts': 'my.ts, as a file is',
    ['x'.repeat(61)]: `"${'x'.repeat(37)}...", which has 61 characters`,
  }).map(([name, called]) =>
    under(
      `a patch module under the name ${JSON.stringify(name)}`,
      './mine.mts',
      patchModule({ mine: changing({ name }) }),
      `./mine.mts: is called ${called}; expected a name of 60 characters at most, without blanks and slashes`,
    ),
  ),
  {
    what: 'two patch modules of one name',
    args: [...proving, '--patch', './mine.mts', '--patch', '2.6.20', '--patch', './other.mts'],
    files: { 'mine.mts': nothing, 'other.mts': nothing },
    says: ['./other.mts: is called nothing, as ./mine.mts is; expected a name of its own'],
  },
  {
    what: 'two patch modules of one name in a sum',
    args: [...proving, '--patch', './mine.mts+./other.mts'],
    files: { 'mine.mts': nothing, 'other.mts': nothing },
    says: ['./other.mts: is called nothing, as ./mine.mts is; expected a name of its own'],
  },
  {
    what: 'two property modules of one name',
    args: ['prove', 'buffered', '--property', './mine.mjs', '--property', './other.mjs'],
    files: { 'mine.mjs': property('p'), 'other.mjs': property('p') },
    says: ['./other.mjs: is called p, as ./mine.mjs is; expected a name of its own'],
  },
  {
    what: 'a property module under a name with a blank',
    args: ['prove', 'buffered', '--property', './mine.mjs'],
    files: { 'mine.mjs': property('my own') },
    says: ['./mine.mjs: is called "my own", which has a blank or a line break in it; expected a name of 60'],
  },
  {
    what: 'a patch module of many mistakes',
    args: [...proving, '--patch', './mine.mts'],
    files: {
      'mine.mts': patchModule({
        mine: changing({ name: 'mine', changes: "{ after: { lock: { return: { line: 1, c: 'x', run() {} } } } }" }),
      }).replace('hunks:', 'fields: { kicob: {}, kiocb: { ki_users: {}, x: undefined } } as never, hunks:'),
    },
    says: [
      /patch mine: the kernel has no struct kicob to add fields to; expected one of .*\(did you mean kiocb\?\)$/,
      'patch mine: kiocb.ki_users is a field of the base; expected a field of another name',
      'patch mine: kiocb.x is undefined; expected a field: bool(), ',
      'patch mine, hunk my-hunk: aio_complete has a step called return, which is where a function ends; expected another',
    ],
  },
  under(
    'a patch module without edits',
    './mine.mts',
    'export default { name: "mine", hunks: [{ name: "h", edits: [7] }, {}] }',
    /patch mine, hunk h: edits\[0\]: got 7; expected what edit/,
    'patch mine, hunk 2: name: missing; expected a text that is not empty',
    'patch mine, hunk 2: edits: missing; expected an array of what edit makes',
  ),
  under(
    'a choice that no trace can hold',
    './mine.mts',
    patchModule({
      mine: changing({
        name: 'mine',
        changes: "{ before: { lock: { x: { line: 1, c: 'x', run: (k) => void k.choose('a\\n', [0, 1]) } } } }",
      }),
    }),
    'aio_complete.x: makes a choice called "a\\n", which has a blank or a line break in it; expected letters,',
  ),
  under(
    'a choice from nothing',
    './mine.mts',
    patchModule({
      mine: changing({
        name: 'mine',
        changes: "{ before: { lock: { x: { line: 1, c: 'x', run: (k) => void k.choose('way', []) } } } }",
      }),
    }),
    'aio_complete.x: chooses way from nothing; expected an array of different whole numbers',
  ),
  under('a patch that is applied twice', 'wake+wake', null, /patch wake\+wake, hunk wake-at-insertion: /),
];
